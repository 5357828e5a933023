"""Tasks of people who have left a provider, or may only read there, are nobody's."""

from django.db import migrations
from django.db.models import Exists, OuterRef

WORKS = ["owner", "compliance", "contributor"]


def let_go(apps, schema_editor):
    """A task keeps its owner where that person still works on tasks of its provider."""
    obligation = apps.get_model("obligations", "Obligation")
    membership = apps.get_model("obligations", "Membership")
    works = membership.objects.filter(
        provider=OuterRef("provider"), user=OuterRef("owner"), role__in=WORKS
    )
    owned = obligation.objects.filter(owner__isnull=False)
    owned.filter(~Exists(works)).update(owner=None)


class Migration(migrations.Migration):

    dependencies = [
        ("obligations", "0027_people_and_what_is_theirs"),
    ]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop),
    ]
