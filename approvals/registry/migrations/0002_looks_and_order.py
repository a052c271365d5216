from __future__ import annotations

from typing import Any

from django.db import migrations, models

from approvals.lookalikes import look


def fill(apps: Any, schema_editor: Any) -> None:
    """Tell of what is registered how it looks."""
    for account in apps.get_model("registry", "Account").objects.only("address_key").iterator():
        account.looks = look(account.address_key)
        account.save(update_fields=["looks"])


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_looks_and_order"), ("registry", "0001_initial")]
    operations = [
        migrations.AddField(
            "account", "looks", models.CharField(default="", max_length=300), preserve_default=False
        ),
        migrations.AddIndex("account", models.Index(fields=["looks"], name="account_looks")),
        migrations.AddIndex("account", models.Index(fields=["name", "id"], name="account_by_name")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
