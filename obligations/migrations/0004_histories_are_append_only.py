"""The web may add to histories and never change or remove what they hold."""

from typing import ClassVar

from django.db import migrations

HISTORIES = "obligations_obligationevent, obligations_membershipevent"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("obligations", "0003_designation_history_and_take_backs")]

    operations: ClassVar = [
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE ON {HISTORIES} FROM tracker_app",
            f"GRANT UPDATE, DELETE ON {HISTORIES} TO tracker_app",
        ),
    ]
