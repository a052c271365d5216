"""The places that a run brings: opened level by level, each below the one that the file names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from accounts.models import Place
from accounts.roster.models import Change, Run
from district_portal import audit

if TYPE_CHECKING:
    from accounts.models import Person

_EACH: Final = """
SELECT 'accounts.place' AS object_type, place.id::text AS object_id, place.name AS object,
       NULL::bigint AS person_id, '' AS person, place.id AS place_id, place.name AS place,
       NULL::jsonb AS before, jsonb_build_object('kind', place.kind) AS after
FROM accounts_place place WHERE place.id = ANY(%(places)s) ORDER BY place.id
"""


def open_new(run: Run, *, by: Person | None) -> None:
    """Open the new places of `run`, inside the caller's transaction; each is recorded.

    They hang where the file says, else under the first without a parent. One of kind district may
    be that one.
    """
    changes = run.changes.filter(kind=Change.Kind.PLACE).order_by("sort_name", "pk")
    new = {change.name: change.after or {} for change in changes}
    if not new:
        return
    above = {facts["parent"] for facts in new.values() if facts.get("parent")}
    known = dict(Place.objects.filter(name__in=above).values_list("name", "pk"))
    top = Place.objects.filter(parent=None).order_by("pk").values_list("pk", flat=True).first()
    waiting = dict.fromkeys(_from_the_top(new))
    opened: list[int] = []
    while waiting:
        ready = list(waiting)[:1]
        if top is not None:  # where parents make a ring, the first of them breaks it
            ready = [each for each in waiting if new[each].get("parent") not in waiting] or ready
        places = Place.objects.bulk_create(
            Place(
                name=name,
                kind=new[name]["place_kind"],
                parent_id=known.get(new[name].get("parent", ""), top),
            )
            for name in ready
        )
        top = top or places[0].pk
        known |= {place.name: place.pk for place in places}
        opened += [place.pk for place in places]
        for name in ready:
            del waiting[name]
    audit.record_each("places.opened", by=by, each=_EACH, parameters={"places": opened})


def _from_the_top(new: dict[str, dict[str, str]]) -> list[str]:
    """The names of `new` places, each after the one above it, the district first."""
    first = sorted(new, key=lambda name: new[name]["place_kind"] != Place.Kind.DISTRICT)
    ordered: dict[str, None] = {}
    for name in first:
        chain = [name]
        while (above := new[chain[-1]].get("parent")) in new:
            if above in ordered or above in chain:
                break
            chain.append(str(above))
        ordered |= dict.fromkeys(reversed(chain))
    return list(ordered)
