"""The tree of places: new ones, names, parents, heads, and closing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import settling
from accounts.models import Person, Place, Posting
from accounts.places import with_places_below
from accounts.settling import NotPossibleError
from accounts.signals import people_moved, standing_changed
from district_portal import audit
from district_portal.district.current import today


@transaction.atomic
def open_place(*, name: str, kind: str, parent: Place | None, by: Person | None) -> Place:
    """Enter a new place below `parent`. Raises NotPossibleError for a name that is taken."""
    settling.hold_roster()
    place = Place(name=name.strip(), kind=kind)
    _refuse_name(place)
    place.parent = _fit_parent(place, parent)
    place.save()
    audit.record("places.opened", by=by, on=place, place=place, after=_facts(place))
    return place


@transaction.atomic
def change(place: Place, *, by: Person | None, as_shown: bool = False, **changes: Any) -> Place:
    """Change `name`, `kind` or `parent`; reports of past days follow the tree of today.

    With `as_shown` only while the place says what `place` says. Where the tree changed, whoever
    works there has moved. Raises NotPossibleError for a taken name, and for a parent that lies
    below the place or is closed.
    """
    settling.hold_roster()
    shown, place = place, Place.objects.get(pk=place.pk)
    before = _facts(place)
    if as_shown and _facts(shown) != before:
        raise NotPossibleError(_("Somebody changed this place a moment ago. Look at it once more."))
    for name in ("name", "kind"):
        setattr(place, name, changes.get(name, getattr(place, name)))
    _refuse_name(place)
    moved = "parent" in changes and changes["parent"] != place.parent
    if moved:
        place.parent = _fit_parent(place, changes["parent"])
    if _facts(place) == before:
        return place
    place.save()
    audit.record("places.changed", by=by, on=place, place=place, before=before, after=_facts(place))
    if moved and (people := _at_or_below(place)):
        people_moved.send(sender=Place, people=people)
    return place


@transaction.atomic
def appoint_head(place: Place, *, head: Person | None, by: Person | None) -> None:
    """Let `head` lead the place, or nobody; harmless when it is so already.

    Raises NotPossibleError for somebody who has left.
    """
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    if place.head == head:
        return
    if head and not head.is_active:
        raise NotPossibleError(_("%(name)s has left.") % {"name": head}, "head")
    before, place.head = place.head, head
    place.save(update_fields=["head"])
    audit.record(
        "places.head_appointed",
        by=by,
        on=place,
        person=head,
        place=place,
        before={"head": str(before) if before else None},
        after={"head": str(head) if head else None},
    )
    changed = {person.pk for person in (before, head) if person}
    standing_changed.send(sender=Place, people=changed)


@transaction.atomic
def close(place: Place, *, by: Person | None, on: dt.date | None = None) -> None:
    """Close the place from the day `on` (today unless given): it vanishes from what is offered.

    Raises NotPossibleError while somebody works there, or a place below is open, from that day.
    """
    settling.hold_roster()
    day = on or today()
    place = Place.objects.get(pk=place.pk)
    posted = place.postings.filter(Q(until=None) | Q(until__gte=day))
    people = posted.values("person").distinct().count()
    if people:
        words = ngettext(
            "%(n)s person has a posting here on that day or later. Move them first.",
            "%(n)s people have a posting here on that day or later. Move them first.",
            people,
        )
        raise NotPossibleError(words % {"n": people}, "on")
    below = place.children.filter(Q(closed_on=None) | Q(closed_on__gt=day))
    if below:
        words = _("%(places)s below it would still be open. Close or move them first.")
        raise NotPossibleError(words % {"places": ", ".join(map(str, below))}, "on")
    place.closed_on = day
    place.save(update_fields=["closed_on"])
    audit.record("places.closed", by=by, on=place, place=place, after={"closed_on": day})


@transaction.atomic
def reopen(place: Place, *, by: Person | None) -> None:
    """Open a closed place again, or take back that it will close.

    Raises NotPossibleError while the place above it is closed.
    """
    settling.hold_roster()
    place = Place.objects.select_related("parent").get(pk=place.pk)
    if place.closed_on is None:
        return
    if place.parent and place.parent.closed_on:
        words = _("%(place)s above it is closed. Open that first.") % {"place": place.parent}
        raise NotPossibleError(words)
    before, place.closed_on = place.closed_on, None
    place.save(update_fields=["closed_on"])
    audit.record("places.reopened", by=by, on=place, place=place, before={"closed_on": before})


def _fit_parent(place: Place, parent: Place | None) -> Place | None:
    top = Place.objects.filter(parent=None).exclude(pk=place.pk).first()
    if parent is None and top:
        words = _("Only %(top)s stands at the top. Choose the place above this one.")
        raise NotPossibleError(words % {"top": top}, "parent")
    if parent and place.pk and parent.pk in with_places_below({place.pk}):
        words = _("%(parent)s lies below %(place)s. Choose another one.")
        raise NotPossibleError(words % {"parent": parent, "place": place}, "parent")
    if parent and parent.closed_on and place.closed_on is None:
        raise NotPossibleError(_("%(place)s is closed.") % {"place": parent}, "parent")
    return parent


def _refuse_name(place: Place) -> None:
    if Place.objects.filter(name__iexact=place.name).exclude(pk=place.pk).exists():
        raise NotPossibleError(_("Another place has this name."), "name")


def _at_or_below(place: Place) -> set[int]:
    there = Posting.objects.current().filter(place__in=with_places_below({place.pk}))
    return set(there.values_list("person", flat=True))


def _facts(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "kind": place.kind,
        "parent": str(place.parent) if place.parent else None,
    }
