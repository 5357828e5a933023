"""The embedded PostgreSQL: made once, run on a Unix socket, ended cleanly.

Nothing connects as its superuser: roles and database are made before the server first listens,
and `pg_hba.conf` lets in the tracker's own roles alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from launch import embedded
from launch.console import Problem, need_space, no_space, set_aside, tail
from launch.identity import become, user_id
from launch.places import Place, bundled, find_place, major_of
from launch.processes import alive, end, spawn, wait_until_gone

_INITDB = [
    "--username=postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8",
    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
]  # fmt: skip
_HBA = f"""# Written by the tracker: its own roles, over the socket, and nobody else.
local all {embedded.OWNER},{embedded.APP},{embedded.JOBS},{embedded.BACKUP} trust
local all all reject
host  all all all reject
"""
_MADE, _MADE_AS = "tracker-made", "2\n"  # as which version of what `_create` makes
_NOBODYS_NUMBER = 2**31 - 2  # above every system's highest
_FAST = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u ",
}


class Postgres:
    """One PostgreSQL server of one data folder."""

    name = "postgres"

    def __init__(self, var: Path) -> None:
        self.var = var
        self.throwaway = embedded.throwaway(var).exists()
        self.log = var / "log" / "postgres.log"
        self.notes: list[str] = []
        self._place: Place | None = None

    @property
    def place(self) -> Place:
        """Where and as whom it runs, found out on first use."""
        if self._place is None:
            self._place = find_place(self.var)
            self.notes.extend(self._place.notes)
        return self._place

    def start(self) -> subprocess.Popen[bytes]:
        """Make the data folder if there is none, then start the server."""
        place = self.place
        if not (place.data / "PG_VERSION").exists():
            self._create()
        self._refuse_other_major()
        self._end_orphan()
        self._catch_up()
        settings = {**_SETTINGS, "unix_socket_directories": f'"{place.sockets}"'}
        command = [place.program("postgres"), "-D", str(place.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return spawn(command, log=self.log, death_signal=signal.SIGINT, identity=place.identity)

    def ready(self) -> bool:
        """Whether the server takes connections."""
        return self._asked() == 0

    def _asked(self) -> int:
        """What `pg_isready` ends with: 0 takes connections, 1 refuses them, 2 is silent."""
        command = [
            self.place.program("pg_isready"), "-q", "-h", str(self.place.sockets),
            "-U", embedded.OWNER, "-d", embedded.DATABASE,
        ]  # fmt: skip
        return subprocess.run(command, check=False).returncode

    def answers(self) -> bool:
        """Whether the server says anything, be it that it is starting or full."""
        return self._asked() in {0, 1}

    def mend(self) -> bool:
        """Nothing of a database is ever set aside."""
        return False

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End the server: connections are cut, everything committed is on disk."""
        end(process, signal.SIGINT, 60)

    # Making it ---------------------------------------------------------------------------------

    def _create(self) -> None:
        """Make the data folder beside its final place, so that half a folder never counts."""
        place = self.place
        if any(place.data.iterdir()):
            raise Problem(
                f"{place.data} holds files but no PostgreSQL database. Move them away and start "
                "again; a new database is made in an empty folder only."
            )
        need_space(place.data, 150)
        new = place.data.with_name(place.data.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        os.chown(new, user_id(place.identity), -1)
        try:
            self._run([place.program("initdb"), "-D", str(new), *_INITDB])
            self._run(
                [place.program("postgres"), "--single", "-D", str(new), "postgres"], self._roles()
            )
            (new / "pg_hba.conf").write_text(_HBA)
            (new / _MADE).write_text(_MADE_AS)
            if self.throwaway:
                with (new / "postgresql.conf").open("a") as file:
                    file.write(_FAST)
        except OSError as error:
            raise no_space(error, new) or error from error
        place.data.rmdir()
        new.rename(place.data)

    def _roles(self) -> str:
        """The SQL, a statement a line, that makes the roles and the database."""
        return "\n".join([
            f"CREATE ROLE {embedded.OWNER} LOGIN NOSUPERUSER CREATEDB;",
            f"CREATE ROLE {embedded.APP} LOGIN NOSUPERUSER;",
            f"CREATE ROLE {embedded.JOBS} LOGIN NOSUPERUSER;",
            f"CREATE ROLE {embedded.BACKUP} LOGIN NOSUPERUSER BYPASSRLS IN ROLE pg_read_all_data;",
            f"GRANT {embedded.APP}, {embedded.JOBS} TO {embedded.OWNER};",
            f"CREATE DATABASE {embedded.DATABASE} OWNER {embedded.OWNER};",
            "",
        ])  # fmt: skip

    def _run(self, command: list[str], text: str = "") -> None:
        """Run one of PostgreSQL's programs to its end, its words kept in the log."""
        identity = self.place.identity
        with self.log.open("ab") as output:
            done = subprocess.run(
                command,
                input=text.encode(),
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
                preexec_fn=lambda: become(identity),
            )
        words = tail(self.log)
        if done.returncode != 0 or (text and "ERROR:" in words):
            if "No space left on device" in words:
                raise no_space(OSError(28, ""), self.place.data) or Problem("no space")
            raise Problem(f"the database could not be made. Its log, {self.log}, ends:\n{words}")

    # Before starting it -----------------------------------------------------------------------

    def _refuse_other_major(self) -> None:
        found = (self.place.data / "PG_VERSION").read_text().strip()
        ours = major_of(self.place.programs)
        newest = max(map(int, bundled()))
        if found == ours and int(found) < newest:
            self.notes.append(
                f"the database stays with PostgreSQL {found}, which wrote it; this version of the "
                f"tracker brings {newest} too. To move: run manage.py backup --out FILE, then\n"
                f"{self._lines(found, 'FILE')}"
            )
        if found != ours:
            raise Problem(
                f"{self.place.data} was written by PostgreSQL {found}, and this version of the "
                f"tracker brings PostgreSQL {ours}. Your data are untouched. {self._way(found)}"
            )

    def _way(self, major: str) -> str:
        """How the data of another major get into a database of this one."""
        saved = sorted((self.var / "backups").glob("before-postgresql-*.tar"))
        first = (
            f"{saved[-1]} was written before the package was replaced"
            if saved
            else "Go back to the version of the tracker you used before and there run "
            "manage.py backup --out FILE; come back to this one"
        )
        return f"{first}. Then:\n{self._lines(major, str(saved[-1]) if saved else 'FILE')}"

    def _lines(self, major: str, file: str) -> str:
        return (
            f"  mv {self.var / 'postgres'} {self.var / f'postgres-{major}'}\n"
            "  ./start --prepare --no-demo\n"
            f"  .venv/bin/python manage.py restore {file} --into {embedded.DATABASE} --replace "
            "--prove"
        )

    def _catch_up(self) -> None:
        """Let the owner's login make databases, as restoring does; earlier it might not."""
        made = self.place.data / _MADE
        if made.exists():
            return
        self._run(
            [self.place.program("postgres"), "--single", "-D", str(self.place.data), "postgres"],
            f"ALTER ROLE {embedded.OWNER} CREATEDB;\n",
        )
        made.write_text(_MADE_AS)

    def _pid_in(self, lock: Path) -> int | None:
        """The process of our own server that a lock file names; None when it names none.

        PostgreSQL would refuse to start for a file with nonsense in it, which is set aside, and
        for one with a number that another process has by now.
        """
        try:
            pid = int(lock.read_bytes()[:20].split(b"\n", 1)[0])
        except FileNotFoundError:
            return None
        except ValueError:
            self.notes.append(f"{lock} held nonsense; it is set aside as {set_aside(lock)}.")
            return None
        if not 1 < pid < _NOBODYS_NUMBER or not alive(pid):
            return None
        if _is_postgres(pid, self.place.data):
            return pid
        _without_number(lock)
        return None

    def _end_orphan(self) -> None:
        """End a server of this data folder that lost its keeper."""
        pid = self._pid_in(self.place.data / "postmaster.pid")
        self._pid_in(self.place.sockets / ".s.PGSQL.5432.lock")
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        if not wait_until_gone(pid, 30):
            raise Problem(f"PostgreSQL (process {pid}) still uses {self.place.data}: end it first.")
        time.sleep(0.05)


def _without_number(lock: Path) -> None:
    """Put a number that no process has in the place of the first line's.

    PostgreSQL then takes the file for stale, and still looks at the shared memory it names.
    """
    lines = lock.read_text().split("\n")
    lock.write_text("\n".join([str(_NOBODYS_NUMBER), *lines[1:]]))


def _is_postgres(pid: int, data: Path) -> bool:
    """Whether a process is a PostgreSQL server of this data folder, not another of its number."""
    said = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],  # noqa: S607 - each system has its own
        capture_output=True,
        text=True,
        check=False,
    )
    return "postgres" in said.stdout and str(data) in said.stdout
