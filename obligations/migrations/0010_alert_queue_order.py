"""The next message of alerts is found by its index, whatever the number that wait."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0009_scenarios'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='lawalert',
            name='law_alert_queue',
        ),
        migrations.AddIndex(
            model_name='lawalert',
            index=models.Index(fields=['next_attempt_at', 'id'], name='law_alert_queue'),
        ),
    ]
