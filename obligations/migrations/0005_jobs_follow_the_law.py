"""Jobs let obligations follow the law from day to day; what people decided stays out of reach.

They may add rows that determinations call for, set the answer and nothing else of an obligation,
and add to the log. Progress, result, owner and note are people's.
"""

from typing import ClassVar

from django.db import migrations

ANSWER = "answer, applies_from, ends_on, until_event, acts_on, optional, because, answered_at, updated_at"
ADDED = ["determination", "obligation", "obligationpart", "obligationevent", "event"]
CHANGED = {
    "obligation": ANSWER,
    "obligationpart": "answer",
    "determination": "provider_id, as_at, release_id, result, made_at",
}

GRANT = [f"GRANT INSERT ON obligations_{name} TO tracker_jobs" for name in ADDED]
GRANT += [
    f"CREATE POLICY jobs_add ON obligations_{name} FOR INSERT TO tracker_jobs WITH CHECK (true)"
    for name in ADDED
]
GRANT += [
    f"GRANT UPDATE ({fields}) ON obligations_{name} TO tracker_jobs"
    for name, fields in CHANGED.items()
]
GRANT += [
    f"CREATE POLICY jobs_follow ON obligations_{name} FOR UPDATE TO tracker_jobs USING (true)"
    for name in CHANGED
]
REVOKE = [f"DROP POLICY jobs_add ON obligations_{name}" for name in ADDED]
REVOKE += [f"DROP POLICY jobs_follow ON obligations_{name}" for name in CHANGED]
REVOKE += [f"REVOKE INSERT ON obligations_{name} FROM tracker_jobs" for name in ADDED]
REVOKE += [
    f"REVOKE UPDATE ({fields}) ON obligations_{name} FROM tracker_jobs"
    for name, fields in CHANGED.items()
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("obligations", "0004_histories_are_append_only")]

    operations: ClassVar = [migrations.RunSQL(GRANT, REVOKE)]
