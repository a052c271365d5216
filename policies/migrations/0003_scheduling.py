"""A policy whose first version is scheduled; the series of a version; two people are two."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0002_drafting_publishing_and_finding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='version',
            name='frozen',
        ),
        migrations.AddField(
            model_name='version',
            name='series',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='policy',
            name='state',
            field=models.CharField(choices=[('draft', 'Not yet in force'), ('in_force', 'In force'), ('rescinded', 'Rescinded')], default='in_force', max_length=10),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."policy_id" IS DISTINCT FROM (NEW."policy_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."series" IS DISTINCT FROM (NEW."series") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."accepts_from" IS DISTINCT FROM (NEW."accepts_from") OR OLD."first_reading_on" IS DISTINCT FROM (NEW."first_reading_on") OR OLD."second_reading_on" IS DISTINCT FROM (NEW."second_reading_on") OR OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."vote" IS DISTINCT FROM (NEW."vote") OR OLD."resolution" IS DISTINCT FROM (NEW."resolution") OR OLD."alignment" IS DISTINCT FROM (NEW."alignment") OR OLD."canonical_text" IS DISTINCT FROM (NEW."canonical_text") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."source_name" IS DISTINCT FROM (NEW."source_name") OR OLD."from_draft" IS DISTINCT FROM (NEW."from_draft") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='658b1dc11d3a48a2c09b53daa6933e51a8536191', operation='UPDATE', pgid='pgtrigger_frozen_87311', table='policies_version', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by', models.F('published_by')), _negated=True), name='nobody_agrees_with_themselves', violation_error_message='Somebody else must agree.'),
        ),
    ]
