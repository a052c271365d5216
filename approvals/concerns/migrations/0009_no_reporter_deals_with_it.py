"""Whoever reported a concern deals with it no more: what is done was never meant for them."""

from django.db import migrations

END = """
UPDATE concerns_receiver AS seat SET ended_at = now()
FROM concerns_concern AS concern
WHERE concern.id = seat.concern_id AND concern.reporter_id = seat.person_id
  AND seat.ended_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("concerns", "0008_asked_came_up_and_heic")]

    operations = [migrations.RunSQL(END, migrations.RunSQL.noop, elidable=True)]
