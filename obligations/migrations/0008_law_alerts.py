"""Alerts of changes of the law, and who may reach which of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


TABLE = "obligations_lawalert"
# The web reaches the alert of one link, or those of one address; an administrator reaches all.
REACHED = """(current_setting('tracker.all', true) = 'on'
  OR key::text = current_setting('tracker.alert', true)
  OR address = current_setting('tracker.alert_address', true))"""
WALL = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_read ON {TABLE} FOR SELECT TO tracker_app USING ({REACHED});
CREATE POLICY app_add ON {TABLE} FOR INSERT TO tracker_app
  WITH CHECK ({REACHED} AND confirmed_on IS NULL);
CREATE POLICY app_change ON {TABLE} FOR UPDATE TO tracker_app USING ({REACHED});
CREATE POLICY app_remove ON {TABLE} FOR DELETE TO tracker_app USING ({REACHED});
CREATE POLICY jobs ON {TABLE} TO tracker_jobs USING (true) WITH CHECK (true);
REVOKE UPDATE ON {TABLE} FROM tracker_app;
GRANT UPDATE (confirmed_on, requirements, near, from_check) ON {TABLE} TO tracker_app;
GRANT SELECT, DELETE ON {TABLE} TO tracker_jobs;
GRANT UPDATE (release_id, law_day, told_on, due_for, attempts, next_attempt_at, error)
  ON {TABLE} TO tracker_jobs;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0007_positions'),
    ]

    operations = [
        migrations.CreateModel(
            name='LawAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, help_text='What its links are made of.', unique=True)),
                ('address', models.EmailField(help_text='In small letters.', max_length=254, verbose_name='e-mail address')),
                ('requirements', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), help_text='Ids of the requirements of which every change is told.', size=None)),
                ('near', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, help_text='Ids of those that did not apply and are told of where they could begin to.', size=None)),
                ('from_check', models.BooleanField(default=False, help_text='It rests on a check: scope tests and new requirements count too.')),
                ('law_day', models.DateField(help_text='The day of law up to which everything was told.')),
                ('created_on', models.DateField()),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('told_on', models.DateField(blank=True, null=True)),
                ('due_for', models.DateField(blank=True, help_text='The day of law to be told of.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='obligations.release')),
            ],
            options={
                'ordering': ['-created_on', '-pk'],
                'indexes': [models.Index(fields=['address'], name='law_alert_by_address'), models.Index(fields=['next_attempt_at'], name='law_alert_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_on__isnull', False), models.Q(('due_for', None), ('told_on', None)), _connector='OR'), name='law_alert_tells_only_who_confirmed')],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
