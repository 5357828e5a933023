"""`./test`: sets up, checks the code, then runs the tests; pytest's closing line is the last.

It has its own data folder and its own servers, so it runs beside a live `./start`, and it takes
no address of a server from the environment but the ones made for tests:
TEST_SERVERS_DATABASE_URL, TEST_SERVERS_CACHE_URL and TEST_SERVERS_BROKER_URLS (separated by
commas). Where those are set, the tests of database and jobs are repeated on them.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from launch import embedded, environment, keeper
from launch.console import Problem, say
from launch.variables import ROOT, data_folder

# What an operator may have exported for a live tracker must not reach its tests.
NOT_FOR_TESTS = (
    "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_JOBS_URL", "BACKUP_BEFORE_UPGRADE",
    "CELERY_BROKER_URL", "CACHE_URL",
    "SECRET_KEY", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SITE_URL",
    "TRUSTED_PROXIES", "OPEN_SIGN_UP", "LOG_LEVEL", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD", "EMAIL_TIMEOUT", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL",
    "TRACKER_ROOT_RUNS_AS", "TRACKER_PROCESS", "DJANGO_SETTINGS_MODULE",
)  # fmt: skip
# Three, as those of the fault lane mostly wait; who is done takes tests from who has many left.
SIDE_BY_SIDE = ("-n", "3", "--dist", "worksteal")
_NO_TESTS_FOUND = 5  # pytest's exit code, when arguments choose nothing in a lane


@dataclass(frozen=True)
class Check:
    """One check of the code, before its tests."""

    title: str
    words: tuple[str, ...]  # after `python`
    variables: Mapping[str, str] = field(default_factory=dict)
    tells: bool = False  # what it says is shown when it passes, too


CHECKS = (
    Check("lint", ("-m", "ruff", "check", ".")),
    Check("format", ("-m", "ruff", "format", "--check", ".")),
    Check(
        "import contract",
        ("-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])"),
    ),
    Check("templates", ("-m", "djlint", "--lint", "--quiet", "templates")),
    Check("missing migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Check(
        "deployment",
        ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        {"DJANGO_SETTINGS_MODULE": "tracker.settings", "HTTPS": "1", "ALLOWED_HOSTS": "a.example"},
    ),
    Check("known holes in packages", ("-m", "launch.audit"), tells=True),
    Check("types", ("-m", "mypy", "obligations", "tracker", "launch", "benchmarks", "manage.py")),
)


def run(words: list[str]) -> int:
    """Set up, then continue in the environment's own Python; the exit code."""
    var = data_folder() / "test"
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    os.environ["TRACKER_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    mark_for_tests(var)
    with (var / "run" / "test.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem("another ./test is under way in this folder; wait for it.") from None
        python = environment.ensure(var, "requirements.txt", "requirements-dev.txt")
        os.chdir(ROOT)
        return check_and_test(python, words)


def mark_for_tests(var: Path) -> None:
    """Make a data folder one for tests, before anything starts a server in it."""
    keeper.make_folders(var)
    embedded.throwaway(var).touch()


def check_and_test(python: Path, words: list[str]) -> int:
    """All checks, then the repeated tests, then all tests; 1 when anything failed."""
    failed = _check(python)
    others = _other_servers()
    if others:
        say("\nDatabase and job tests on the servers named")
        code = _pytest(python, ["-m", "servers", *SIDE_BY_SIDE, *words], others)
        failed += ["tests on the servers named"] if code not in {0, _NO_TESTS_FOUND} else []
    elif os.environ.get("REQUIRE_SERVERS") == "1":
        failed.append("REQUIRE_SERVERS is 1, but no TEST_SERVERS_DATABASE_URL is set")
    say("\nTests")
    if failed:
        say(f"(Already failed: {', '.join(failed)})")
    code = _pytest(python, [*SIDE_BY_SIDE, *words], {})
    return 1 if failed else code


def _check(python: Path) -> list[str]:
    """Run the checks, two at a time; the titles of those that failed."""
    say("Checks")
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for check, (passed, seconds, output) in zip(
            CHECKS, pool.map(lambda one: _one_check(python, one), CHECKS), strict=True
        ):
            said = output.strip() if check.tells and passed else ""
            say(
                f"  {check.title} ... {said or ('passed' if passed else 'FAILED')}"
                f" ({seconds:.1f} s)"
            )
            if not passed:
                failed.append(check.title)
                say("".join(f"    {line}\n" for line in output.splitlines()[-60:]))
    return failed


def _one_check(python: Path, check: Check) -> tuple[bool, float, str]:
    began = time.monotonic()
    done = subprocess.run(
        [python, *check.words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **check.variables},
        check=False,
    )
    return done.returncode == 0, time.monotonic() - began, done.stdout


def _other_servers() -> dict[str, str]:
    """The variables for a run on other servers; empty when none are named."""
    database = os.environ.get("TEST_SERVERS_DATABASE_URL")
    if not database:
        return {}
    cache = os.environ.get("TEST_SERVERS_CACHE_URL")
    brokers = os.environ.get("TEST_SERVERS_BROKER_URLS")
    if not cache or not brokers:
        raise Problem(
            "TEST_SERVERS_DATABASE_URL is set: set TEST_SERVERS_CACHE_URL and "
            "TEST_SERVERS_BROKER_URLS too."
        )
    first = brokers.split(",")[0]
    return {"DATABASE_URL": database, "CACHE_URL": cache, "CELERY_BROKER_URL": first}


def _pytest(python: Path, words: list[str], variables: Mapping[str, str]) -> int:
    """Run pytest; its lines go straight out, so that its closing line is the last."""
    sys.stdout.flush()
    return subprocess.run(
        [python, "-m", "pytest", *words], env={**os.environ, **variables}, check=False
    ).returncode
