"""An invitation is to an address: an account is made by accepting, not by being asked."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Lower


def take_addresses(apps, schema_editor):
    invitation = apps.get_model("obligations", "Invitation")
    user = apps.get_model("obligations", "User")
    asked = user.objects.filter(pk=OuterRef("user"))
    invitation.objects.update(email=Subquery(asked.values("email")))


class Migration(migrations.Migration):

    dependencies = [
        ("obligations", "0028_tasks_of_people_who_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="email",
            field=models.EmailField(default="", max_length=254, verbose_name="e-mail address"),
            preserve_default=False,
        ),
        migrations.RunPython(take_addresses, migrations.RunPython.noop),
        migrations.RemoveConstraint("invitation", "invitation_open_once"),
        migrations.RemoveField("invitation", "user"),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                F("provider"), Lower("email"), condition=models.Q(answer=""),
                name="invitation_open_once",
            ),
        ),
    ]
