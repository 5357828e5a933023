"""A message keeps what it says as values; those written before keep their text."""

from django.db import migrations, models

KEEP = """
UPDATE obligations_notification SET told = jsonb_build_object('subject', subject, 'body', body)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0022_provider_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='notification',
            name='told',
            field=models.JSONField(default=dict, help_text='What is said of the date, worded by `words.messages`.'),
            preserve_default=False,
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='notification',
            name='subject',
        ),
        migrations.RemoveField(
            model_name='notification',
            name='body',
        ),
    ]
