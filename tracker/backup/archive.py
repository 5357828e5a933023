"""The file of a backup: a tar of a manifest, the dump and the uploads, each with its hash."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from launch.console import Problem, no_space

PRODUCT = "osa-obligations-tracker"
FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
MEDIA = "media"
_LARGEST_MANIFEST = 64_000_000
_PIECE = 1 << 20

Manifest = dict[str, Any]


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """A passing folder, closed to others, on the disk where a file is to lie."""
    try:
        with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as folder:
            yield Path(folder)
    except OSError as error:
        raise no_space(error, beside) or Problem(
            f"{beside} cannot be written: {error.strerror}. Name another place."
        ) from error


def write(out: Path, manifest: Manifest, dump: Path, media: Path) -> int:
    """Put the parts into one file; all of it, or nothing. The size of the file in bytes."""
    parts = {DUMP: dump}
    if media.is_dir():
        parts |= {
            f"{MEDIA}/{path.relative_to(media).as_posix()}": path
            for path in sorted(media.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
    told = {name: _measured(path) for name, path in parts.items()}
    text = json.dumps({**manifest, "parts": told}, indent=1, sort_keys=True).encode()
    half = dump.parent / "half.tar"
    with half.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        with tarfile.open(fileobj=file, mode="w") as tar:
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mode = len(text), 0o600
            tar.addfile(head, io.BytesIO(text))
            for name, path in parts.items():
                tar.add(path, arcname=name, recursive=False)
        file.flush()
        os.fsync(file.fileno())
    half.replace(out)
    return out.stat().st_size


def _measured(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
            "bytes": path.stat().st_size,
        }


def read(source: Path, into: Path) -> Manifest:
    """Check everything the file holds and lay its parts out in a folder; the manifest.

    Raises `Problem` for a file that is no backup, is broken, or holds more or less than it says.
    """
    try:
        with _tar(source) as tar:
            manifest = _manifest(source, tar)
            wanted = {**manifest["parts"]}
            for member in tar:
                if member.name == MANIFEST:
                    continue
                told = wanted.pop(member.name, None)
                if told is None or not member.isfile():
                    raise _broken(source, f"{member.name} is not in its list of parts")
                _lay_out(source, tar, member, told, into)
    except FileNotFoundError:
        raise Problem(f"there is no file {source}.") from None
    except _NoTar:
        raise _foreign(source) from None
    except (tarfile.TarError, EOFError) as error:
        raise _broken(source, str(error) or "it ends too early") from error
    except OSError as error:
        raise no_space(error, into) or Problem(f"{source}: {error.strerror}.") from error
    if wanted:
        raise _broken(source, f"{', '.join(sorted(wanted)[:3])} is missing")
    return manifest


class _NoTar(Exception):
    """A file that does not even begin as a tar does."""


def _tar(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:")
    except tarfile.TarError as error:
        raise _NoTar from error


def _foreign(source: Path) -> Problem:
    return Problem(f"{source} is no backup of the tracker. Choose a file that `backup` wrote.")


def _manifest(source: Path, tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > _LARGEST_MANIFEST:
        raise _foreign(source)
    try:
        manifest = json.loads(_opened(tar, first).read())
    except (ValueError, RecursionError):
        raise _broken(source, "its manifest cannot be read") from None
    if not isinstance(manifest, dict) or manifest.get("product") != PRODUCT:
        raise _foreign(source)
    if manifest.get("format") != FORMAT:
        raise Problem(
            f"{source} is a backup of format {manifest.get('format')}, and this program reads "
            f"format {FORMAT}. Use the version of the tracker that made it, or a newer one."
        )
    parts = manifest.get("parts")
    if not isinstance(parts, dict) or DUMP not in parts or not all(map(_safe, parts)):
        raise _broken(source, "its list of parts cannot be right")
    return manifest


def _safe(name: str) -> bool:
    """Does a part stay inside the folder it is laid out in?"""
    path = PurePosixPath(name)
    inside = path.parts[:1] == (MEDIA,) and len(path.parts) > 1
    return name == DUMP or (inside and ".." not in path.parts and "\0" not in name)


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(member)
    if file is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    return file


def _lay_out(
    source: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, told: Any, into: Path
) -> None:
    path = into / member.name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _opened(tar, member) as content, path.open("xb") as file:
        shutil.copyfileobj(content, file, _PIECE)
    if _measured(path) != told:
        raise _broken(source, f"{member.name} is not what it was when the backup was made")


def _broken(source: Path, why: str) -> Problem:
    return Problem(
        f"{source} is broken: {why}. Nothing was restored. Copy it again from where it is kept, or "
        "use an earlier backup."
    )
