"""`manage.py follow [--as-at DATE]`: obligations and dates brought up to the law of a day."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from obligations import language
from obligations.actions import determination_sync
from obligations.management.days import day
from tracker import clock


class Command(BaseCommand):
    """For after new law data, and for days on which nobody changed an answer."""

    help = "Bring the obligations and dates of every service up to the law of today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-at", type=day, metavar="DATE", help="a day, as 2026-11-21")

    def handle(self, *args: Any, as_at: dt.date | None = None, **options: Any) -> None:
        day = as_at or clock.today()
        moved = determination_sync.follow_all(as_at=day, actor_label="manage.py follow")
        self.stdout.write(f"{language.day(day)}: {moved} providers had changes.")
