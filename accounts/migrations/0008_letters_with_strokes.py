from __future__ import annotations

from typing import Any

from django.db import migrations

from accounts.models.person import sort_key


def sort_again(apps: Any, schema_editor: Any) -> None:
    """Put names with a letter such as Ø where people look for them."""
    people = apps.get_model("accounts", "Person").objects.filter(sort_name__regex=r"[^\x01-\x7f]")
    for person in people.only("family_name", "given_name").iterator():
        person.sort_name = sort_key(person.family_name, person.given_name)
        person.save(update_fields=["sort_name"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_places_looked_up_by_key")]
    operations = [migrations.RunPython(sort_again, migrations.RunPython.noop)]
