"""What each role of the database may do, in one table; and holding the database to it.

`TABLES` declares, for every table, the grants of `tracker_app` (the site) and `tracker_jobs` (the
background jobs) and the row policies. `migrate` puts them, `manage.py prepare` compares them with
what PostgreSQL's catalogue says and mends what differs; what the login may not mend stops it with
words. A new table needs a line here and nothing else: without one it is closed to both roles, and
`manage.py check` says so.

Nothing is granted by default privileges. They were the reason why a dump that was restored with
`pg_restore --clean` gave rights away: the tables are made anew while the default privileges of
the database restored over still stand, so each begins with every right, and the GRANTs of the dump
only add.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.database import APP_ROLE, JOBS_ROLE
from tracker.rowsecurity import MAY_SEE

READ = "SELECT"
ADD = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
OWNER = "the owner"


@dataclass(frozen=True)
class Policy:
    """Which rows one role reaches with one command (ALL, SELECT, ...)."""

    role: str
    command: str = "ALL"
    using: str = ""
    check: str = ""


@dataclass(frozen=True)
class Table:
    """What the two roles may do with a table; with policies, row-level security holds.

    Grants are written as in SQL without the word GRANT: "SELECT, UPDATE (answer, note)".
    """

    app: str = ""
    jobs: str = ""
    policies: Mapping[str, Policy] = field(default_factory=dict)


def _tenant(app: str, jobs: str = READ, *, column: str = "provider_id", **more: Policy) -> Table:
    """A table of providers' rows: the site reaches those that it speaks for, jobs reach all."""
    may_see = MAY_SEE.format(column=column)
    writes_all = jobs == WRITE
    return Table(
        app,
        jobs,
        {
            "owner": Policy(OWNER, using="true", check="true"),
            "app": Policy(APP_ROLE, using=may_see, check=may_see),
            "jobs": Policy(JOBS_ROLE, using="true", check="true")
            if writes_all
            else Policy(JOBS_ROLE, "SELECT", using="true"),
            **more,
        },
    )


_OWN = "user_id::text = current_setting('tracker.user', true)"
_JOBS_ADD = Policy(JOBS_ROLE, "INSERT", check="true")
_JOBS_FOLLOW = Policy(JOBS_ROLE, "UPDATE", using="true")
_ANSWER = (
    "SELECT, INSERT, UPDATE (answer, applies_from, ends_on, until_event, acts_on, optional,"
    " because, answered_at, updated_at, by_position, suspended, is_task)"
)
_ASKED = (
    "(id::text = current_setting('tracker.invitation', true)"
    " OR lower(email) = (SELECT lower(person.email) FROM obligations_user person"
    " WHERE person.id::text = current_setting('tracker.user', true)))"
)
# The site reaches the alert of one link, or those of one address; an administrator reaches all.
_REACHED = (
    "(current_setting('tracker.all', true) = 'on'"
    " OR key::text = current_setting('tracker.alert', true)"
    " OR address = current_setting('tracker.alert_address', true))"
)

_LAW = (
    "release", "instrument", "instrument_amends", "requirement", "requirement_serves",
    "requirementversion", "requirementid", "harmkind", "harmkindversion", "eventkind", "milestone",
    "milestone_requirements", "policystatement", "policystatement_requirements", "registerentry",
    "enforcementcase", "enforcementcase_requirements", "lawrecord", "lawjob", "lawjob_after",
    "searchentry", "searchword",
)  # fmt: skip

TABLES: dict[str, Table] = {
    # The law comes in as reviewed files, by the owner's login.
    **{f"obligations_{name}": Table(READ, READ) for name in _LAW},
    # People and their log-ins. What the site may not write of a user: see User's triggers.
    "obligations_user": Table(CHANGE, READ),
    "obligations_user_groups": Table(READ),
    "obligations_user_user_permissions": Table(READ),
    "account_emailaddress": Table(WRITE),
    "account_emailconfirmation": Table(WRITE),
    "mfa_authenticator": Table(WRITE),
    "django_session": Table(WRITE),
    "obligations_post": Table(  # What somebody sent is their own: no policy lets a job see a row.
        WRITE,
        READ,
        {
            "owner": Policy(OWNER, using="true", check="true"),
            "app": Policy(APP_ROLE, using=_OWN, check=_OWN),
        },
    ),
    # Django's own: the site reads what there is and adds to the admin's log.
    "auth_group": Table(READ),
    "auth_group_permissions": Table(READ),
    "auth_permission": Table(READ),
    "django_content_type": Table(READ),
    "django_admin_log": Table(ADD),
    "django_migrations": Table(),
    "pghistory_context": Table(CHANGE),
    # Providers, their facts and their logs: what is recorded is never changed.
    "obligations_provider": _tenant(WRITE, column="id"),
    "obligations_provider_id_seq": Table("USAGE"),  # A founder's provider is admitted, then made.
    "obligations_membership": _tenant(
        WRITE,
        # A person sees every membership of their own, else nobody could find their providers.
        own=Policy(
            APP_ROLE, "SELECT", using=_OWN
        ),
    ),
    "obligations_platform": _tenant(WRITE),
    "obligations_designation": _tenant(WRITE),
    "obligations_factvalue": _tenant(ADD),
    "obligations_monthlyusers": _tenant(ADD),
    "obligations_platformevent": _tenant(ADD),
    "obligations_changedecision": _tenant(ADD),
    "obligations_event": _tenant(ADD, ADD, jobs_add=_JOBS_ADD),
    "obligations_obligationevent": _tenant(ADD, ADD, jobs_add=_JOBS_ADD),
    "obligations_membershipevent": _tenant(ADD),
    "obligations_designationevent": _tenant(ADD),
    "obligations_scenarioevent": _tenant(ADD),
    # Work: people decide, jobs let the answers follow the law and the day.
    "obligations_obligation": _tenant(
        WRITE, _ANSWER, jobs_add=_JOBS_ADD, jobs_follow=_JOBS_FOLLOW
    ),
    "obligations_obligationpart": _tenant(
        WRITE, "SELECT, INSERT, UPDATE (answer)", jobs_add=_JOBS_ADD, jobs_follow=_JOBS_FOLLOW
    ),
    "obligations_determination": _tenant(
        WRITE,
        "SELECT, INSERT, UPDATE (provider_id, as_at, release_id, result, made_at)",
        jobs_add=_JOBS_ADD,
        jobs_follow=_JOBS_FOLLOW,
    ),
    "obligations_position": _tenant("SELECT, INSERT, UPDATE (ended_at, ended_by_id, ended_why)"),
    "obligations_scenario": _tenant(WRITE),
    "obligations_deadline": _tenant(WRITE, WRITE),
    "obligations_flag": _tenant(WRITE, WRITE),
    "obligations_notification": _tenant(WRITE, WRITE),
    "obligations_jobrun": Table(CHANGE, CHANGE),
    "obligations_invitation": _tenant(
        "SELECT, INSERT, UPDATE (answer)",
        # Who was asked, or holds the link, sees it and answers; who asked sees their own, for the
        # limits.
        own=Policy(APP_ROLE, "SELECT", using=_ASKED),
        own_answer=Policy(APP_ROLE, "UPDATE", using=_ASKED),
        sent=Policy(
            APP_ROLE, "SELECT", using="invited_by_id::text = current_setting('tracker.user', true)"
        ),
    ),
    # The site adds letters and reads none that is to be sent: they hold secrets. An administrator
    # sees those that were given up, which keep no words.
    "obligations_letter": Table(
        ADD,
        "SELECT, INSERT, DELETE, UPDATE (attempts, next_attempt_at, error, body)",
        {
            "owner": Policy(OWNER, using="true", check="true"),
            "app": Policy(APP_ROLE, "INSERT", check="true"),
            "app_given_up": Policy(
                APP_ROLE,
                "SELECT",
                using="next_attempt_at IS NULL AND current_setting('tracker.all', true) = 'on'",
            ),
            "jobs": Policy(JOBS_ROLE, using="true", check="true"),
        },
    ),
    "obligations_lawalert": Table(
        "SELECT, INSERT, DELETE, UPDATE (confirmed_on, requirements, near, from_check)",
        "SELECT, DELETE,"
        " UPDATE (release_id, law_day, told_on, due_for, attempts, next_attempt_at, error)",
        {
            "owner": Policy(OWNER, using="true", check="true"),
            "app_read": Policy(APP_ROLE, "SELECT", using=_REACHED),
            "app_add": Policy(
                APP_ROLE, "INSERT", check=f"({_REACHED} AND confirmed_on IS NULL)"
            ),
            "app_change": Policy(APP_ROLE, "UPDATE", using=_REACHED),
            "app_remove": Policy(APP_ROLE, "DELETE", using=_REACHED),
            "jobs": Policy(JOBS_ROLE, using="true", check="true"),
        },
    ),
}  # fmt: skip


def undeclared() -> list[str]:
    """Tables of models that nobody has said anything about."""
    from django.apps import apps

    every = [model._meta for model in apps.get_models(include_auto_created=True)]
    return sorted({m.db_table for m in every if m.managed and not m.proxy} - {*TABLES})
