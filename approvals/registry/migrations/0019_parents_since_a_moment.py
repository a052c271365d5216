from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Let count what counted: everything since that day began in the district."""
    district = apps.get_model("district", "District").objects.first()
    if district is None:
        return
    zone = ZoneInfo(district.time_zone)
    accounts = apps.get_model("registry", "Account").objects
    for pk, day in accounts.exclude(parents_from=None).values_list("pk", "parents_from"):
        begun = dt.datetime.combine(day, dt.time.min, tzinfo=zone)
        accounts.filter(pk=pk).update(parents_since=begun)


class Migration(migrations.Migration):
    dependencies = [
        ("district", "0001_initial"),
        ("registry", "0018_a_change_leaves_with_its_account"),
    ]
    operations = [
        migrations.AddField("account", "parents_since", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField("account", "parents_from"),
    ]
