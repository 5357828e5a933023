"""Whether there is something to work on is stored with each answer; SQL reads it (rules.predicates).

What was kept before is filled in by the rule as it was then.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILL = [
    """
    UPDATE obligations_obligation SET is_task = TRUE
     WHERE (answer IN ('applies', 'applies_from') OR by_position)
       AND NOT optional AND acts_on <> 'nothing'
    """,
    """
    UPDATE obligations_determination SET result = jsonb_set(result, '{requirements}', (
      SELECT COALESCE(jsonb_agg(one || jsonb_build_object(
               'is_unverified', one ->> 'verification' IN ('recalled', 'contested'),
               'is_counted', CASE
                 WHEN one ->> 'answer' = 'applies'
                   AND COALESCE((one ->> 'suspended')::boolean, FALSE)
                   THEN one ->> 'part_of' IS NULL AND NOT (one ->> 'optional')::boolean
                        AND one ->> 'acts_on' <> 'nothing'
                 WHEN one ->> 'answer' = 'applies' AND one ->> 'kind' = 'duty'
                   THEN one ->> 'part_of' IS NULL AND one ->> 'acts_on' <> 'nothing'
                 WHEN one ->> 'answer' = 'applies' AND one ->> 'kind' = 'measure'
                   THEN NOT (one ->> 'optional')::boolean
                 WHEN one ->> 'answer' IN ('applies_from', 'waits') THEN one ->> 'part_of' IS NULL
                 ELSE TRUE
               END) ORDER BY place), '[]'::jsonb)
        FROM jsonb_array_elements(result -> 'requirements') WITH ORDINALITY AS each (one, place)))
    """,
    "GRANT UPDATE (is_task) ON obligations_obligation TO tracker_jobs",
]
UNFILL = ["REVOKE UPDATE (is_task) ON obligations_obligation FROM tracker_jobs"]


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0015_who_administers'),
    ]

    operations = [
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
        migrations.AddField(
            model_name='obligation',
            name='is_task',
            field=models.BooleanField(default=False, help_text='There is something to work on (rules.predicates.is_task).'),
        ),
        migrations.AddField(
            model_name='obligationevent',
            name='is_task',
            field=models.BooleanField(default=False, help_text='There is something to work on (rules.predicates.is_task).'),
        ),
        migrations.AlterField(
            model_name='determination',
            name='result',
            field=models.JSONField(help_text='Determination.kept() of obligations.rules.'),
        ),
        migrations.RunSQL(FILL, UNFILL),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_obligationevent" ("acts_on", "answer", "answered_at", "applies_from", "assessed_on", "because", "by_position", "created_at", "ends_on", "how_checked", "id", "is_task", "note", "optional", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "progress", "provider_id", "requirement_id", "result", "suspended", "until_event", "updated_at") VALUES (NEW."acts_on", NEW."answer", NEW."answered_at", NEW."applies_from", NEW."assessed_on", NEW."because", NEW."by_position", NEW."created_at", NEW."ends_on", NEW."how_checked", NEW."id", NEW."is_task", NEW."note", NEW."optional", NEW."owner_id", _pgh_attach_context(), NOW(), \'added\', NEW."id", NEW."platform_id", NEW."progress", NEW."provider_id", NEW."requirement_id", NEW."result", NEW."suspended", NEW."until_event", NEW."updated_at"); RETURN NULL;', hash='13fd8fcdff96fbcc8173d63476986005d1efea75', operation='INSERT', pgid='pgtrigger_added_insert_f811f', table='obligations_obligation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "obligations_obligationevent" ("acts_on", "answer", "answered_at", "applies_from", "assessed_on", "because", "by_position", "created_at", "ends_on", "how_checked", "id", "is_task", "note", "optional", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "progress", "provider_id", "requirement_id", "result", "suspended", "until_event", "updated_at") VALUES (NEW."acts_on", NEW."answer", NEW."answered_at", NEW."applies_from", NEW."assessed_on", NEW."because", NEW."by_position", NEW."created_at", NEW."ends_on", NEW."how_checked", NEW."id", NEW."is_task", NEW."note", NEW."optional", NEW."owner_id", _pgh_attach_context(), NOW(), \'changed\', NEW."id", NEW."platform_id", NEW."progress", NEW."provider_id", NEW."requirement_id", NEW."result", NEW."suspended", NEW."until_event", NEW."updated_at"); RETURN NULL;', hash='c7f506976401c02d1e4eadfff81a606f0dd03193', operation='UPDATE', pgid='pgtrigger_changed_update_6ec45', table='obligations_obligation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='removed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_obligationevent" ("acts_on", "answer", "answered_at", "applies_from", "assessed_on", "because", "by_position", "created_at", "ends_on", "how_checked", "id", "is_task", "note", "optional", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "progress", "provider_id", "requirement_id", "result", "suspended", "until_event", "updated_at") VALUES (OLD."acts_on", OLD."answer", OLD."answered_at", OLD."applies_from", OLD."assessed_on", OLD."because", OLD."by_position", OLD."created_at", OLD."ends_on", OLD."how_checked", OLD."id", OLD."is_task", OLD."note", OLD."optional", OLD."owner_id", _pgh_attach_context(), NOW(), \'removed\', OLD."id", OLD."platform_id", OLD."progress", OLD."provider_id", OLD."requirement_id", OLD."result", OLD."suspended", OLD."until_event", OLD."updated_at"); RETURN NULL;', hash='67585354349b94beca7f31983a428f1d41260511', operation='DELETE', pgid='pgtrigger_removed_delete_cce71', table='obligations_obligation', when='AFTER')),
        ),
    ]
