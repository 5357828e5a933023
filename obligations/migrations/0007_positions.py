"""Positions beside computed answers, the day on which to look at each again, and their wall."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from tracker import rowsecurity


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0006_jobs_of_the_law'),
    ]

    operations = [
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('u2u', 'User-to-user side'), ('search', 'Search side'), ('platform', 'The whole service'), ('provider', 'The provider')], max_length=12)),
                ('kind', models.CharField(choices=[('settles', 'Settles what is not known'), ('chooses', 'Chooses a reading'), ('disagrees', 'Disagrees')], max_length=10)),
                ('takes', models.CharField(choices=[('applies', 'Applies'), ('applies_from', 'Applies from a date'), ('waits', 'Waits'), ('stands_by', 'Stands by'), ('not_known', 'Not known yet'), ('does_not_apply', 'Does not apply'), ('proposed', 'Proposed')], help_text='The answer the provider takes.', max_length=16)),
                ('applies_from', models.DateField(blank=True, null=True)),
                ('reading', models.CharField(blank=True, help_text='Of a contested text: the id of the reading chosen.', max_length=80)),
                ('reading_words', models.TextField(blank=True, help_text='That reading, as told when chosen.')),
                ('reason', models.TextField()),
                ('privileged', models.BooleanField(default=False, help_text='Legal advice: the reason is only for those who take positions.')),
                ('author_label', models.CharField(help_text='Who it was, as known then.', max_length=200)),
                ('taken_on', models.DateField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('review_on', models.DateField(help_text='The day on which to look at it again.')),
                ('computed', models.CharField(choices=[('applies', 'Applies'), ('applies_from', 'Applies from a date'), ('waits', 'Waits'), ('stands_by', 'Stands by'), ('not_known', 'Not known yet'), ('does_not_apply', 'Does not apply'), ('proposed', 'Proposed')], help_text='The computed answer at that time.', max_length=16)),
                ('computed_from', models.DateField(blank=True, null=True)),
                ('law_sha256', models.CharField(help_text='Of the requirement as the law data had it then.', max_length=64)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['review_on', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='obligation',
            name='added_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='obligation',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='obligation',
            name='removed_delete',
        ),
        migrations.RemoveConstraint(
            model_name='deadline',
            name='deadline_of_an_obligation_or_a_milestone',
        ),
        migrations.AddField(
            model_name='obligation',
            name='by_position',
            field=models.BooleanField(default=False, help_text="The answer makes no task; the provider's position that it applies does."),
        ),
        migrations.AddField(
            model_name='obligationevent',
            name='by_position',
            field=models.BooleanField(default=False, help_text="The answer makes no task; the provider's position that it applies does."),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_obligationevent" ("acts_on", "answer", "answered_at", "applies_from", "assessed_on", "because", "by_position", "created_at", "ends_on", "how_checked", "id", "note", "optional", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "progress", "provider_id", "requirement_id", "result", "until_event", "updated_at") VALUES (NEW."acts_on", NEW."answer", NEW."answered_at", NEW."applies_from", NEW."assessed_on", NEW."because", NEW."by_position", NEW."created_at", NEW."ends_on", NEW."how_checked", NEW."id", NEW."note", NEW."optional", NEW."owner_id", _pgh_attach_context(), NOW(), \'added\', NEW."id", NEW."platform_id", NEW."progress", NEW."provider_id", NEW."requirement_id", NEW."result", NEW."until_event", NEW."updated_at"); RETURN NULL;', hash='3c1d3a48f798989790b076d72a1b64c3d35fdb7c', operation='INSERT', pgid='pgtrigger_added_insert_f811f', table='obligations_obligation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "obligations_obligationevent" ("acts_on", "answer", "answered_at", "applies_from", "assessed_on", "because", "by_position", "created_at", "ends_on", "how_checked", "id", "note", "optional", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "progress", "provider_id", "requirement_id", "result", "until_event", "updated_at") VALUES (NEW."acts_on", NEW."answer", NEW."answered_at", NEW."applies_from", NEW."assessed_on", NEW."because", NEW."by_position", NEW."created_at", NEW."ends_on", NEW."how_checked", NEW."id", NEW."note", NEW."optional", NEW."owner_id", _pgh_attach_context(), NOW(), \'changed\', NEW."id", NEW."platform_id", NEW."progress", NEW."provider_id", NEW."requirement_id", NEW."result", NEW."until_event", NEW."updated_at"); RETURN NULL;', hash='6bd7d7db4893be937638e27b58ed96434f874772', operation='UPDATE', pgid='pgtrigger_changed_update_6ec45', table='obligations_obligation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='removed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_obligationevent" ("acts_on", "answer", "answered_at", "applies_from", "assessed_on", "because", "by_position", "created_at", "ends_on", "how_checked", "id", "note", "optional", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "progress", "provider_id", "requirement_id", "result", "until_event", "updated_at") VALUES (OLD."acts_on", OLD."answer", OLD."answered_at", OLD."applies_from", OLD."assessed_on", OLD."because", OLD."by_position", OLD."created_at", OLD."ends_on", OLD."how_checked", OLD."id", OLD."note", OLD."optional", OLD."owner_id", _pgh_attach_context(), NOW(), \'removed\', OLD."id", OLD."platform_id", OLD."progress", OLD."provider_id", OLD."requirement_id", OLD."result", OLD."until_event", OLD."updated_at"); RETURN NULL;', hash='c0a6e8389a7fea212fdaa4531ab3f2b583ee8b3b', operation='DELETE', pgid='pgtrigger_removed_delete_cce71', table='obligations_obligation', when='AFTER')),
        ),
        migrations.AddField(
            model_name='position',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='position',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='position',
            name='platform',
            field=models.ForeignKey(blank=True, help_text='Empty: on what the provider owes once.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='obligations.platform'),
        ),
        migrations.AddField(
            model_name='position',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='obligations.provider'),
        ),
        migrations.AddField(
            model_name='position',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='obligations.release'),
        ),
        migrations.AddField(
            model_name='position',
            name='requirement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='obligations.requirement'),
        ),
        migrations.AddField(
            model_name='position',
            name='supersedes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='obligations.position'),
        ),
        migrations.AddField(
            model_name='deadline',
            name='position',
            field=models.ForeignKey(blank=True, help_text="The position to look at again: a day of the provider's own.", null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='obligations.position'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('milestone', None), ('obligation__isnull', False), ('position', None)), models.Q(('milestone__isnull', False), ('obligation', None), ('position', None)), models.Q(('milestone', None), ('obligation', None), ('position__isnull', False)), _connector='OR'), name='deadline_is_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('platform__isnull', False)), fields=('platform', 'requirement', 'side'), name='position_one_standing_per_platform'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('platform__isnull', True)), fields=('provider', 'requirement', 'side'), name='position_one_standing_per_provider'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='position_gives_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('taken_on'))), name='position_reviewed_after_taken'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'chooses'), models.Q(('reading', ''), _negated=True)), models.Q(models.Q(('kind', 'chooses'), _negated=True), ('reading', '')), _connector='OR'), name='position_chooses_a_reading_or_none'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('applies_from__isnull', True), ('takes__in', ('applies', 'applies_from')), _connector='OR'), name='position_day_only_where_it_applies'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_why', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='position_end_says_when_and_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='only_its_end_is_written', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."provider_id" IS DISTINCT FROM (NEW."provider_id") OR OLD."platform_id" IS DISTINCT FROM (NEW."platform_id") OR OLD."requirement_id" IS DISTINCT FROM (NEW."requirement_id") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."takes" IS DISTINCT FROM (NEW."takes") OR OLD."applies_from" IS DISTINCT FROM (NEW."applies_from") OR OLD."reading" IS DISTINCT FROM (NEW."reading") OR OLD."reading_words" IS DISTINCT FROM (NEW."reading_words") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."privileged" IS DISTINCT FROM (NEW."privileged") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."author_label" IS DISTINCT FROM (NEW."author_label") OR OLD."taken_on" IS DISTINCT FROM (NEW."taken_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."computed" IS DISTINCT FROM (NEW."computed") OR OLD."computed_from" IS DISTINCT FROM (NEW."computed_from") OR OLD."release_id" IS DISTINCT FROM (NEW."release_id") OR OLD."law_sha256" IS DISTINCT FROM (NEW."law_sha256") OR OLD."supersedes_id" IS DISTINCT FROM (NEW."supersedes_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1dd22e341f6d3ab4001a116720be1258b41bc0ac', operation='UPDATE', pgid='pgtrigger_only_its_end_is_written_8b2c7', table='obligations_position', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='325447304479032fbfcc74a81408663f7b3947f7', operation='UPDATE', pgid='pgtrigger_ends_once_2742c', table='obligations_position', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='980a1645661dfbd5683e4e6a86c4a127f6a315e9', operation='DELETE', pgid='pgtrigger_never_removed_e1757', table='obligations_position', when='BEFORE')),
        ),
        rowsecurity.protect("obligations_position"),
        # The web adds positions and ends them, and writes nothing else of a row.
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON obligations_position FROM tracker_app;"
            "GRANT UPDATE (ended_at, ended_by_id, ended_why) ON obligations_position TO tracker_app;"
            "GRANT UPDATE (by_position) ON obligations_obligation TO tracker_jobs;",
            "REVOKE UPDATE (by_position) ON obligations_obligation FROM tracker_jobs;"
            "GRANT UPDATE, DELETE ON obligations_position TO tracker_app;",
        ),
    ]
