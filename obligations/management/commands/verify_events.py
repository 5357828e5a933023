"""`manage.py verify_events`: read every log of events again, and say which was changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obligations.actions import logs


class Command(BaseCommand):
    """Does what the jobs do each night, and tells here instead of by mail."""

    help = (
        "Read every log of events again, from the first to the last; fails where one was changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for whose, check in logs.checks():
            self.stdout.write(f"{whose}: {check.length:,} events, {check.problem or 'whole'}")
            broken += not check.holds
        if broken:
            raise CommandError(f"{broken} of the logs say something else than was recorded.")
