"""What there is to attack: the addresses of the URLconf, the links and forms that pages hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

_ARGUMENT = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)")
MOST_PAGES, MOST_OF_A_ROUTE = 260, 2


def routes() -> list[str]:
    """Every address of the URLconf; what stands for an argument is `{}`."""
    return sorted({_ARGUMENT.sub("{}", each) for each in _routes(get_resolver().url_patterns, "/")})


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        here = before + str(each.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, here)
        else:
            yield here


def route_of(path: str) -> str | None:
    """The address of the URLconf that a path leads to."""
    try:
        found = resolve(path).route
    except (Resolver404, ValueError):
        return None
    return "/" + _ARGUMENT.sub("{}", found.replace("^", "").replace("$", "").replace("\\Z", ""))


@dataclass
class Form:
    """A form of a page: where it goes, its fields with their values, which are for files."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects the links and forms of one page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), dict[str, Form]()
        self._form = Form(address, "get")
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self.links.append(urljoin(self.address, said["href"]))
        elif tag == "form":
            action = urljoin(self.address, said.get("action", ""))
            self._form = Form(action, said.get("method", "get").lower())
            self.forms[said.get("id") or f"form {len(self.forms)}"] = self._form
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self._select:
            self._form.fields.append((self._select, said.get("value", "")))
        elif tag in {"input", "button", "textarea"}:
            self._field(said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = Form(self.address, "get")
        elif tag == "select":
            self._select = ""

    def _field(self, said: dict[str, str]) -> None:
        form = self.forms.get(said.get("form", ""), self._form)
        if "formaction" in said:  # Another address for the same fields.
            action = urljoin(self.address, said["formaction"])
            method = said.get("formmethod", form.method).lower()
            self.forms[f"button {len(self.forms)}"] = Form(action, method, form.fields, form.files)
        if not said.get("name"):
            return
        if said.get("type") == "file":
            form.files.append(said["name"])
        else:
            form.fields.append((said["name"], said.get("value", "")))


@dataclass
class Ground:
    """What a crawl found: addresses and forms of each route, parameters with their values."""

    addresses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    parameters: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, other: _Page) -> None:
        """Take in the forms of a page, and the parameters of its links."""
        for form in other.forms.values():
            route = route_of(urlsplit(form.action).path)
            if route and len(self.forms[route]) < 12:
                self.forms[route].append(form)
            if form.method == "get":
                for name, value in form.fields:
                    self.parameters[name].add(value)
        for link in other.links:
            for name, value in parse_qsl(urlsplit(link).query):
                if len(self.parameters[name]) < 50:
                    self.parameters[name].add(value)


def crawl(clients: list[Client], starts: list[str], ground: Ground) -> None:
    """Follow links from these addresses, as one visitor after another, two pages of a route."""
    for client in clients:
        waiting, seen = [*starts], set[str]()
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            parts = urlsplit(address)
            route = route_of(parts.path)
            if parts.netloc or route is None or address in seen or "logout" in address:
                continue
            if len(ground.addresses[route]) >= MOST_OF_A_ROUTE:
                continue
            seen.add(address)
            ground.addresses[route].append(address)
            page = read(client.get(address), address)
            if page is not None:
                ground.learn(page)
                waiting += page.links


def read(answer: Any, address: str) -> _Page | None:
    """The links and forms of an answer that is a page."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return None
    page = _Page(address)
    page.feed(answer.content.decode())
    return page


def press(client: Client, file: bytes, ground: Ground) -> None:
    """Go through the check from a saved file, pressing every button once: its forms hold all."""
    first = client.post("/check/", {"name": "Fuzzed"})
    loaded = client.post("/check/load/", {"file": SimpleUploadedFile("a.yaml", file)})
    waiting = [read(first, "/check/"), read(loaded, "/check/load/")]
    pressed = set[str]()
    while waiting:
        page = waiting.pop(0)
        if page is None:
            continue
        ground.learn(page)
        for form in page.forms.values():
            if form.method == "post" and form.action not in pressed and "/check/" in form.action:
                pressed.add(form.action)
                waiting.append(read(client.post(form.action, dict(form.fields)), form.action))
