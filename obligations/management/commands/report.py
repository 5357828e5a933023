"""`manage.py report obligations "Demo Forum" --as-at 2026-11-21 --out var/forum.pdf`."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from obligations.exports import Asked, edition_of, written
from obligations.exports.pdf import NotTypeset
from obligations.exports.report import obligations_report
from obligations.exports.report_file import DOCUMENTS, REPORT_FORMATS, document, every_answer
from obligations.management.days import day
from obligations.models import Platform, Release
from obligations.rules import SubjectError
from tracker import clock


class Command(BaseCommand):
    """Writes the report of a service to a file; the suffix says in which format."""

    help = "Write a report to a file. The suffix of --out chooses the format: " + ", ".join(
        REPORT_FORMATS
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["obligations"], help="which report")
        parser.add_argument("service", help="name or address name of the service")
        parser.add_argument("--as-at", type=day, help="the day the law is read on (default: today)")
        parser.add_argument(
            "--known-at", type=_moment, help="only what was recorded by the end of this day"
        )
        parser.add_argument("--out", type=Path, required=True, help="the file to write")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        wanted = out.suffix.lstrip(".").lower()
        if wanted not in REPORT_FORMATS:
            raise CommandError(f"{out.name} ends in none of: {', '.join(REPORT_FORMATS)}.")
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}. Make it first.")
        platform = find_platform(options["service"])
        as_at = options["as_at"] or clock.today()
        try:
            data = _made(platform, as_at, options["known_at"], wanted)
        except SubjectError as contradiction:
            reasons = "\n".join(f"  {one}" for one in contradiction.errors)
            raise CommandError(
                f"The answers for {platform} contradict each other:\n{reasons}"
            ) from None
        except NotTypeset as reason:
            raise CommandError(str(reason)) from None
        out.write_bytes(data)
        self.stdout.write(f"{out}: obligations of {platform}, {len(data):,} bytes")


def find_platform(name: str) -> Platform:
    """The service of that name. Raises CommandError, which names those that are nearest."""
    rows = Platform.objects.select_related("provider")
    found = list(rows.filter(name__iexact=name) or rows.filter(slug=name))
    if len(found) == 1:
        return found[0]
    if found:
        told = ", ".join(f"{one.slug} (of {one.provider})" for one in found)
        raise CommandError(f"Several services are called {name!r}. Use one of: {told}.")
    names = list(rows.values_list("name", flat=True))
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    known = f" There are: {', '.join(names[:20])}." if names and not near else ""
    none = "" if names else " There are no services yet."
    raise CommandError(f"There is no service called {name!r}.{hint}{known}{none}")


def _made(platform: Platform, as_at: dt.date, known_at: dt.datetime | None, wanted: str) -> bytes:
    """The report, or for the formats of lists every answer as rows."""
    release = Release.objects.in_use()
    read: dict[str, Any] = {"made_on": clock.today(), "release": release, "known_at": known_at}
    if wanted in DOCUMENTS:
        return document(obligations_report(platform, as_at, **read), wanted)
    table, answers = every_answer(platform, as_at, **read)
    edition, now = edition_of(release), clock.now()
    asked = Asked("Every answer", as_at, edition, now, platform.name, known_at)
    return b"".join(written(table, answers, wanted, asked))


def _moment(text: str) -> dt.datetime:
    """The end of a day in London."""
    return dt.datetime.combine(day(text), dt.time.max, tzinfo=clock.LONDON)
