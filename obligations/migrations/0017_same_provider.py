"""A row's provider is always that of the service, task, date or record which it belongs to."""

from django.db import migrations, models

from obligations.models.tenancy import ProviderKey, SameProvider

KEYS = {
    "platform": "platform_with_provider",
    "platformevent": "platform_event_with_provider",
    "obligation": "obligation_with_provider",
    "position": "position_with_provider",
    "deadline": "deadline_with_provider",
    "flag": "flag_with_provider",
    "scenario": "scenario_with_provider",
}
SAME = [
    ("factvalue", "platform", "fact_of_same_provider"),
    ("monthlyusers", "platform", "monthly_users_of_same_provider"),
    ("designation", "platform", "designation_of_same_provider"),
    ("platformevent", "platform", "platform_event_of_same_provider"),
    ("platformevent", "takes_back", "platform_event_taking_back_of_same_provider"),
    ("determination", "platform", "determination_of_same_provider"),
    ("obligation", "platform", "obligation_of_same_provider"),
    ("obligationpart", "obligation", "obligation_part_of_same_provider"),
    ("position", "platform", "position_of_same_provider"),
    ("position", "supersedes", "position_superseding_of_same_provider"),
    ("deadline", "platform", "deadline_of_same_provider"),
    ("deadline", "obligation", "deadline_of_obligation_of_same_provider"),
    ("deadline", "position", "deadline_of_position_of_same_provider"),
    ("flag", "deadline", "flag_of_same_provider"),
    ("notification", "flag", "notification_of_same_provider"),
    ("event", "platform", "event_of_same_provider"),
    ("scenario", "platform", "scenario_of_same_provider"),
    ("changedecision", "platform", "change_decision_of_same_provider"),
    ("changedecision", "scenario", "change_decision_of_scenario_of_same_provider"),
]


class Mismatched(Exception):
    """Rows of one provider hang on another's; the message names them."""


def look(apps, schema_editor):
    """Refuse rows that the constraints could not hold, naming all of them at once."""
    wrong = []
    for name, parent, _ in SAME:
        model = apps.get_model("obligations", name)
        ids = list(
            model.objects.exclude(**{parent: None})
            .exclude(provider=models.F(f"{parent}__provider"))
            .values_list("pk", flat=True)[:20]
        )
        if ids:
            wrong.append(f"{model._meta.db_table}, ids {', '.join(map(str, ids))}: other {parent}")
    if wrong:
        raise Mismatched(
            "rows of one provider belong to something of another provider, and nothing was changed: "
            + "; ".join(wrong)
            + ". Look at who recorded them (obligations_event), and correct or delete these rows "
            "with the database owner's login; then run ./start again."
        )


class Migration(migrations.Migration):

    dependencies = [
        ("obligations", "0016_is_task"),
    ]

    operations = [
        migrations.RunPython(look, migrations.RunPython.noop),
        *(migrations.AddConstraint(model, ProviderKey(name=name)) for model, name in KEYS.items()),
        *(
            migrations.AddConstraint(model, SameProvider(parent=parent, name=name))
            for model, parent, name in SAME
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("platform", None), ("provider__isnull", False), _connector="OR"),
                name="event_of_a_service_has_its_provider",
            ),
        ),
    ]
