"""Walking the check as a browser does: each page's own form, filled in from a demo fact file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from obligations.forms.facts import NONE, UNKNOWN
from tests.rules_support import demo

MOST_SCREENS, MOST_QUESTIONS = 12, 45  # Of a hobby forum that bans all it may ban.
CARRIED = (
    "state",
    "trail",
    "began",
    "sure",
)  # Hidden fields of the check, and of a service's interview.


def answers(name: str) -> dict[str, Any]:
    """The facts of a demo file of one side, by the names that forms use for them."""
    file = demo(name)
    facts = file["facts"]
    told = {key: value for key, value in facts.items() if not isinstance(value, dict)}
    for group in ("risk", "children_risk"):
        told |= {f"{group}:{kind}": level for kind, level in facts.get(group, {}).items()}
    users = facts.get("uk_monthly_active_users")
    if isinstance(users, dict):
        told["uk_monthly_active_users"] = users
    if register := file.get("designations"):
        told["designations_since"] = str(register[0]["from"])
    return {"designations": [each["category"] for each in register or ()], **told}


def words_of(page: Any) -> str:
    """The text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def load(client: Client, text: str) -> Any:
    """Load a file of answers, as the first page of a check does."""
    return client.post("/check/load/", {"file": SimpleUploadedFile("c.yaml", text.encode())})


def begin(client: Client, name: str = "Hobby Forum") -> HttpResponse:
    """The first screen."""
    return client.post("/check/", {"name": name})


def form_of(page: Any, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser sends for the screen on the page; what is not told stays unknown."""
    context = page.context
    sent: dict[str, Any] = {name: context[name] for name in CARRIED if name in context}
    sent |= {"screen": context["screen"].id, "asked": [*context["form"].asked]}
    for key, asked in context["form"].asked.items():
        sent |= _field(key, asked.type, told.get(key.partition("@")[0]))
    return sent


def _field(key: str, type_: str, value: Any) -> dict[str, Any]:
    match type_:
        case "boolean":
            return {key: UNKNOWN if value is None else "yes" if value else "no"}
        case "set":
            return {key: [UNKNOWN] if value is None else list(value) or [NONE]}
        case "interval":
            low, high = (value["low"], value["high"]) if isinstance(value, dict) else (value, "")
            return {f"{key}-low": "" if low is None else low, f"{key}-high": high}
        case "choice" | "level":
            return {key: value or UNKNOWN}
        case _:
            return {key: "" if value is None else value}


def walk(client: Client, told: Mapping[str, Any], page: Any = None) -> tuple[Any, list[str]]:
    """Answer every screen with Continue; the result and the screens in order."""
    page = page or begin(client)
    seen: list[str] = []
    while "screen" in page.context:
        seen.append(page.context["screen"].id)
        assert len(seen) <= 40, seen
        page = client.post("/check/", form_of(page, told))
        assert page.status_code == 200, page.context["form"].errors
    return page, seen
