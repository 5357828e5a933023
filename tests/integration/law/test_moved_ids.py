"""Requirements whose id moves keep everything that was recorded on them, both ways, any number of
times; old ids lead to the new; what is gone says why."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from obligations.actions import (
    alert_rounds,
    deadlines,
    determination_sync,
    facts,
    law,
    obligations,
    positions,
)
from obligations.law.edition import Payload, Read, digest, read
from obligations.law.positions import computed_lately
from obligations.models import (
    Deadline,
    Event,
    LawAlert,
    Obligation,
    ObligationPart,
    Platform,
    Position,
    Requirement,
    RequirementId,
    Role,
)
from tests import factories
from tests.factories import TODAY
from tracker import clock

pytestmark = pytest.mark.django_db

MOVED = {"icu-c1": "icu-new-c2", "icu-c2": "icu-new-c1", "osa-s9-2": "osa-s9-2-new"}
REFS = {"icu-new-c2": "ICU C2", "icu-new-c1": "ICU C1"}
GONE = "icu-a2"
WHY = "The Code has no such measure."
LATER = TODAY + dt.timedelta(days=7)


def newer(payload: Payload) -> Payload:
    """A later edition: two measures change references and so ids, a duty its id; one is gone."""
    text = json.dumps(payload)
    for old, new in MOVED.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    found: Payload = json.loads(text)
    found["release"] |= {"version": "2099.01.01", "law_date": "2099-01-01"}
    former = {new: old for old, new in MOVED.items()}
    kept = [each for each in found["requirements"] if each["id"] != GONE]
    for record in kept:
        if record["id"] in former:
            record["was"] = [former[record["id"]]]
            record["ref"] = REFS.get(record["id"], record["ref"])
    found["requirements"] = kept
    for job in found["jobs"]:
        job["settles"] = [each for each in job["settles"] if each != GONE]
    edition = {"until": payload["release"]["version"], "since": "2099.01.01"}
    found["former"] = [
        {"id": "icu-c1", "ref": "ICU C1", "title": None, "why": None, **edition},
        {"id": "icu-c2", "ref": "ICU C2", "title": None, "why": None, **edition},
        {"id": "icu-c99", "ref": "ICU C99", "title": "Nothing", "why": WHY, **edition},
        {"id": GONE, "ref": "ICU A2", "title": "Somebody accountable", "why": WHY, **edition},
    ]
    return found


@pytest.fixture(scope="module")
def editions() -> tuple[Read, Read]:
    before = read()
    after = newer(copy.deepcopy(before.payload))
    return before, Read(after, digest(after))


def load(edition: Read, at: dt.date = TODAY) -> list[str]:
    """Take an edition in as the command does; the sentences of its difference."""
    loaded, _ = law.load(edition=edition, by=None, now=clock.now(), actor_label="the tests")
    determination_sync.follow_all(as_at=at, actor_label="the tests")
    return loaded.sentences


def of(platform: Platform, slug: str) -> Obligation:
    return Obligation.objects.get(platform=platform, requirement__slug=slug)


@pytest.fixture
def worked(law: Any) -> Platform:
    """A new service with work on what will move and on what will go."""
    platform = factories.make_forum(name="Moving forum", service_start_date="2026-10-05")
    for slug in ("icu-c1", GONE):
        obligations.change_progress(
            obligation=of(platform, slug), by=None, progress="in_progress", as_at=TODAY
        )
        obligations.write_note(obligation=of(platform, slug), by=None, note=f"About {slug}")
    assess = of(platform, "osa-s9-2")
    obligations.cover_part(part=assess.parts.earliest("pk"), by=None, covered=True)
    for slug in ("icu-c2", GONE):
        positions.take(
            platform=platform, requirement=slug, by=None, kind="disagrees", as_at=TODAY,
            reading="does_not_apply", reason=f"Reasons about {slug}.",
        )  # fmt: skip
    factories.make_alert(requirements=["icu-c1", "icu-c3"], near=["icu-c2"])
    deadlines.recompute(platform=platform, as_at=TODAY, by=None)
    return platform


def recorded() -> dict[str, list[dict[str, Any]]]:
    """Everything recorded on requirements, by row, without when it was last written."""
    volatile = {"updated_at", "answered_at", "closed_at", "next_attempt_at"}
    models = (Obligation, ObligationPart, Position, Deadline, LawAlert)
    return {
        model.__name__: [
            {key: value for key, value in row.items() if key not in volatile}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in models
    }


def test_work_follows_its_requirement_there_and_back_any_number_of_times(worked, editions):
    before, after = editions
    rows = {slug: Requirement.objects.get(slug=slug).pk for slug in (*MOVED, GONE)}
    first = recorded()
    for _again in range(3):
        load(after)
        for old, new in MOVED.items():
            assert Requirement.objects.get(slug=new).pk == rows[old]
            assert not Requirement.objects.filter(slug=old).exists()
        assert Requirement.objects.get(pk=rows["icu-c1"]).ref == "ICU C2"
        assert of(worked, "icu-new-c2").note == "About icu-c1"
        assert of(worked, "icu-new-c2").progress == "in_progress"
        assert Position.objects.get(requirement__slug="icu-new-c1").reason.endswith("icu-c2.")
        (due,) = Deadline.objects.filter(requirement__slug="osa-s9-2-new")
        assert due.key.startswith("osa-s9-2-new:")
        assert due.status == Deadline.Status.OPEN
        alert = LawAlert.objects.get()
        assert (alert.requirements, alert.near) == (["icu-new-c2", "icu-c3"], ["icu-new-c1"])
        assert Obligation.objects.count() == len(first["Obligation"])
        assert Deadline.objects.count() == len(first["Deadline"])
        load(before)
        assert recorded() == first


def test_date_of_what_moved_is_not_asked_for_again_once_it_is_done(worked, editions):
    before, after = editions
    due = Deadline.objects.get(requirement__slug="osa-s9-2")
    deadlines.close(deadline=due, by=None, done_on=TODAY, as_at=TODAY)
    for edition in (after, before, after):
        load(edition)
        rows = Deadline.objects.filter(requirement=due.requirement_id)
        assert [(row.pk, row.status) for row in rows] == [(due.pk, Deadline.Status.DONE)]


def test_task_on_what_is_gone_ends_with_a_word_why_and_comes_back(worked, editions):
    before, after = editions
    load(after)
    task = of(worked, GONE)
    assert task.requirement.withdrawn_in.version == "2099.01.01"
    assert task.answer == "does_not_apply"
    assert task.because == ["Law data 2099.01.01 no longer has ICU A2.", WHY]
    assert (task.progress, task.note) == ("in_progress", f"About {GONE}")
    load(before)
    task = of(worked, GONE)
    assert (task.answer, task.progress) == ("applies", "in_progress")
    assert "gone" not in task.requirement.notes


def test_database_that_knows_only_the_newer_edition_takes_the_older_and_the_newer(editions):
    before, after = editions
    load(after)
    rows = {old: Requirement.objects.get(slug=new).pk for old, new in MOVED.items()}
    RequirementId.objects.exclude(slug__in=MOVED).delete()
    load(before)
    assert {slug: Requirement.objects.get(slug=slug).pk for slug in MOVED} == rows
    load(after)
    assert {old: Requirement.objects.get(slug=new).pk for old, new in MOVED.items()} == rows


def test_row_of_its_own_goes_before_a_former_one(editions):
    before, after = editions
    both = copy.deepcopy(before.payload)
    both["release"]["version"] = "2099.02.01"
    extra = next(r for r in both["requirements"] if r["id"] == "icu-c1")
    both["requirements"].append({**extra, "id": "icu-new-c2", "ref": "ICU C98"})
    load(Read(both, digest(both)))
    rows = {slug: Requirement.objects.get(slug=slug).pk for slug in ("icu-c1", "icu-new-c2")}
    load(after)
    assert Requirement.objects.get(slug="icu-new-c2").pk == rows["icu-new-c2"]
    kept = Requirement.objects.get(pk=rows["icu-c1"])
    assert (kept.slug, kept.withdrawn_in.version) == ("icu-c1", "2099.01.01")
    assert RequirementId.objects.led_to("icu-c1") == "icu-new-c2"
    load(before)
    assert Requirement.objects.get(slug="icu-c1").pk == rows["icu-c1"]


def test_difference_and_log_tell_what_moved(worked, editions):
    before, after = editions
    sentences = load(after)
    title = Requirement.objects.get(slug="icu-new-c2").title
    assert f"ICU C1 is now ICU C2: {title}." in sentences
    assert "OSA 2023 s 9(2) has another id: it was osa-s9-2 and is now osa-s9-2-new." in sentences
    assert "ICU A2 is no longer in the law data." in sentences
    assert [line for line in sentences if "is new" in line or "osa-s9-2-new;" in line] == [
        "The former reference ICU C99 is new: Nothing."
    ]
    (event,) = Event.objects.filter(provider=worked.provider, action="law.moved")
    assert event.sentence == (
        "Law data 2099.01.01: ICU C2 is now ICU C1; ICU C1 is now ICU C2. "
        "What you recorded on them went with them."
    )
    load(before)
    assert Event.objects.filter(provider=worked.provider, action="law.moved").count() == 2


def test_provider_with_no_work_on_what_moved_is_told_nothing(law, editions):
    other = factories.make_platform()
    load(editions[1])
    assert not Event.objects.filter(provider=other.provider, action="law.moved").exists()


def test_facts_that_an_older_edition_never_asked_stay_and_settle_nothing_there(law, editions):
    before, after = editions
    forum = factories.make_forum()
    younger = copy.deepcopy(after.payload)
    fact = {
        **next(f for f in younger["facts"] if f["name"] == "has_direct_messaging"),
        "aliases": [],
    }
    younger["facts"].append({**fact, "name": "has_carrier_pigeons"})
    load(Read(younger, digest(younger)))
    facts.record_many(
        platform=forum, by=None, answers={"has_carrier_pigeons@u2u": True}, as_at=TODAY
    )
    load(before)
    facts.record_many(
        platform=forum, by=None, answers={"has_livestreaming@u2u": False}, as_at=TODAY
    )
    assert of(forum, "icu-c1").answer == "applies"
    assert forum.facts.filter(name="has_carrier_pigeons", value=True).exists()


def test_service_that_cannot_be_read_holds_up_no_other(law, caplog):
    broken, sound = factories.make_forum(), factories.make_forum()
    before = of(broken, "icu-c1").answered_at
    broken.facts.create(
        provider=broken.provider, name="uk_monthly_active_users", side="u2u", value="very many"
    )
    sound.facts.create(provider=sound.provider, name="schedule_1_paragraphs", value=["4"])
    determination_sync.follow_all(as_at=LATER, actor_label="the tests")
    deadlines.recompute_all(as_at=LATER)
    assert of(sound, "icu-c1").answer == "does_not_apply"
    assert (of(broken, "icu-c1").answer, of(broken, "icu-c1").answered_at) == ("applies", before)
    assert f"{broken} is not followed" in caplog.text


def test_alert_tells_the_new_reference(worked, editions):
    load(editions[1])
    (told,) = alert_rounds.rehearse(as_at=LATER, now=dt.datetime(2026, 11, 28, tzinfo=dt.UTC))
    assert "It is now ICU C2; it was ICU C1." in told
    assert reverse("requirement-detail", args=["icu-new-c2"]) in told
    assert "no longer in the law data" not in told


def test_kept_determination_of_an_older_edition_is_read_by_the_new_ids(worked, editions):
    law.load(
        edition=editions[1], by=None, now=clock.now(), actor_label="the tests"
    )  # And nobody follows.
    taken = list(Position.objects.select_related("requirement"))
    assert computed_lately(taken).keys() == {row.pk for row in taken}
    second = factories.make_forum(worked.provider, "Second forum")
    determination_sync.follow(platform=second, as_at=TODAY, by=None)
    assert of(worked, "icu-new-c2").answer == "applies"


@pytest.mark.parametrize("query", ["", "?as_at=2026-12-24"])
def test_address_of_an_old_id_leads_to_the_new_for_good(client: Client, law, editions, query):
    before, after = editions
    load(after)
    old, new = (reverse("requirement-detail", args=[slug]) for slug in ("icu-c1", "icu-new-c2"))
    found = client.get(old + query)
    assert (found.status_code, found["Location"]) == (301, new + query)
    assert found["Cache-Control"] == "no-cache"
    assert client.get(new).status_code == 200
    load(before)
    assert client.get(old).status_code == 200
    back = client.get(new)
    assert (back.status_code, back["Location"]) == (302, old)
    assert client.get(reverse("requirement-detail", args=["icu-never"])).status_code == 404


def test_page_says_what_its_reference_was_used_for(client: Client, law, editions):
    load(editions[1])
    page = client.get(reverse("requirement-detail", args=["icu-new-c2"])).content.decode()
    title = Requirement.objects.get(slug="icu-new-c1").title
    version = editions[0].payload["release"]["version"]
    assert f"Until law data {version} its reference was ICU C1." in page
    assert f"Until law data {version}, ICU C2 was used for “{title}”; see ICU C1." in page
    gone = client.get(reverse("requirement-detail", args=[GONE])).content.decode()
    assert "No longer in the law data since 2099.01.01" in gone
    assert WHY in gone
    assert "What earlier editions said" in gone
    assert "Recommended to" not in gone
    assert 'class="version' not in gone
    assert "/library/jobs/" not in gone[gone.index("<main") : gone.index("</main")]


def test_reference_that_is_sought_says_what_it_became(client: Client, law, editions):
    load(editions[1])
    page = client.get(reverse("requirement-list"), {"q": "icu c99"}).content.decode()
    assert f"ICU C99 is not used since law data 2099.01.01. {WHY}" in page
    page = client.get(reverse("requirement-list"), {"q": "ICU C1"}).content.decode()
    assert "ICU C1 was used for" in page
    assert reverse("requirement-detail", args=["icu-new-c2"]) in page


def test_pages_of_work_lead_on_and_stand(client: Client, worked, editions):
    member = factories.make_member(worked.provider, Role.OWNER)
    client.force_login(member)
    load(editions[1])
    why = reverse("platform-why", args=[worked.slug, "icu-c2"])
    found = client.get(why)
    assert found["Location"] == reverse("platform-why", args=[worked.slug, "icu-new-c1"])
    assert "Reasons about icu-c2." in client.get(found["Location"]).content.decode()
    gone = Position.objects.get(requirement__slug=GONE)
    page = client.get(reverse("position-detail", args=[gone.pk]), follow=True).content.decode()
    assert "No longer in the law data since 2099.01.01" in page
    assert f"Reasons about {GONE}." in page
    end = reverse("position-withdraw", args=[worked.slug, GONE, gone.pk])
    assert client.post(end, {"why": "It is gone."}).status_code == 302
    assert not Position.objects.standing().filter(pk=gone.pk).exists()
    task = client.get(reverse("obligation-detail", args=[of(worked, GONE).pk])).content.decode()
    assert "No longer in the law data since 2099.01.01" in task
    assert client.get(reverse("position-list")).status_code == 200


def test_alert_may_be_asked_for_by_an_old_id(client: Client, law, editions):
    load(editions[1])
    page = client.get(reverse("alert-new"), {"requirement": "icu-c1"})
    assert page.status_code == 200
    assert "ICU C2" in page.content.decode()
