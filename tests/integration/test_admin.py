"""The administration: every table lists, searches and filters, at a constant number of queries."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from obligations.actions import (
    designations,
    flags,
    launches,
    platform_events,
    positions,
    scenarios,
    users,
)
from obligations.models import (
    Event,
    EventKind,
    Invitation,
    JobRun,
    Letter,
    Membership,
    Obligation,
    Platform,
    Position,
    Post,
    Release,
    Role,
    User,
)
from tests import factories
from tests.rules_support import VERSION

pytestmark = pytest.mark.django_db

# Posts are kept for a day, to be done once.
NOT_SHOWN = {Post}
OURS = [
    model for model in apps.get_app_config("obligations").get_models() if model not in NOT_SHOWN
]
NOT_MADE_HERE = ["JobRun"]
MOST_QUERIES = 25


@pytest.fixture(scope="module")
def administrator(kept_forum: int) -> User:
    """Who runs the installation; every table but the jobs' has a row."""
    forum = Platform.objects.get(pk=kept_forum)
    day = factories.TODAY
    users.record_months(
        platform=forum, by=None, side="u2u", months={day.replace(day=1): (300, 400)},
        method="Counted", as_at=day,
    )  # fmt: skip
    designations.begin(platform=forum, by=None, category="2B", since=day, as_at=day)
    platform_events.record_event(
        platform=forum, by=None, event="information_notice", happened_on=day, as_at=day
    )
    positions.take(
        platform=forum, requirement="icu-c1", by=None, kind="disagrees", reading="does_not_apply",
        reason="Advice of counsel", privileged=True, as_at=day,
    )  # fmt: skip
    scenario = scenarios.save(
        platform=forum, by=None, name="Messages", as_at=day,
        changes={"has_direct_messaging@u2u": True},
    )  # fmt: skip
    launches.decide(
        platform=forum, by=None, what="New colours", significant=False, as_at=day,
        because="Only the look changes.", scenario=scenario,
    )  # fmt: skip
    flags.plan(as_at=day)
    factories.make_alert()
    runs_it = factories.make_administrator()
    Invitation.objects.create(
        provider=forum.provider, called=forum.provider.name, email="asked@example.org",
        role="reader", invited_by=runs_it, invited_at=timezone.now(),
    )  # fmt: skip
    Letter.objects.create(
        address="gone@example.org", subject="Hello", written_at=timezone.now(), error="No server."
    )
    return runs_it


@pytest.fixture
def site(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def address(model: type, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_is_registered() -> None:
    missing = [model.__name__ for model in OURS if model not in admin.site._registry]
    assert missing == []


def test_every_table_lists_and_searches(site: Client) -> None:
    answers = {
        (model.__name__, query): site.get(address(model), query and {"q": query}).status_code
        for model in OURS
        for query in ("", "forum")
    }
    assert set(answers.values()) == {200}, answers


def test_every_record_opens(site: Client) -> None:
    rows = {model: model._default_manager.first() for model in OURS}
    answers = {
        model.__name__: site.get(address(model, "change", row.pk)).status_code
        for model, row in rows.items()
        if row is not None
    }
    assert set(answers.values()) == {200}, answers
    assert [model.__name__ for model, row in rows.items() if row is None] == NOT_MADE_HERE


def test_every_table_can_be_searched_and_filtered() -> None:
    tables = [admin.site._registry[model] for model in OURS]
    assert [table for table in tables if not (table.search_fields and table.list_filter)] == []


def test_lists_cost_the_same_whatever_the_rows(site: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            site.get(address(Obligation))
        return len(captured)

    queries()
    before = queries()
    factories.make_forum()
    assert queries() == before <= MOST_QUERIES


def test_index_shows_how_things_stand_before_the_tables(site: Client) -> None:
    page = site.get("/admin/").content.decode()
    assert page.index("Dates that are late") < page.index("Requirement versions")
    assert f"Law data {VERSION}" in page


def test_index_marks_a_failed_job(site: Client) -> None:
    JobRun.objects.create(
        name="flag_milestones", key="2026-11-21", queued_at="2026-11-21T00:00Z", state="failed"
    )
    assert "needs somebody" in site.get("/admin/").content.decode()


def test_unverified_law_is_marked(site: Client) -> None:
    page = site.get(reverse("admin:obligations_requirement_changelist"), {"q": "PCU C12"})
    assert "⚠ From memory, not checked" in page.content.decode()


@pytest.mark.parametrize("model", [Event, Obligation], ids=lambda model: model.__name__)
def test_history_and_tenants_rows_are_read_only(site: Client, model: type) -> None:
    record = model._default_manager.first()
    assert site.get(address(model, "add")).status_code == 403
    assert site.post(address(model, "change", record.pk), {}).status_code == 403
    assert site.post(address(model, "delete", record.pk), {"post": "yes"}).status_code == 403


def test_privileged_reason_is_not_shown_to_who_runs_the_installation(site: Client) -> None:
    position = Position.objects.get()
    page = site.get(address(Position, "change", position.pk)).content.decode()
    assert "Privileged, not reproduced." in page
    assert position.reason not in page


def test_new_account_is_an_event(site: Client) -> None:
    answer = site.post(
        reverse("admin:obligations_user_add"),
        {
            "email": "new@example.org", "name": "New", "usable_password": "true",
            "password1": "Rather-long-9", "password2": "Rather-long-9",
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert User.objects.get(email="new@example.org").check_password("Rather-long-9")
    event = Event.objects.filter(provider=None, action="account.created").first()
    assert event is not None
    assert event.data == {"email": "new@example.org", "name": "New"}


def test_accounts_are_closed_never_deleted(site: Client) -> None:
    user = factories.make_user()
    address_of = reverse("admin:obligations_user_delete", args=[user.pk])
    assert site.post(address_of, {"post": "yes"}).status_code == 403


def test_account_is_saved_above_rows_that_are_only_read(site: Client) -> None:
    member = factories.make_member(factories.make_provider(), Role.READER)
    page = reverse("admin:obligations_user_change", args=[member.pk])
    text = site.get(page).content.decode()
    row = Membership.objects.get(user=member)
    assert f'href="{reverse("admin:obligations_membership_change", args=[row.pk])}"' in text
    counted = {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1}
    sent = {"email": member.email, "name": "Sam", "is_active": "on", **counted}
    assert site.post(page, sent).status_code == 302
    member.refresh_from_db()
    assert member.name == "Sam"
    assert Membership.objects.get(user=member).role == Role.READER


def test_account_sent_with_rows_that_are_none_is_refused_on_its_page(site: Client) -> None:
    user = factories.make_user("newcomer@example.org")
    sent = {
        "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "2200-12-31",
        "memberships-MIN_NUM_FORMS": "0", "memberships-MAX_NUM_FORMS": "{", "email": user.email,
    }  # fmt: skip
    page = site.post(address(User, "change", user.pk), sent)
    assert page.status_code == 200
    assert page.context["errors"]


def test_second_factor_is_read_without_its_secret_and_taken_away(site: Client) -> None:
    secret = generate_totp_secret()
    factor = TOTP.activate(factories.make_user(), secret).instance
    page = site.get(reverse("admin:mfa_authenticator_change", args=[factor.pk]))
    assert page.status_code == 200
    assert secret not in page.content.decode()
    assert site.get(reverse("admin:mfa_authenticator_add")).status_code == 403
    gone = site.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})
    assert gone.status_code == 302
    assert not Authenticator.objects.filter(pk=factor.pk).exists()


def test_filter_has_words_for_what_is_not_said(site: Client) -> None:
    text = site.get(address(EventKind)).content.decode()
    assert re.search(r'<a href="\?holder=">\s*Not said</a>', text)


def test_signing_in_goes_through_the_site_so_that_a_second_factor_counts(
    law: Release, client: Client
) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_member_without_staff_rights_is_kept_out(law: Release, client: Client) -> None:
    client.force_login(factories.make_user())
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize("row", ["yes", "²", "9" * 5_000, ""])
def test_an_action_on_what_is_no_row_is_refused(site: Client, row: str) -> None:
    told = {"action": "delete_selected", "_selected_action": row, "index": "0"}
    assert site.post("/admin/account/emailaddress/", told).status_code == 400


def test_what_the_site_may_not_write_is_not_offered(site: Client) -> None:
    """Every page to add a row opens, or is refused; none fails on what the database forbids."""
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        assert site.get(address).status_code in (200, 403), address


def test_no_row_leads_to_a_page_of_another_table(site: Client) -> None:
    assert site.get("/admin/r/1/1/").status_code == 404


@pytest.mark.parametrize("year", ["1" * 400, "99999", "0", "-1", "x", ""])
def test_a_year_that_is_none_is_refused(site: Client, year: str) -> None:
    assert site.get("/admin/mfa/authenticator/", {"created_at__year": year}).status_code == 400
    assert site.get("/admin/mfa/authenticator/", {"created_at__year": "2026"}).status_code == 200
