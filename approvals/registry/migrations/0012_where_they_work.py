from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def fill(apps: Any, schema_editor: Any) -> None:
    """Say where everybody works who looks after an account; of the owner, where they asked."""
    day = dt.datetime.now(dt.UTC).date()
    held = Q(until=None) | Q(until__gte=day)
    postings = apps.get_model("accounts", "Posting").objects
    working = postings.filter(held, primary=True, since__lte=day)

    def place_of(person: str) -> Subquery:
        return Subquery(working.filter(person=OuterRef(person)).values("place")[:1])

    requests = apps.get_model("approvals", "Request").objects
    asked_at = requests.filter(pk=OuterRef("request")).values("posting__place")[:1]
    apps.get_model("registry", "Account").objects.update(
        owner_place=Coalesce(Subquery(asked_at), place_of("owner")),
        recovery_place=place_of("recovery_owner"),
    )
    apps.get_model("registry", "Manager").objects.update(place=place_of("person"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_letters_with_strokes"),
        ("approvals", "0003_looks_and_order"),
        ("registry", "0011_life_of_accounts"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
