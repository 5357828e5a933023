"""Where a database is, and the `pg_dump` and `pg_restore` whose major fits it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from launch import embedded
from launch.console import Problem
from launch.places import bundled, major_of

_LIBPQ = (
    "host", "hostaddr", "port", "user", "password", "dbname", "service", "passfile", "sslmode",
    "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs",
)  # fmt: skip
_INSTALLED = "/usr/lib/postgresql/*/bin"  # Debian keeps the programs of each major there.


@dataclass(frozen=True)
class Address:
    """How a database is reached, in libpq's own words."""

    parameters: Mapping[str, Any]
    ours: bool = False
    """Is it the embedded server?"""

    @classmethod
    def of(cls, settings: Mapping[str, Any], *, ours: bool) -> Address:
        """The address in an entry of Django's DATABASES."""
        named = {
            "host": settings.get("HOST"), "port": settings.get("PORT"),
            "user": settings.get("USER"), "password": settings.get("PASSWORD"),
            "dbname": settings.get("NAME"), **(settings.get("OPTIONS") or {}),
        }  # fmt: skip
        return cls({key: named[key] for key in _LIBPQ if named.get(key)}, ours)

    def at(self, database: str) -> Address:
        """Another database of the same server."""
        return Address({**self.parameters, "dbname": database}, self.ours)

    @property
    def database(self) -> str:
        return str(self.parameters["dbname"])

    def run(self, program: str, *words: str | Path, user: str = "", alone: bool = False) -> str:
        """Run one of PostgreSQL's programs; what it said. Raises `Problem`.

        It is given this database, unless it is to work `alone`, on files.
        """
        said = {key: value for key, value in self.parameters.items() if key != "password"}
        if user:
            said["user"] = user
        drop = "PG" if self.ours else "\0"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(drop)}
        if password := self.parameters.get("password"):
            environment["PGPASSWORD"] = str(password)
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, no shell
            [program, *([] if alone else [f"--dbname={make_conninfo(**said)}"]), *words],
            env=environment, cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            if "No space left on device" in done.stderr:
                raise Problem("no space is left on the disk. Free some and run the command again.")
            raise Problem(f"{Path(program).name} failed:\n{_indented(done.stderr)}")
        return done.stdout


@dataclass(frozen=True, order=True)
class Tools:
    """The programs of one major in one folder."""

    major: int
    folder: str

    def program(self, name: str) -> str:
        return f"{self.folder}/{name}"


def for_dump(address: Address, server: int) -> Tools:
    """The tools that read a server of this major: its own, else the nearest newer ones."""
    found = [tools for tools in _found(address) if tools.major >= server]
    if not found:
        raise Problem(_lacking("pg_dump", server))
    return min(found)


def for_restore(address: Address, server: int, dumped_with: int) -> Tools:
    """The tools that fill a server of this major from a dump that tools of `dumped_with` made."""
    if dumped_with > server:
        raise Problem(
            f"the backup was made with the programs of PostgreSQL {dumped_with} and cannot go into "
            f"a server of PostgreSQL {server}. Restore it into PostgreSQL {dumped_with} or newer."
        )
    found = [tools for tools in _found(address) if dumped_with <= tools.major <= server]
    if not found:
        raise Problem(_lacking("pg_restore", server))
    return max(found)


def _lacking(program: str, server: int) -> str:
    return (
        f"the server is PostgreSQL {server} and no {program} that fits is on PATH. Install that "
        f"version's programs (Debian, Ubuntu: apt install postgresql-client-{server}) and run the "
        "command again."
    )


def _found(address: Address) -> list[Tools]:
    """Everything installed; for the embedded server its own wheel's alone."""
    folders: list[Path] = []
    if not address.ours:
        folders += [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
        folders += Path("/").glob(_INSTALLED.lstrip("/"))
    with suppress(Problem):
        folders += bundled().values()
    return [
        Tools(int(major), str(folder))
        for folder in folders
        if (folder / "pg_restore").exists() and (major := major_of(folder))
    ]


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.strip().splitlines()[-12:])


def reader(address: Address) -> str:
    """As whom a dump is made: the embedded server has a role that reads everything."""
    return embedded.BACKUP if address.ours else ""
