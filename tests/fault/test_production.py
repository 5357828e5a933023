"""What the README says for production: HTTPS, named hosts, a proxy, servers of one's own."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from django.utils.crypto import salted_hmac

from launch import embedded
from launch.variables import ROOT
from tests.fault.conftest import Clone
from tests.fault.proxy import VISITOR, Visitor, make_certificate, path_of, proxy_before

HOST = "tracker.example"
PASSWORD = "correct horse battery"
SECRET = f"kept elsewhere {uuid.uuid4()}"  # of this run: limits are counted under it
PERSON = f"""
from allauth.account.models import EmailAddress
from obligations.models import User
user = User.objects.create_user("ann@example.org", password="{PASSWORD}")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""


@pytest.fixture
def named_servers() -> Iterator[dict[str, str]]:
    """The servers named for the tests, with a database made for one of them; else none."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield {}
        return
    name = f"tracker_production_{uuid.uuid4().hex[:8]}"
    mine = urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        logins = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_JOBS_URL")
        yield {
            **dict.fromkeys(logins, mine),
            "CELERY_BROKER_URL": os.environ["TEST_SERVERS_BROKER_URLS"].split(",")[-1],
            "CACHE_URL": os.environ["TEST_SERVERS_CACHE_URL"],
        }
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def production(clone: Clone) -> dict[str, str]:
    """Every variable that .env.example names for an operator, but the servers'."""
    return {
        "TRACKER_VAR": str(clone.var),
        "TRACKER_VENV": clone.environment()["TRACKER_VENV"],
        "TRACKER_ROOT_RUNS_AS": "",
        "BACKUP_BEFORE_UPGRADE": "1",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": HOST,
        "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
        "SITE_URL": f"https://{HOST}",
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "OPEN_SIGN_UP": "0",
        "DEBUG": "0",
        "LOG_LEVEL": "WARNING",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": "1",
        "EMAIL_HOST_USER": "tracker",
        "EMAIL_HOST_PASSWORD": "secret",
        "EMAIL_USE_TLS": "1",
        "EMAIL_TIMEOUT": "10",
        "DEFAULT_FROM_EMAIL": f"tracker@{HOST}",
    }


def operators_variables() -> set[str]:
    """The names that .env.example gives to operators."""
    text = (ROOT / ".env.example").read_text().split("--- Set by the programs themselves")[0]
    return set(re.findall(r"^#([A-Z_]+)=", text, re.MULTILINE))


@pytest.mark.servers
def test_log_in_through_a_proxy_that_speaks_https(
    clone: Clone, named_servers: dict[str, str], tmp_path: Path
) -> None:
    clone.variables |= production(clone) | named_servers
    servers = {name for name in operators_variables() if name.startswith(("DATABASE_", "C"))}
    servers -= {"CSRF_TRUSTED_ORIGINS"}
    assert operators_variables() - servers == production(clone).keys()
    assert named_servers.keys() in ({*()}, servers)

    started = clone.run("--detach", "--no-demo")
    assert started.returncode == 0, started.stdout
    assert clone.run("status").returncode == 0
    made = clone.manage("shell", "-v", "0", "-c", PERSON)
    assert made.returncode == 0, made.stdout
    certificate = make_certificate(tmp_path, HOST)
    port = urlsplit(clone.url()).port
    assert port
    with proxy_before(port, certificate) as outside:
        visitor = Visitor(HOST, outside, certificate)
        logs_in(visitor)
        counts_clients(visitor, named_servers.get("CACHE_URL") or embedded_cache(clone))
    refuses_what_did_not_come_through_the_proxy(port)
    assert clone.run("stop").returncode == 0


def embedded_cache(clone: Clone) -> str:
    return embedded.cache_url(embedded.valkey_socket(clone.var))


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page
    return found.group(1)


def logs_in(visitor: Visitor) -> None:
    """In by the form, with cookies for HTTPS alone; not from a form that stands elsewhere."""
    answer, page = visitor.get("/accounts/login/")
    assert (answer.status, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    fields = {"login": "ann@example.org", "password": PASSWORD}
    fields["csrfmiddlewaretoken"] = token_in(page)
    refused, _ = visitor.post("/accounts/login/", fields, Origin="https://elsewhere.example")
    assert refused.status == 403
    answer, _ = visitor.post("/accounts/login/", fields)
    assert answer.status == 302
    assert visitor.cookies.keys() >= {"csrftoken", "sessionid"}
    assert all(cookie["secure"] for cookie in visitor.cookies.values())
    answer, page = visitor.get(path_of(answer.headers["Location"]))
    assert answer.status == 200
    assert "ann@example.org" in page


def counts_clients(visitor: Visitor, cache: str) -> None:
    """By the address that the proxy saw, not by the one a visitor claims to have."""
    path = "/alerts/new/?side=u2u"
    _, page = visitor.get(path)
    fields = {"address": "bob@example.org", "csrfmiddlewaretoken": token_in(page)}
    visitor.post(path, fields, X_Forwarded_For="203.0.113.9")
    with redis.Redis.from_url(cache) as counts:
        for client, counted in ((VISITOR, b"1"), ("203.0.113.9", None), ("127.0.0.1", None)):
            whose = salted_hmac("tracker.limits", client, secret=SECRET).hexdigest()
            assert counts.get(f"osat:1:limit:alert:{whose}") == counted, client


def refuses_what_did_not_come_through_the_proxy(port: int) -> None:
    """Plain requests are sent to HTTPS, other hosts refused; health is told to everybody."""
    for path, host, status in (
        ("/library/", HOST, 301),
        ("/library/", "elsewhere.example", 400),
        ("/healthz", "elsewhere.example", 200),
        ("/readyz", "127.0.0.1", 200),
    ):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", path, headers={"Host": host})
        answer = line.getresponse()
        assert answer.status == status, (path, host)
        if status == 301:
            assert answer.headers["Location"] == f"https://{HOST}{path}"
        line.close()


@pytest.mark.parametrize(
    "variables",
    [{"HTTPS": "1"}, {"ALLOWED_HOSTS": HOST}],
    ids=" ".join,
)
def test_becomes_ready_with(clone: Clone, variables: dict[str, str]) -> None:
    started = clone.run("--detach", "--no-demo", **variables)
    assert started.returncode == 0, started.stdout
    assert clone.run("status").returncode == 0
    assert clone.answers()


def test_what_is_exported_for_other_programs_leads_nothing_astray(
    clones: Callable[..., Clone], prepared: Path, tmp_path: Path
) -> None:
    """In a folder so deep that the sockets lie in the system's temporary space."""
    clone = clones(tmp_path / ("d" * 90) / "clone", like=prepared)
    for package in ("django", "celery", "gunicorn"):
        (tmp_path / "theirs" / package).mkdir(parents=True)
        (tmp_path / "theirs" / package / "__init__.py").write_text("raise SystemExit('theirs')\n")
    clone.variables |= {
        "PGHOST": "db.elsewhere.example", "PGHOSTADDR": "192.0.2.1", "PGPORT": "6543",
        "PGUSER": "stranger", "PGDATABASE": "theirs", "PGPASSWORD": "x", "PGSERVICE": "theirs",
        "PGSSLMODE": "verify-full", "PGREQUIREAUTH": "scram-sha-256",
        "PGOPTIONS": "-c default_transaction_read_only=on", "PGDATESTYLE": "German",
        "PGCHANNELBINDING": "require", "PGCLIENTENCODING": "LATIN1",
        "PGDATA": str(tmp_path), "PGSYSCONFDIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "theirs.settings", "CELERY_BROKER_READ_URL": "redis://192.0.2.1",
        "CELERY_BROKER_WRITE_URL": "redis://192.0.2.1", "CELERY_RESULT_BACKEND": "theirs",
        "GUNICORN_CMD_ARGS": "--bind 127.0.0.1:1", "GUNICORN_PID": "x", "SCRIPT_NAME": "/theirs",
        "WEB_CONCURRENCY": "many", "PYTHONPATH": str(tmp_path / "theirs"), "PYTHONSAFEPATH": "1",
        "PYTHONWARNINGS": "error", "LC_ALL": "xx_XX.bogus",
    }  # fmt: skip
    started = clone.run("--detach", "--no-demo", TMPDIR=str(tmp_path))
    assert started.returncode == 0, started.stdout
    assert clone.answers()
    for name in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONWARNINGS"):
        del clone.variables[name]  # which say how Python and Django themselves are to be run
    asked = clone.manage("shell", "-v", "0", "-c", PERSON + "print(user.pk)")
    assert asked.returncode == 0, asked.stdout
    assert clone.run("status").returncode == 0
    assert clone.run("stop").returncode == 0
    shutil.rmtree(tmp_path / "theirs")


def test_variable_that_cannot_be_understood_is_named(bare: Clone) -> None:
    for name, value, words in (
        ("HTTPS", "maybe", "HTTPS is 'maybe': write 1 or 0"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES is '-1': write a number from 0 to 100"),
        ("EMAIL_PORT", "smtp", "EMAIL_PORT is 'smtp': write a number from 0 to 65535"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is 'LOUD': write DEBUG, INFO"),
        ("CSRF_TRUSTED_ORIGINS", HOST, f"holds '{HOST}': write it with https://"),
        ("SITE_URL", HOST, f"SITE_URL holds '{HOST}': write it with https://"),
    ):
        done = bare.manage("migrate", "--help", **{name: value})
        assert done.returncode == 1, name
        assert words in done.stdout
        assert "Traceback" not in done.stdout
