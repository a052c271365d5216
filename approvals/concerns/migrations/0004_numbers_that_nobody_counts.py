"""A concern's number comes out of no series; mails that wait know from whom they are kept.

A posting that is taken out for good leaves its concerns.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

KEPT_FROM = """
UPDATE mailing_message AS mail SET kept_from_id = told.about_id
FROM (
    SELECT 'concern_waiting:' || seat.id AS begins, concern.about_id
    FROM concerns_receiver AS seat JOIN concerns_concern AS concern ON concern.id = seat.concern_id
    UNION ALL SELECT 'concern_draft:' || id, about_id FROM concerns_concern
    UNION ALL SELECT mails.begin || ':' || clock.id, concern.about_id
    FROM concerns_clock AS clock JOIN concerns_concern AS concern ON concern.id = clock.concern_id
    CROSS JOIN (VALUES ('concern_due'), ('concern_overdue')) AS mails (begin)
) AS told
WHERE mail.name LIKE 'concern\\_%' AND told.about_id IS NOT NULL
  AND told.begins = split_part(mail.key, ':', 1) || ':' || split_part(mail.key, ':', 2)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_letters_with_strokes"),
        ("concerns", "0003_what_was_done_stays"),
        ("mailing", "0007_kept_from"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='concern',
            name='sent_stays',
        ),
        migrations.AlterField(
            model_name='concern',
            name='posting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.posting'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concern',
            trigger=pgtrigger.compiler.Trigger(name='sent_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'draft')", func='IF NEW.state = \'draft\' OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."about_id" IS DISTINCT FROM OLD."about_id" OR NEW."reporter_id" IS DISTINCT FROM OLD."reporter_id" OR NEW."place_id" IS DISTINCT FROM OLD."place_id" OR NEW."once" IS DISTINCT FROM OLD."once" OR NEW."sent_at" IS DISTINCT FROM OLD."sent_at" OR NEW.posting_id IS DISTINCT FROM OLD.posting_id AND NEW.posting_id IS NOT NULL THEN RAISE EXCEPTION \'a concern that was sent stays as it is: %\', OLD.id USING ERRCODE = \'integrity_constraint_violation\'; END IF; RETURN NEW;', hash='c840eaf4545daa321430ee50db8ee8bcfeb46514', operation='UPDATE', pgid='pgtrigger_sent_stays_7003a', table='concerns_concern', when='BEFORE')),
        ),
        migrations.DeleteModel(name="Series"),
        migrations.RunSQL(KEPT_FROM, migrations.RunSQL.noop, elidable=True),
    ]
