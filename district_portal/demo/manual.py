"""How the demo district keeps its manual: public, with owners, reviews, one policy rescinded."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from typing import Any

from accounts.models import Person
from accounts.roles import holders
from district_portal.demo import library
from district_portal.demo.days import day, morning
from district_portal.district.current import current, today, zone
from district_portal.permissions import Role
from district_portal.setup import settling
from district_portal.setup.settling import Settings
from policies import keeping
from policies.models import Policy
from policies.publication import rescinding
from policies.reviews import review_calendar


@cache
def plan() -> dict[str, Any]:
    """What is kept, reviewed, scheduled and in hand."""
    return tomllib.loads((library.TEXTS / "manual.toml").read_text(encoding="utf-8"))


def keep(*, by: Person) -> None:
    """Open the manual to everyone, settle owners and periods, and review three policies."""
    _open_to_everyone()
    owners = {
        role: holders(Role(role)).get() for role in {kept["owner"] for kept in plan()["kept"]}
    }
    for kept in plan()["kept"]:
        policy = Policy.objects.get(code=kept["code"])
        keeping.keep(
            policy,
            by=by,
            owner=owners[kept["owner"]],
            series=policy.series,
            review_every=kept.get("review_every"),
            is_public=kept.get("is_public", True),
            at=morning(plan()["settled_days_ago"], hour=11),
        )
    for reviewed in plan()["reviewed"]:
        review_calendar.record_review(
            Policy.objects.get(code=reviewed["code"]),
            on=day(reviewed["days_ago"]),
            note=reviewed["note"],
            by=by,
            at=morning(reviewed["days_ago"], hour=15),
        )


def rescind(*, by: Person) -> None:
    """Take what the catalogue calls rescinded out of force, at ten in the morning of its day."""
    for policy in library.catalogue()["policy"]:
        if rescinded := policy.get("rescinded"):
            on = min(rescinded["on"], today())
            rescinding.rescind(
                Policy.objects.get(code=policy["code"]),
                on=on,
                reason=rescinded["reason"],
                resolution=rescinded["resolution"],
                by=by,
                at=dt.datetime.combine(on, dt.time(10), tzinfo=zone()),
            )


def _open_to_everyone() -> None:
    now = current()
    settling.settle(
        by=holders(Role.TECHNOLOGY_COORDINATOR).get(),
        settings=Settings(
            name=now.name,
            time_zone=now.time_zone,
            school_year_month=now.school_year_month,
            school_year_day=now.school_year_day,
            manual_is_public=True,
            two_people_publish=now.two_people_publish,
            review_every=plan()["review_every"],
        ),
        at=morning(plan()["settled_days_ago"], hour=10),
    )
