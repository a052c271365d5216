"""Which places lie below which in the tree."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Place


def with_places_below(places: Iterable[int]) -> set[int]:
    """Ids of `places` (ids) and of every place below them; a ring is followed once."""
    found = set(places)
    children: dict[int | None, list[int]] = {}
    for child, parent in Place.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(child)
    waiting = list(found)
    while waiting:
        below = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(below)
        waiting.extend(below)
    return found


def with_places_above(place: Place) -> list[int]:
    """Ids of `place` and of every place above it, the nearest first; a ring is followed once."""
    parents = dict(Place.objects.values_list("pk", "parent_id"))
    found: list[int] = []
    here: int | None = place.pk
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return found
