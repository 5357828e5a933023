"""Being told: by a new edition, by a day, once, in one message, and again where it failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obligations import tasks
from obligations.actions import alert_mail, alert_rounds, outgoing, rounds
from obligations.law.followed_requirements import rests_on
from obligations.models import EventKind, JobRun, LawAlert, Release, Requirement
from tests import factories
from tests.rules_support import answered, demo
from tracker import clock

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
LATER = dt.date(2026, 12, 1)
Edition = Callable[..., Release]


def tell(day: dt.date = LATER) -> int:
    """One round for a day; how many messages went out."""
    now = timezone.now()
    alert_rounds.plan(as_at=day, now=now)
    return alert_rounds.deliver(now=now)


def from_forum(address: str = "forum@example.org") -> LawAlert:
    resting = rests_on(answered(demo("forum"), TODAY))
    return factories.make_alert(address, resting.requirements, resting.near, from_check=True)


def retitled(records: dict[str, Any], payload: dict[str, Any]) -> None:
    records["icu-c1"]["title"] = "Review what is reported"


def ends_and_begins(records: dict[str, Any], payload: dict[str, Any]) -> None:
    """A measure has another version from 10 December; a guidance item ends with 9 December."""
    (version,) = records["icu-c1"]["versions"]
    records["icu-c1"]["versions"] = [
        {**version, "to": "2026-12-09"}, {**version, "from": "2026-12-10"},
    ]  # fmt: skip
    records["icu-c2"]["versions"][0]["to"] = "2026-12-09"


def test_nothing_new_is_told_to_nobody_and_noted() -> None:
    alert = factories.make_alert()
    assert tell() == 0
    alert.refresh_from_db()
    assert (alert.law_day, alert.due_for, alert.told_on) == (LATER, None, None)


def test_new_edition_is_told_in_sentences_with_links_and_what_to_do(edition: Edition) -> None:
    alert = factories.make_alert()
    release = edition(retitled)
    assert tell() == 1
    (message,) = mail.outbox
    assert message.to == ["robin@example.org"]
    assert message.subject == "The law you rest on changed: ICU C1"
    assert "between 21 November 2026 and 1 December 2026" in message.body
    assert "New law data was taken in: 2026.12.01." in message.body
    assert (
        "ICU C1: Review what is reported\n(Recommended to you; Compared with the official text"
        in message.body
    )
    assert "\n- Title reworded.\nhttp://localhost:8000/library/requirements/icu-c1/" in message.body
    assert "/alerts/stop/" in message.body
    assert "/now/" in message.extra_headers["List-Unsubscribe"]
    assert message.body.endswith(
        "Law data 2026.12.01, following the law up to 1 December 2026.\n"
        "Online Safety Act tracker. This is not legal advice.\n"
    )
    alert.refresh_from_db()
    assert (alert.release, alert.law_day, alert.told_on) == (release, LATER, LATER)


def test_running_it_again_sends_nothing(edition: Edition) -> None:
    factories.make_alert()
    edition(retitled)
    assert [tell(), tell(), tell(LATER + dt.timedelta(days=1))] == [1, 0, 0]


def test_who_follows_something_else_or_has_not_confirmed_is_not_written_to(
    edition: Edition,
) -> None:
    factories.make_alert("other@example.org", ["icu-c2"])
    silent = factories.make_alert("silent@example.org", confirmed=False)
    LawAlert.objects.filter(pk=silent.pk).update(next_attempt_at=None)
    edition(retitled)
    assert tell() == 0


def test_day_of_law_arrives_without_a_new_edition(edition: Edition) -> None:
    edition(ends_and_begins)
    factories.make_alert("one@example.org", ["icu-c1"])
    factories.make_alert("two@example.org", ["icu-c2"])
    assert tell(dt.date(2026, 12, 9)) == 0
    assert tell(dt.date(2026, 12, 10)) == 2
    one, two = sorted(mail.outbox, key=lambda message: message.to)
    assert "- A new version of it is in force since 10 December 2026." in one.body
    assert "- It is no longer in force; its last day was 9 December 2026." in two.body
    assert "New law data" not in one.body
    assert tell(dt.date(2026, 12, 11)) == 0


def test_after_downtime_everything_is_told_in_one_message(edition: Edition) -> None:
    factories.make_alert()
    edition(retitled)
    edition(
        lambda records, payload: (retitled(records, payload), ends_and_begins(records, payload)),
        "2026.12.02",
    )
    assert tell(dt.date(2027, 1, 5)) == 1
    body = mail.outbox[0].body
    assert "- Title reworded.\n" in body
    assert "- It has a new version, in force from 10 December 2026.\n" in body
    assert "- A new version of it is in force since 10 December 2026.\n" in body


def test_proposed_text_never_begins(edition: Edition) -> None:
    def proposed(records: dict[str, Any], payload: dict[str, Any]) -> None:
        records["icu-c1"]["versions"][0] |= {"from": "2026-12-10", "status": "consulted"}

    edition(proposed)
    factories.make_alert()
    assert tell(dt.date(2026, 12, 31)) == 0


def test_change_of_a_proposal_says_that_it_is_no_law(edition: Edition) -> None:
    slug = Requirement.objects.filter(versions__status="consulted")[0].slug
    factories.make_alert(requirements=[slug])
    edition(lambda records, payload: records[slug].update(title="Another proposal"))
    assert tell() == 1
    assert "A proposal, not law)" in mail.outbox[0].body


def test_recalled_law_is_marked(edition: Edition) -> None:
    slug = Requirement.objects.filter(verification="recalled", kind="duty")[0].slug
    factories.make_alert(requirements=[slug])
    edition(lambda records, payload: records[slug].update(title="Another title"))
    tell()
    assert "From memory, not checked)" in mail.outbox[0].body


def test_event_that_it_waits_for_is_told_on_its_day() -> None:
    factories.make_alert(requirements=["osa-s14-2"])
    EventKind.objects.filter(slug="s15_2_guidance_published").update(occurred=LATER)
    assert tell(LATER - dt.timedelta(days=1)) == 0
    assert tell() == 1
    assert "- What it waits for happened on 1 December 2026: " in mail.outbox[0].body


def test_check_is_told_of_new_requirements_and_how_to_repeat_it(edition: Edition) -> None:
    from_forum()
    factories.make_alert("one@example.org")

    def with_two_more(records: dict[str, Any], payload: dict[str, Any]) -> None:
        for number in (98, 99):
            fresh = {**records["icu-c1"], "id": f"icu-c{number}", "ref": f"ICU C{number}"}
            payload["requirements"].append(fresh)

    edition(with_two_more)
    assert tell() == 1
    (message,) = mail.outbox
    assert message.subject == "2 requirements are new in the law data of the Online Safety Act"
    assert "2 requirements are new. Check again at http://localhost:8000/check/" in message.body
    assert "load the file that you saved" in message.body


def test_what_did_not_apply_is_told_of_only_where_it_could_begin_to(edition: Edition) -> None:
    alert = from_forum()
    reworded, widened = alert.near[:2]

    def change(records: dict[str, Any], payload: dict[str, Any]) -> None:
        records[reworded]["title"] = "Another title"
        records[widened]["versions"][0]["condition"] = {"all": []}

    edition(change)
    assert tell() == 1
    body = mail.outbox[0].body
    assert "DID NOT CONCERN THE SERVICE YOU CHECKED, AND MAY NOW" in body
    assert f"/library/requirements/{widened}/" in body
    assert "- Whom it concerns changed.\n" in body
    assert f"/library/requirements/{reworded}/" not in body


def test_service_out_of_scope_is_told_when_the_scope_test_changes(edition: Edition) -> None:
    resting = rests_on(answered(demo("exempt"), TODAY))
    factories.make_alert("exempt@example.org", resting.requirements, resting.near, from_check=True)

    def change(records: dict[str, Any], payload: dict[str, Any]) -> None:
        payload["gates"][0]["condition"]["all"].pop()

    edition(change)
    assert tell() == 1
    assert "- The test whether it is a service under the main duties" in mail.outbox[0].body


def test_one_message_for_all_that_an_address_asked_about(edition: Edition) -> None:
    factories.make_alert(requirements=["icu-c1"])
    factories.make_alert(requirements=["icu-c1", "icu-c2"])

    def change(records: dict[str, Any], payload: dict[str, Any]) -> None:
        retitled(records, payload)
        records["icu-c2"]["title"] = "Another title"

    edition(change)
    assert tell() == 1
    (message,) = mail.outbox
    assert message.subject == "The law you rest on changed: 2 requirements"
    assert message.body.count("- Title reworded.") == 1
    assert message.body.index("ICU C1: ") < message.body.index("ICU C2: Another title")
    assert tell() == 0


def test_long_news_are_cut_and_counted(edition: Edition) -> None:
    alert = from_forum()

    def change(records: dict[str, Any], payload: dict[str, Any]) -> None:
        for slug in alert.requirements:
            records[slug]["summary"] = "Another summary."

    edition(change)
    tell()
    body = mail.outbox[0].body
    assert body.count("/library/requirements/") == alert_mail.SHOWN
    rest = len(alert.requirements) - alert_mail.SHOWN
    assert f"And {rest} more: http://localhost:8000/library/releases/" in body


def break_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionRefusedError("no server there")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)


def test_what_cannot_be_sent_is_tried_again_later_and_with_the_next_round(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = factories.make_alert()
    edition(retitled)
    start = timezone.now()
    with monkeypatch.context() as broken:
        break_the_mail(broken)
        alert_rounds.plan(as_at=LATER, now=start)
        assert alert_rounds.deliver(now=start) == 0
        alert.refresh_from_db()
        assert (alert.attempts, alert.error) == (1, "no server there")
        assert alert.next_attempt_at == start + dt.timedelta(minutes=2)
        assert alert_rounds.deliver(now=start + dt.timedelta(minutes=1)) == 0
        LawAlert.objects.update(attempts=outgoing.ATTEMPTS - 1)
        alert_rounds.deliver(now=start + dt.timedelta(minutes=3))
        alert.refresh_from_db()
        assert (alert.next_attempt_at, alert.due_for) == (None, LATER)
    assert tell() == 0
    assert tell(LATER + dt.timedelta(days=1)) == 1
    assert "- Title reworded." in mail.outbox[0].body
    alert.refresh_from_db()
    assert (alert.error, alert.attempts) == ("", 0)


def test_message_sent_again_carries_the_same_id(edition: Edition) -> None:
    alert = factories.make_alert()
    edition(retitled)
    tell()
    LawAlert.objects.filter(pk=alert.pk).update(
        due_for=LATER, release=alert.release, law_day=TODAY, next_attempt_at=timezone.now()
    )
    alert_rounds.deliver(now=timezone.now())
    first, again = mail.outbox
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


def test_round_asks_as_often_for_many_as_for_one(edition: Edition) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            alert_rounds.plan(as_at=LATER, now=timezone.now())
        return len(queries)

    factories.make_alert("a0@example.org")
    edition(retitled)
    asked()
    before = Release.objects.get(is_current=False)
    LawAlert.objects.update(release=before, law_day=TODAY, due_for=None)
    few = asked()
    for number in range(1, 30):
        factories.make_alert(f"a{number}@example.org")
    LawAlert.objects.update(release=before, law_day=TODAY, due_for=None)
    assert asked() == few <= 12
    assert LawAlert.objects.filter(due_for=LATER).count() == 30


# The job and the command


def test_command_tells_and_a_rehearsal_only_shows(
    edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_alert()
    edition(retitled)
    call_command("tell_law_changes", "--at", "2026-12-01", "--dry-run")
    shown = capsys.readouterr().out
    assert "The law you rest on changed: ICU C1" in shown
    assert "1 message for 1 December 2026; nothing is sent." in shown
    assert "robin@example.org" not in shown
    assert not JobRun.objects.filter(name__in=[rounds.TELL, tasks.DELIVER]).exists()
    call_command("tell_law_changes", "--at", "2026-12-01")
    assert capsys.readouterr().out == "1 alert with news for 1 December 2026.\n1 message sent.\n"
    call_command("tell_law_changes", "--at", "2026-12-01")
    assert capsys.readouterr().out == "0 alerts with news for 1 December 2026.\n0 messages sent.\n"
    begun = {*JobRun.objects.values_list("name", flat=True)}
    assert begun >= {rounds.TELL, tasks.DELIVER}


def test_command_refuses_what_is_no_day() -> None:
    with pytest.raises(CommandError, match="is not a day"):
        call_command("tell_law_changes", "--at", "tomorrow")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the jobs that were handed to workers."""
    ids: list[int] = []
    monkeypatch.setattr(tasks.run_job, "delay", ids.append)
    return ids


def at_hour(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    now = dt.datetime(2026, 12, 1, hour, tzinfo=clock.LONDON)
    monkeypatch.setattr(clock, "now", lambda: now)


def told_rounds() -> list[JobRun]:
    return list(JobRun.objects.filter(name=rounds.TELL).order_by("pk"))


def test_sweeper_begins_the_round_in_the_morning_and_again_after_new_law_data(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, sent: list[int]
) -> None:
    factories.make_alert()
    at_hour(monkeypatch, 6)
    tasks.sweep()
    assert told_rounds() == []
    at_hour(monkeypatch, 7)
    tasks.sweep()
    tasks.sweep()
    assert len(told_rounds()) == 1
    edition(retitled)
    tasks.sweep()
    assert [job.arguments for job in told_rounds()] == [{"as_at": "2026-12-01"}] * 2
    for job in told_rounds():
        tasks.run_job(job.pk)
    delivery = JobRun.objects.get(name=tasks.DELIVER)
    assert delivery.pk in sent
    tasks.run_job(delivery.pk)
    assert delivery.name == tasks.DELIVER
    assert len(mail.outbox) == 1


def test_without_alerts_there_is_no_round(monkeypatch: pytest.MonkeyPatch, sent: list[int]) -> None:
    at_hour(monkeypatch, 12)
    tasks.sweep()
    assert told_rounds() == []


def test_question_is_sent_by_the_next_sweep(sent: list[int]) -> None:
    factories.make_alert(confirmed=False)
    tasks.deliver_notifications()
    (job,) = sent
    tasks.run_job(job)
    assert JobRun.objects.get(pk=job).result == {"sent": 0, "alerts": 1, "letters": 0}
    assert len(mail.outbox) == 1
