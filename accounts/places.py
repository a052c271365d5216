"""Which places lie below which in the tree, and who works there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from accounts.models import Place, Posting


@dataclass
class Node:
    """A place in the tree: how many people have a posting there, and with the places below."""

    place: Place
    people: int = 0
    in_all: int = 0
    open: list[Node] = field(default_factory=list)
    closed: list[Node] = field(default_factory=list)


def tree() -> list[Node]:
    """The places without one above them, each with all below it; counts of today."""
    there = Posting.objects.current().order_by().values_list("place")
    counts = dict(there.annotate(n=Count("person", distinct=True)))
    places = list(Place.objects.select_related("head"))
    nodes = {place.pk: Node(place, people=counts.get(place.pk, 0)) for place in places}
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.place.parent_id or 0)
        siblings = tops if above is None else above.closed if node.place.is_closed else above.open
        siblings.append(node)
    for node in tops:
        _add_up(node)
    return tops


def posted_at(
    place: Place, *, q: str = "", kind: str = "", below: bool = False
) -> QuerySet[Posting]:
    """Today's postings at the place by name of the person, with those of places `below` it."""
    places = with_places_below({place.pk}) if below else {place.pk}
    rows = Posting.objects.current().filter(place__in=places)
    if kind:
        rows = rows.filter(kind=kind)
    for word in q.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__preferred_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(position__icontains=word)
        )
    rows = rows.select_related("person", "place")
    return rows.order_by("person__sort_name", "person_id", "-primary", "pk")


def _add_up(node: Node) -> int:
    node.in_all = node.people + sum(_add_up(below) for below in (*node.open, *node.closed))
    return node.in_all


Tree = list[tuple[int, int | None]]
"""Each place's id with that of the place above it."""


def read_tree() -> Tree:
    """The tree of all places; one query, for who asks about several of them."""
    return list(Place.objects.values_list("pk", "parent_id"))


def with_places_below(places: Iterable[int], *, tree: Tree | None = None) -> set[int]:
    """Ids of `places` (ids) and of every place below them; a ring is followed once."""
    found = set(places)
    children: dict[int | None, list[int]] = {}
    for child, parent in read_tree() if tree is None else tree:
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
