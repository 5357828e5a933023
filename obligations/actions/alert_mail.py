"""The words of the two messages about alerts: the question whether one is wanted, and the news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.mail import EmailMessage

from obligations import language, words
from obligations.actions import alerts, outgoing
from obligations.models import LawAlert, Release, Requirement, Verification
from obligations.models.law import IN_FORCE
from tracker import site

NAMED = 3
SHOWN = 40
"""Requirements a message tells of one by one; the rest are counted."""
CHECKED = "that a check of a service rests on"


@dataclass(frozen=True)
class News:
    """What one address is told: sentences by id of requirement, and what lies beneath them."""

    changed: Mapping[str, Sequence[str]]
    near: Mapping[str, Sequence[str]]
    shared: Sequence[str]
    new: int

    def __bool__(self) -> bool:
        return bool(self.changed or self.near or self.shared or self.new)


def about(alert: LawAlert) -> str:
    """What an alert is about, as part of a sentence: "158 requirements that a check rests on"."""
    count = len(alert.requirements)
    if count <= NAMED and not alert.from_check:
        refs = Requirement.objects.filter(slug__in=alert.requirements).values_list("ref", flat=True)
        return language.listed(refs)
    what = language.counted(count, "requirement")
    return f"{what} {CHECKED}" if alert.from_check else what


def near_words(alert: LawAlert) -> str:
    """That it also tells of what could come to concern the service, where it does."""
    if not alert.from_check:
        return ""
    also = f"{len(alert.near):,} more that could begin to concern it, " if alert.near else ""
    return f"{also}the tests of scope and what is new in the law data"


def question(alert: LawAlert) -> EmailMessage:
    """Asks the address whether it wants the alert."""
    day = language.day
    more = near_words(alert)
    besides = f" Also: {more}." if more else ""
    token = alerts.token(alert)
    body = (
        f"On {day(alert.created_on)} somebody, probably you, asked that this address be told when "
        f"the law changes: {about(alert)}.{besides}\n\n"
        "If you want that, open this page and press Confirm:\n"
        f"{site.link('alert-confirm', token)}\n\n"
        f"The page is good until {day(alert.ends_on)}. If it was not you, do nothing: then no "
        "other message follows, and the address is deleted.\n"
        f"To have it deleted now: {site.link('alert-stop', token)}\n\n"
        f"{_edition(alert.release)}\n{outgoing.ENDING}\n"
    )
    subject = "Please confirm: tell me when the law changes"
    return _message(alert, subject, body, f"law-ask-{alert.key.hex[:12]}")


def news(batch: Sequence[LawAlert], found: News, release: Release) -> EmailMessage:
    """Tells one address, for all its alerts, what changed; the same again has the same id."""
    first = batch[0]
    assert first.due_for is not None
    rows = _requirements(found)
    parts = [_opening(batch, release)]
    parts += _entries(found.changed, rows)
    if found.near:
        parts.append("DID NOT CONCERN THE SERVICE YOU CHECKED, AND MAY NOW")
        parts += _entries(found.near, rows)
    if found.shared:
        parts.append("\n".join(["WHAT SEVERAL OF THEM REST ON", *(f"- {s}" for s in found.shared)]))
    parts.append(_what_next(batch, found))
    parts.append(
        f"You asked for this on {language.day(first.created_on)}. "
        f"To stop it and have your address deleted: {site.link('alert-stop', alerts.token(first))}"
    )
    parts.append(f"{_edition(release)}\n{outgoing.ENDING}")
    id_ = f"law-{first.key.hex[:12]}-{release.sha256[:12]}-{first.due_for:%Y%m%d}"
    return _message(first, _subject(found, rows), "\n\n".join(parts) + "\n", id_)


def _message(alert: LawAlert, subject: str, body: str, id_: str) -> EmailMessage:
    """A message that mail programs can stop with one press (RFC 8058)."""
    stop = site.link("alert-stop-at-once", alerts.token(alert))
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[alert.address],
        headers={
            "Message-ID": f"<{id_}@obligations-tracker>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _edition(release: Release) -> str:
    return f"Law data {release.version}, following the law up to {language.day(release.law_date)}."


def _requirements(found: News) -> dict[str, Requirement]:
    slugs = {*found.changed, *found.near}
    rows = Requirement.objects.filter(slug__in=slugs).prefetch_related("versions").defer("search")
    return {row.slug: row for row in rows}


def _subject(found: News, rows: Mapping[str, Requirement]) -> str:
    count = len(found.changed) + len(found.near)
    if count == 1:
        (slug,) = (*found.changed, *found.near)
        what = rows[slug].ref if slug in rows else "one requirement"
    elif count:
        what = f"{count:,} requirements"
    elif found.shared:
        what = "what several requirements rest on"
    else:
        new = language.counted(found.new, "requirement is", "requirements are")
        return f"{new} new in the law data of the Online Safety Act"
    return f"The law you rest on changed: {what}"


def _opening(batch: Sequence[LawAlert], release: Release) -> str:
    day = language.day(batch[0].due_for)
    since = language.day(min(alert.law_day for alert in batch))
    editions = {alert.release_id for alert in batch} - {release.pk}
    when = f"on {day}" if since == day else f"between {since} and {day}"
    said = f"The law that you asked about changed {when}, or our record of it did."
    if editions:
        said += f" New law data was taken in: {release.version}."
    return said


def _entries(found: Mapping[str, Sequence[str]], rows: Mapping[str, Requirement]) -> list[str]:
    """A paragraph for each requirement, in the order of the law; those beyond SHOWN are counted."""
    order = sorted(found, key=lambda slug: rows[slug].natural_key if slug in rows else slug)
    parts = [_entry(slug, found[slug], rows.get(slug)) for slug in order[:SHOWN]]
    if len(order) > SHOWN:
        parts.append(f"And {len(order) - SHOWN:,} more: {site.link('release-list')}")
    return parts


def _entry(slug: str, sentences: Iterable[str], row: Requirement | None) -> str:
    if row is None:
        return "\n".join([slug, *(f"- {sentence}" for sentence in sentences)])
    marks = [words.answers.strength(row.strength), str(Verification(row.verification).label)]
    if not any(version.status in IN_FORCE for version in row.versions.all()):
        marks.append("A proposal, not law")
    lines = [f"{row.ref}: {row.title}", f"({'; '.join(marks)})"]
    lines += [f"- {sentence}" for sentence in sentences]
    return "\n".join([*lines, site.link("requirement-detail", slug)])


def _what_next(batch: Sequence[LawAlert], found: News) -> str:
    if not any(alert.from_check for alert in batch):
        return f"All of the law data: {site.link('requirement-list')}"
    new = (
        f"{language.counted(found.new, 'requirement is', 'requirements are')} new. "
        if found.new
        else ""
    )
    return (
        f"{new}Check again at {site.link('check')}: load the file that you saved there, or answer "
        "the questions anew. We kept none of your answers, so we cannot do it for you."
    )
