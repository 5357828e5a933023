#!/usr/bin/env python3
"""Django's command line. It brings the embedded servers up for a command that needs them."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from launch import embedded, keeper
from launch.console import Problem, complain, concerns, in_words
from launch.variables import data_folder, read_env_file

NEED_NO_SERVER = {"help", "version", "collectstatic", "compilemessages", "makemessages"}


def main(words: list[str]) -> int:
    """Run one command; a problem the operator can put right is told in words, with exit code 1."""
    read_env_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        raise Problem(
            "Django is not installed for this Python. Run ./start --prepare once, then use "
            ".venv/bin/python manage.py"
        ) from None
    idle = len(words) < 2 or words[1] in NEED_NO_SERVER or {"--help", "-h", "--version"} & {*words}
    servers = [] if idle else embedded.needed(os.environ)
    with keeper.hold(data_folder(), servers) if servers else nullcontext():
        _told(execute_from_command_line, words)
    return 0


def _told(execute, words: list[str]) -> None:  # type: ignore[no-untyped-def] # Django's is untyped
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from tracker.remedies import explain

    try:
        execute(words)
    except BrokenPipeError:  # The reader, `head` say, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ImproperlyConfigured as error:
        if "--traceback" in words:
            raise
        raise Problem(str(error)) from error
    except DatabaseError as error:
        remedy = None if "--traceback" in words else explain(error)
        if remedy is None:
            raise
        raise Problem(remedy) from error


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv))
    except Problem as problem:
        complain(problem)
        sys.exit(1)
    except OSError as error:
        if "--traceback" in sys.argv or not concerns(error, data_folder()):
            raise
        complain(in_words(error, data_folder()))
        sys.exit(1)
