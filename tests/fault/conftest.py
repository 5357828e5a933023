"""Clones of the project that tests start, starve and kill. They share this one's packages."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from launch import embedded
from launch.console import tail
from launch.environment import venv_folder
from launch.tests import NOT_FOR_TESTS
from launch.variables import ROOT

PATIENCE = 90


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is true, or fail."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@dataclass
class Clone:
    """One copy of the project in a folder of its own, run as a stranger would."""

    path: Path
    variables: dict[str, str] = field(default_factory=dict)
    user: int | None = None

    @property
    def var(self) -> Path:
        return self.path / "var"

    def environment(self, extra: Mapping[str, str] = {}) -> dict[str, str]:
        dropped = {*NOT_FOR_TESTS, "TRACKER_VAR", "DJANGO_ALLOW_ASYNC_UNSAFE"}
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in dropped and not name.startswith("PYTEST")
        }
        return {**kept, "TRACKER_VENV": str(venv_folder().absolute()), **self.variables, **extra}

    def run(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run `./start ...` to its end."""
        return self._run([str(self.path / "start"), *words], extra)

    def manage(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py ...` to its end."""
        return self._run([*self.python, "manage.py", *words], extra)

    @property
    def python(self) -> list[str]:
        return [str(Path(self.environment()["TRACKER_VENV"]) / "bin" / "python")]

    def _run(self, words: list[str], extra: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=self.path,
            env=self.environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
            **self._as_user(),
        )

    def begin(self, words: list[str], **extra: str) -> subprocess.Popen[str]:
        """Start something and leave it running."""
        with (self.path / "output.txt").open("w") as output:
            return subprocess.Popen(
                words,
                cwd=self.path,
                env=self.environment(extra),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
                **self._as_user(),
            )

    def _as_user(self) -> dict[str, object]:
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": []}

    def output(self) -> str:
        return (self.path / "output.txt").read_text()

    def foreground(self) -> subprocess.Popen[str]:
        """`./start` in the foreground, up and serving."""
        process = self.begin([str(self.path / "start"), "--no-demo"])
        wait_for(lambda: "Stop it with" in self.output() or process.poll() is not None, PATIENCE)
        assert process.poll() is None, self.output()
        return process

    def url(self) -> str:
        return (self.var / "run" / "url").read_text().strip()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url()}/healthz", timeout=20) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except OSError as error:
            print(f"{self.url()} does not answer: {error!r}")  # shown where a test fails
            for log in ("web", "supervisor"):
                print(tail(self.var / "log" / f"{log}.log"))
            return False

    def processes(self) -> list[psutil.Process]:
        """Everything alive that belongs to this clone."""
        return [process for process in psutil.process_iter() if self._owns(process)]

    def _owns(self, process: psutil.Process) -> bool:
        return f"{self.path}/" in self._where(process)

    @staticmethod
    def _where(process: psutil.Process) -> str:
        """A process's folder and command line; nothing when it is over."""
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return ""
            return f"{process.cwd()}/ {' '.join(process.cmdline())}"
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return ""

    def all(self, *words: str) -> list[psutil.Process]:
        """The processes of this clone whose command line holds all the words, oldest first."""
        found = [
            process
            for process in self.processes()
            if all(word in self._where(process) for word in words)
        ]
        return sorted(found, key=lambda process: (process.create_time(), process.pid))

    def one(self, *words: str) -> psutil.Process:
        """The oldest of them."""
        found = self.all(*words)
        assert found, f"no process {words} among {[self._where(p) for p in self.processes()]}"
        return found[0]

    def assert_nothing_left(self, seconds: float = 20) -> None:
        wait_for(lambda: not self.processes(), seconds)

    def clean_up(self) -> None:
        for process in self.processes():
            try:
                process.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue


def copy_project(target: Path) -> None:
    """Copy what the project consists of: no data, no environment, no history."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    if not listed:  # an unpacked archive
        shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns("var", ".venv", "__pycache__"))
        return
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone that has been set up once, and is stopped; `clone` copies it.

    All processes of a parallel run share one: the first makes it while the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made = Clone(base / "prepared" / "clone")
    with (base / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.path.exists():
            copy_project(made.path)
            done = made.run("--prepare", "--no-demo")
            assert done.returncode == 0, done.stdout
            made.assert_nothing_left()
    return made.path


@pytest.fixture
def clones(tmp_path: Path) -> Iterator[Callable[..., Clone]]:
    """Makes clones, and ends what they left running."""
    made: list[Clone] = []

    def make(path: Path | None = None, *, like: Path | None = None, **more: object) -> Clone:
        path = path or tmp_path / f"clone{len(made)}"
        if like is None:
            copy_project(path)
        else:
            shutil.copytree(like, path, symlinks=True)
        made.append(Clone(path, **more))
        return made[-1]

    yield make
    for clone in made:
        clone.clean_up()
        shutil.rmtree(embedded.short_folder(clone.var), ignore_errors=True)


@pytest.fixture
def clone(clones: Callable[..., Clone], prepared: Path) -> Clone:
    """A clone that is set up already, with its own data."""
    return clones(like=prepared)


@pytest.fixture
def bare(clones: Callable[..., Clone]) -> Clone:
    """A clone that was never started."""
    return clones()


@pytest.fixture
def for_anybody(clones: Callable[..., Clone]) -> Iterator[Callable[..., Clone]]:
    """Makes clones, never started, in a folder that every user can reach, owned by one of them.

    They use a Python and packages that this user can read.
    """
    made: list[Path] = []

    def make(*, owner: int = 0, **variables: str) -> Clone:
        folder = Path(tempfile.mkdtemp(prefix="tracker-test-", dir="/tmp"))
        made.append(folder)
        folder.chmod(0o755)
        clone = clones(folder / "clone", user=owner or None, variables=dict(variables))
        if owner:
            clone.variables["TRACKER_VENV"] = str(_open_environment(folder))
            clone.variables["LD_LIBRARY_PATH"] = str(folder / "python" / "lib")
            # Not the packages: they are linked, so their owner is that of ours too.
            for path in [folder, clone.path, *clone.path.rglob("*")]:
                os.chown(path, owner, owner, follow_symlinks=False)
        return clone

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


def _open_environment(folder: Path) -> Path:
    """An environment for a user who may not see ours: copies of our Python and of our packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    python = folder / "python" / "bin" / version
    python.parent.mkdir(parents=True)
    shutil.copy2(Path(sys.executable).resolve(), python)
    shutil.copytree(
        Path(sysconfig.get_path("stdlib")),
        folder / "python" / "lib" / version,
        ignore=shutil.ignore_patterns("site-packages", "dist-packages", "test", "__pycache__"),
    )
    shared = Path(sysconfig.get_config_var("LIBDIR")) / sysconfig.get_config_var("INSTSONAME")
    if shared.suffix != ".a":
        shutil.copy2(shared, folder / "python" / "lib")
    venv = folder / "venv"
    packages = venv / "lib" / version / "site-packages"
    packages.parent.mkdir(parents=True)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").symlink_to(python)
    (venv / "pyvenv.cfg").write_text(f"home = {python.parent}\n")
    ours = venv_folder().resolve()
    shutil.copytree(ours / "lib" / version / "site-packages", packages, copy_function=_link)
    for stamp in ours.glob(".installed-*"):
        shutil.copy2(stamp, venv)
    return venv


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own mechanism")


@pytest.fixture
def peopled(clone: Clone) -> Clone:
    """A clone with the demo's providers and an uploaded file."""
    made = clone.manage("demo")
    assert made.returncode == 0, made.stdout
    (clone.var / "media" / "evidence").mkdir(parents=True)
    (clone.var / "media" / "evidence" / "terms.pdf").write_bytes(b"%PDF terms")
    return clone
