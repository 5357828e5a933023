"""What was known of enforcement on a day. Rows that were there tell all on every day, until the
edition of the law data is loaded again."""

import datetime as dt

from django.db import migrations, models

LONG_AGO = dt.date(2023, 10, 26)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0025_policy_outcomes")]

    operations = [
        migrations.AddField(
            "enforcementcase", "known_from",
            models.DateField(default=LONG_AGO, help_text="The earliest day that is told of it."),
            preserve_default=False,
        ),
        migrations.AddField(
            "enforcementcase", "seen_on",
            models.DateField(
                default=LONG_AGO,
                help_text="The day that the status, and what has no day, is of.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "enforcementcase", "penalties",
            models.JSONField(default=list, help_text="The one-off penalties: day and pounds."),
        ),
    ]  # fmt: skip
