"""The database roles and the wall between providers; see tracker/rowsecurity.py."""

from typing import ClassVar

from django.db import migrations

from tracker import rowsecurity

LAW = [
    "obligations_release", "obligations_instrument", "obligations_instrument_amends",
    "obligations_requirement", "obligations_requirement_serves", "obligations_requirementversion",
    "obligations_harmkind", "obligations_harmkindversion", "obligations_eventkind",
    "obligations_milestone", "obligations_milestone_requirements",
    "obligations_policystatement", "obligations_policystatement_requirements",
    "obligations_registerentry", "obligations_enforcementcase",
    "obligations_enforcementcase_requirements", "obligations_lawrecord",
]  # fmt: skip
FACTS = ["factvalue", "monthlyusers", "platformevent", "event"]
PEOPLES = ["platform", "designation", "determination", "obligation", "obligationpart",
           "obligationevent", "membershipevent"]  # fmt: skip
JOBS = ["deadline", "flag", "notification"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("obligations", "0001_initial")]

    operations: ClassVar = [
        *rowsecurity.roles_and_grants(),
        rowsecurity.read_only(*LAW),
        rowsecurity.protect("obligations_provider", column="id"),
        rowsecurity.protect("obligations_membership"),
        # A person sees every membership of their own, else nobody could find their providers.
        migrations.RunSQL(
            "CREATE POLICY own ON obligations_membership FOR SELECT TO tracker_app"
            " USING (user_id::text = current_setting('tracker.user', true))",
            "DROP POLICY own ON obligations_membership",
        ),
        *(rowsecurity.protect(f"obligations_{name}", append_only=True) for name in FACTS),
        *(rowsecurity.protect(f"obligations_{name}") for name in PEOPLES),
        *(rowsecurity.protect(f"obligations_{name}", jobs_write=True) for name in JOBS),
        migrations.RunSQL(
            "GRANT SELECT ON obligations_user TO tracker_jobs;"
            "GRANT SELECT, INSERT, UPDATE ON obligations_jobrun TO tracker_jobs;",
            migrations.RunSQL.noop,
        ),
    ]
