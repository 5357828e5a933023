"""Requests nobody should send, one after another, each undone; what the site made of them."""

from __future__ import annotations

import copy
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.client import encode_file
from psycopg import sql

from benchmarks.fuzz import hostile
from benchmarks.fuzz.pages import Form, Ground

MULTIPART = "multipart/form-data; boundary=BoUnDaRyStRiNg"
FORM = "application/x-www-form-urlencoded"
SAFE = ("as_at", "known_at", "page", "format", "q", "sort", "s", "scenario", "screen", "trail",
        "began", "topic", "fact", "event", "next", "requirement", "unfold", "counted", "part",
        "all", "o", "p", "e", "_popup", "_to_field", "_changelist_filters", "since", "until",
        "created_at__year", "created_at__month", "created_at__day", "at__year", "id__exact",
        "id__in", "date_joined__year", "law_date__year", "pk__range", "release__id__exact",
        "withdrawn_in__isempty", "is_active__exact", "provider__id__exact")  # fmt: skip
"""Parameters that are read somewhere, beside those that pages show."""
HEADERS = ("HTTP_REFERER", "HTTP_HX_CURRENT_URL", "HTTP_HX_REQUEST", "HTTP_ACCEPT_LANGUAGE",
           "HTTP_X_FORWARDED_FOR", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_COOKIE",
           "HTTP_ACCEPT", "HTTP_ORIGIN", "HTTP_USER_AGENT")  # fmt: skip
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
_OF_THE_VISIT = frozenset({"django_session"})


@dataclass(frozen=True)
class Sent:
    """One request, so that it can be sent again."""

    number: int
    who: str
    method: str
    address: str
    kind: str
    body: bytes
    headers: Mapping[str, str]

    def __str__(self) -> str:
        body = repr(self.body if len(self.body) <= 600 else self.body[:600] + b" ...")
        more = f" {dict(self.headers)}" if self.headers else ""
        about = f" [{self.kind}] {body}" if self.method == "POST" else ""
        return f"#{self.number} {self.who}: {self.method} {self.address[:600]}{about}{more}"


@dataclass
class Findings:
    """What came of an attack: how many answers of each status, and what should never be."""

    seed: int
    requests: int = 0
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """No error of the server's, no row changed by what was refused, nobody led away."""
        return not (self.errors or self.changed or self.away)


class Attack:
    """Sends requests made from a seed to what a crawl found."""

    def __init__(
        self, clients: Mapping[str, Client], ground: Ground, routes: list[str], seed: int
    ) -> None:
        self.clients, self.ground, self.routes = clients, ground, routes
        self.rng = random.Random(seed)  # noqa: S311 - it must come out the same again
        self.findings = Findings(seed)

    def run(self, requests: int, told: Callable[[Findings], None] | None = None) -> Findings:
        """Send so many requests."""
        began = time.monotonic()
        for number in range(requests):
            self._send(self._made(number))
            self.findings.seconds = time.monotonic() - began
            if told is not None and (number + 1) % 1_000 == 0:
                told(self.findings)
        return self.findings

    # A request

    def _made(self, number: int) -> Sent:
        rng = self.rng
        route = rng.choice(self.routes)
        while route.startswith("/admin/") and rng.random() < 0.6:  # Most addresses are its.
            route = rng.choice(self.routes)
        forms = [form for form in self.ground.forms.get(route, ()) if form.method == "post"]
        method = "POST" if rng.random() < (0.6 if forms else 0.25) else "GET"
        address = self._address(route)
        kind, body = "", b""
        if method == "POST":
            form = rng.choice(forms) if forms else Form(address, "post")
            if forms and rng.random() < 0.8:
                address = urlsplit(form.action).path
            kind, body = self._body(form)
        if rng.random() < (0.7 if method == "GET" else 0.15):
            address += "?" + self._query()
        headers = {rng.choice(HEADERS): self._header()} if rng.random() < 0.08 else {}
        likely = "administrator" if route.startswith("/admin/") else "owner"
        who = likely if rng.random() < 0.5 else rng.choice([*self.clients])
        return Sent(number, who, method, address, kind, body, headers)

    def _address(self, route: str) -> str:
        rng, known = self.rng, self.ground.addresses.get(route)
        if known and rng.random() < 0.6:
            return urlsplit(rng.choice(known)).path
        path = route
        while "{}" in path:
            some = rng.choice(("1", "forum", hostile.encoded(rng)[:1_500]))
            path = path.replace("{}", some, 1)
        return path

    def _query(self) -> str:
        rng, parts = self.rng, []
        for _ in range(rng.randint(1, 3)):
            if rng.random() < 0.4 or not self.ground.parameters:
                name, known = rng.choice(SAFE), {"1", "2026-11-21", "csv"}
            else:
                name = rng.choice(sorted(self.ground.parameters))
                known = self.ground.parameters[name]
            good = quote(rng.choice(sorted(known)), safe="") if known else ""
            parts.append(f"{name}={good if rng.random() < 0.3 else hostile.encoded(rng)[:1_500]}")
        return "&".join(parts)

    def _header(self) -> str:
        found = hostile.value(self.rng)[:500].encode("latin-1", "replace").decode("latin-1")
        told = re.sub(r"[\r\n\x00]", " ", found)
        return self.rng.choice((told, 'sessionid="aaaaaaaa\\000"', "bytes=0-99999999999999999999"))

    def _body(self, form: Form) -> tuple[str, bytes]:
        rng = self.rng
        fields = [*form.fields]
        if rng.random() < 0.8:  # One of each name, as a browser sends radio buttons.
            rng.shuffle(fields)
            fields = [*dict(fields).items()]
        names = [name for name, _ in fields] or [*SAFE[:14], "name", "note", "email", "login"]
        for _ in range(rng.randint(0, 3)):
            name = rng.choice(names)
            fields = [pair for pair in fields if pair[0] != name or rng.random() < 0.2]
            fields.append((name, hostile.value(rng)))
        if form.files or rng.random() < 0.05:
            return MULTIPART, _multipart(fields, form.files or ["file"], rng)
        body = urlencode(fields, errors="replace").encode()
        if rng.random() < 0.05:
            body += rng.choice((b"&a=%00", b"&\xff=1", b"&a=%ff", b"&a=%ed%a0%80", b"&" * 3_000))
        odd = (f"{FORM}; charset=utf-16", "multipart/form-data", MULTIPART,
               "application/json", f"{FORM}; charset=nothing")  # fmt: skip
        return (rng.choice(odd) if rng.random() < 0.04 else FORM), body

    # What comes of it

    def _send(self, sent: Sent) -> None:
        client = self.clients[sent.who]
        cookies, tables = copy.deepcopy(client.cookies), set[str]()

        def noting(execute: Any, query: str, params: Any, many: bool, context: Any) -> Any:
            if found := _WRITE.match(query):
                tables.add(found[1])
            return execute(query, params, many, context)

        try:
            with transaction.atomic():
                since = _transaction()
                with connection.execute_wrapper(noting):
                    status, wrong, location = _answer(client, sent)
                self._note(sent, status, wrong, location)
                if status >= 400 and (kept := _written(tables - _OF_THE_VISIT, since)):
                    self.findings.changed.append(f"{sent}\n    {status}, and wrote {kept}")
                transaction.set_rollback(True)
        finally:
            client.cookies = cookies

    def _note(self, sent: Sent, status: int, wrong: str, location: str) -> None:
        found = self.findings
        found.requests += 1
        found.statuses[str(status)] += 1
        found.routes.add(sent.address.partition("?")[0])
        if status >= 500:
            found.errors.append(f"{sent}\n    {wrong or status}")
        place = urlsplit(location.replace("\\", "/"))
        if place.netloc not in {"", "testserver"} or place.scheme not in {"", "http", "https"}:
            found.away.append(f"{sent}\n    led to {location[:200]}")


def _answer(client: Client, sent: Sent) -> tuple[int, str, str]:
    """Status, the error behind it, and where a redirect leads; a file is read to its end."""
    try:
        more: dict[str, Any] = {**sent.headers}
        answer: Any = client.generic(
            sent.method, sent.address, sent.body, sent.kind or FORM, **more
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
    except Exception as error:
        return 500, _told(error), ""
    wrong = _told(answer.exc_info[1]) if getattr(answer, "exc_info", None) else ""
    return answer.status_code, wrong, answer.get("Location", "")


def _told(error: BaseException) -> str:
    """The error, and the last line of ours that it went through."""
    place, step = "", error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if "/obligations/" in name or "/tracker/" in name:
            place = f" at {name.rpartition('/obligations/')[2] or name}:{step.tb_lineno}"
        step = step.tb_next
    return f"{type(error).__name__}: {str(error)[:300]}{place}"


def _multipart(fields: list[tuple[str, str]], files: list[str], rng: random.Random) -> bytes:
    lines = []
    for name, value in fields:
        head = f'Content-Disposition: form-data; name="{name}"'.encode()
        told = value.encode("utf-8", "replace")
        lines += [b"--BoUnDaRyStRiNg", head, b"", told]
    for name in files:
        called = rng.choice(("a.yaml", "a.json", "ä\x00.yaml", "../../x", "x" * 300, ""))
        file = SimpleUploadedFile(called or "a", hostile.file(rng))
        lines += encode_file("BoUnDaRyStRiNg", name, file)
    return b"\r\n".join([*lines, b"--BoUnDaRyStRiNg--", b""])


def _transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def _written(tables: set[str], since: int) -> list[str]:
    """Those of the tables with rows that this transaction wrote and did not undo."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(tables):
            kept = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE xmin::text::bigint >= %s)")
            cursor.execute(kept.format(sql.Identifier(table)), [since])
            if cursor.fetchone()[0]:
                found.append(table)
    return found
