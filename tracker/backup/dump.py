"""Making a backup: everything in it is as at one moment, while the tracker goes on working."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launch.console import Problem
from launch.variables import ROOT
from tracker.backup import archive, contents
from tracker.backup.programs import Address, for_dump, reader

BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


@dataclass(frozen=True)
class Made:
    """A backup that was written."""

    path: Path
    size: int
    rows: int

    @property
    def words(self) -> str:
        return f"{self.path} ({size_words(self.size)}, {self.rows:,} rows)"


def make(
    cursor: contents.Cursor,
    address: Address,
    out: Path,
    media: Path,
    *,
    more: Callable[[], Mapping[str, Any]] = dict,
) -> Made:
    """Write a backup of what `cursor` sees, in the transaction that it is in.

    The transaction began with `BEGIN`, so that `pg_dump` can read its snapshot. `more` may add to
    the manifest. Raises `Problem`; a file there before is left alone until the new one is whole.
    """
    described = contents.described(cursor)
    folder = out.absolute().parent
    _need_space(folder, described["database_bytes"] + _size(media))
    tools = for_dump(address, int(described["postgresql"].split(".")[0]))
    ((snapshot,),) = contents.ask(cursor, "SELECT pg_export_snapshot()")
    tables = contents.tables(cursor)
    with archive.workplace(folder) as passing:
        dump = passing / archive.DUMP
        address.run(
            tools.program("pg_dump"),
            "--format=custom", f"--snapshot={snapshot}", "--enable-row-security",
            "--schema=public", f"--file={dump}",
            user=reader(address),
        )  # fmt: skip
        manifest = {
            "product": archive.PRODUCT,
            "format": archive.FORMAT,
            "version": program_version(),
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "dumped_with": tools.major,
            **described,
            "tables": tables,
            **more(),
        }
        size = archive.write(out, manifest, dump, media)
    return Made(out, size, sum(table["rows"] for table in tables.values()))


def program_version() -> str:
    """The version of this program."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def size_words(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1e6:,.1f} MB" if size < 1e9 else f"{size / 1e9:,.1f} GB"


def _size(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _need_space(folder: Path, wanted: int) -> None:
    if not folder.is_dir():
        raise Problem(f"there is no folder {folder}. Make it, or name another place.")
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    if free < wanted:
        raise Problem(
            f"no space for a backup: {folder} has {size_words(free)} free and up to "
            f"{size_words(wanted)} are needed. Free some, or name another place; nothing was "
            "changed."
        )
