from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Q

from approvals.lookalikes import look


def fill(apps: Any, schema_editor: Any) -> None:
    """Tell of what was asked for before how it looks."""
    requests = apps.get_model("approvals", "Request").objects.exclude(about="")
    for request in requests.only("about").iterator():
        request.looks = look(request.about)
        request.save(update_fields=["looks"])


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_presets")]
    operations = [
        migrations.AddField("request", "looks", models.CharField(blank=True, max_length=300)),
        migrations.AddIndex(
            "request",
            models.Index(
                condition=Q(state__in=["open", "returned"]), fields=["looks"], name="request_looks"
            ),
        ),
        migrations.AddIndex(
            "request", models.Index(fields=["-changed_at", "-id"], name="request_changed")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
