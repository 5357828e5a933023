"""A database that a bench may fill: servers of its own, made for it and dropped after it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from launch import embedded, keeper
from launch.tests import mark_for_tests
from launch.variables import data_folder


@contextmanager
def held(bench: str) -> Iterator[None]:
    """Django, with an empty database that holds the law data, for the length of a bench."""
    var = data_folder() / bench
    os.environ |= {"TRACKER_VAR": str(var), "TRACKER_PROCESS": "owner"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    mark_for_tests(var)
    with keeper.hold(var, embedded.needed(os.environ)):
        import django

        django.setup()
        with _made():
            yield


@contextmanager
def _made() -> Iterator[None]:
    from django.db import connection
    from django.test.utils import setup_test_environment

    from obligations.law import load as loading
    from obligations.law.edition import read

    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        data = read()
        loading.load(data.payload, data.sha256, by="./bench")
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
