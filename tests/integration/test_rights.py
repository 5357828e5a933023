"""What the roles of the database may do is what is declared, and is held to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from obligations.models import Event, User
from tests import factories
from tracker import database, rights

pytestmark = pytest.mark.django_db

BREAKS = {
    "the web may write the law": (
        "GRANT UPDATE ON obligations_requirement TO tracker_app",
        "tracker_app may UPDATE on obligations_requirement and must not",
    ),
    "the web may rewrite a history": (
        "GRANT DELETE ON obligations_obligationevent TO tracker_app",
        "tracker_app may DELETE on obligations_obligationevent and must not",
    ),
    "one column more": (
        "GRANT UPDATE (note) ON obligations_obligation TO tracker_jobs",
        "tracker_jobs may UPDATE (note) on obligations_obligation and must not",
    ),
    "everybody reads the secrets of second factors": (
        "GRANT SELECT ON mfa_authenticator TO PUBLIC",
        "PUBLIC may SELECT on mfa_authenticator and must not",
    ),
    "a right that may be passed on": (
        "GRANT SELECT ON obligations_release TO tracker_app WITH GRANT OPTION",
        "tracker_app may SELECT WITH GRANT OPTION on obligations_release and must not",
    ),
    "a sequence": (
        "GRANT UPDATE ON SEQUENCE obligations_event_id_seq TO tracker_app",
        "tracker_app may UPDATE on obligations_event_id_seq and must not",
    ),
    "a right too few": (
        "REVOKE INSERT ON obligations_factvalue FROM tracker_app",
        "tracker_app may not INSERT on obligations_factvalue and must",
    ),
    "a policy gone": (
        "DROP POLICY jobs ON obligations_flag",
        "the row policies of obligations_flag are not the declared ones",
    ),
    "a policy more": (
        "CREATE POLICY open ON obligations_platform TO tracker_app USING (true)",
        "the row policies of obligations_platform are not the declared ones",
    ),
    "a policy of another meaning": (
        "ALTER POLICY app ON obligations_platform USING (true)",
        "the row policies of obligations_platform are not the declared ones",
    ),
    "row-level security off": (
        "ALTER TABLE obligations_deadline DISABLE ROW LEVEL SECURITY",
        "row-level security of obligations_deadline is not switched on for everybody",
    ),
    "row-level security not forced": (
        "ALTER TABLE obligations_deadline NO FORCE ROW LEVEL SECURITY",
        "row-level security of obligations_deadline is not switched on for everybody",
    ),
    "default privileges": (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tracker_app",
        "tracker_app is given rights on all tables that",
    ),
    "default privileges everywhere": (
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "PUBLIC is given rights on all tables that",
    ),
    "tables of their own": (
        "GRANT CREATE ON SCHEMA public TO tracker_jobs",
        "tracker_jobs may make tables in the schema public",
    ),
    "a table that belongs to the web": (
        "GRANT CREATE ON SCHEMA public TO tracker_app;"
        "ALTER TABLE obligations_instrument OWNER TO tracker_app",
        "obligations_instrument belongs to tracker_app",
    ),
    "a table that nobody declared": (
        "CREATE TABLE left_over (id int); GRANT SELECT ON left_over TO tracker_app",
        "tracker_app may SELECT on left_over and must not",
    ),
}  # fmt: skip


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def told(found: list[rights.Difference]) -> str:
    return "; ".join(one.words for one in found)


def test_migrations_leave_the_declared_rights() -> None:
    assert told(rights.differences()) == ""


def test_every_table_of_a_model_is_declared() -> None:
    assert rights.undeclared() == []


def test_every_table_of_a_provider_has_policies() -> None:
    walled = {name for name, table in rights.TABLES.items() if "app" in table.policies}
    theirs = {
        model._meta.db_table
        for model in apps.get_app_config("obligations").get_models()
        if any(field.name == "provider" for field in model._meta.fields)
    }
    assert theirs <= walled


@pytest.mark.parametrize(("sql", "words"), BREAKS.values(), ids=BREAKS)
def test_what_is_broken_is_found_and_mended(sql: str, words: str) -> None:
    run(sql)
    assert words in told(rights.differences())
    assert words in told(rights.settle())
    assert told(rights.differences()) == ""


def test_prepare_mends_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run("GRANT DELETE ON obligations_release TO tracker_app")
    call_command("prepare", no_demo=True)
    assert "Mended: tracker_app may DELETE on obligations_release" in capsys.readouterr().out
    assert told(rights.differences()) == ""


def test_what_this_login_may_not_mend_is_told_with_the_way() -> None:
    """Asked by somebody who owns nothing: every remedy is refused, and nothing is changed."""
    run("GRANT DELETE ON obligations_release TO tracker_app")
    run("SET LOCAL ROLE tracker_jobs")
    with pytest.raises(rights.NotMended, match="As the database's administrator, run:") as raised:
        rights.settle()
    run("RESET ROLE")
    assert 'REVOKE ALL ON TABLE "obligations_release"' in str(raised.value)
    assert "may DELETE on obligations_release" in told(rights.differences())


def test_what_others_keep_beside_is_theirs() -> None:
    run("GRANT CREATE ON SCHEMA public TO tracker_jobs; SET LOCAL ROLE tracker_jobs")
    run("CREATE TABLE theirs (id int); GRANT SELECT ON theirs TO PUBLIC")
    run("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; RESET ROLE")
    run("REVOKE CREATE ON SCHEMA public FROM tracker_jobs")
    assert told(rights.differences()) == ""


def test_new_table_begins_closed() -> None:
    run("CREATE TABLE just_made (id int)")
    for role in (database.APP_ROLE, database.JOBS_ROLE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, 'just_made', 'SELECT')", [role])
            assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "write",
    [
        lambda user: User.objects.filter(pk=user.pk).update(is_superuser=True),
        lambda user: User.objects.filter(pk=user.pk).update(is_staff=True),
        lambda user: User.objects.create_superuser("new@example.org"),
        lambda user: User.objects.filter(is_superuser=True).update(is_superuser=False),
    ],
)
def test_the_site_makes_nobody_an_administrator(write: Callable[[User], object]) -> None:
    factories.make_administrator()
    user = User.objects.create_user("one@example.org", name="One")
    with database.speaking_for(user.pk, sees_all=True):
        with (
            pytest.raises(DatabaseError, match="may not say who administers"),
            transaction.atomic(),
        ):
            write(user)
        user.name = "Another"
        user.save()
    user.refresh_from_db()
    assert (user.name, user.is_superuser) == ("Another", False)


@pytest.mark.parametrize(
    "table", ["obligations_user_groups", "auth_group_permissions", "django_migrations"]
)
def test_the_site_gives_no_permissions(table: str) -> None:
    with (
        database.speaking_for(None),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        run(f"DELETE FROM {table}")  # noqa: S608 - a table of the list above


def test_operator_makes_an_administrator_and_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    user = User.objects.create_user("one@example.org")
    call_command("administrator", "One@example.org")
    user.refresh_from_db()
    assert user.is_staff
    assert user.is_superuser
    call_command("administrator", "one@example.org", withdraw=True)
    user.refresh_from_db()
    assert not user.is_staff
    assert not user.is_superuser
    said = Event.objects.filter(provider=None).latest("number").sentence
    assert said == "The account one@example.org is no administrator any more."
