"""A concern's number comes out of no series; mails that wait know from whom they are kept."""

from django.db import migrations

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
        ("concerns", "0002_handling"),
        ("mailing", "0007_kept_from"),
    ]

    operations = [
        migrations.DeleteModel(name="Series"),
        migrations.RunSQL(KEPT_FROM, migrations.RunSQL.noop, elidable=True),
    ]
