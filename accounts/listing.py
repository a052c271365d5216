"""Which people a list shows, and in which order."""

from __future__ import annotations

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import Person, Place, Posting
from accounts.places import with_places_below
from district_portal.district.current import today


def listed(
    people: QuerySet[Person],
    *,
    q: str = "",
    place: Place | None = None,
    kind: str = "",
    shown: str = "",
) -> QuerySet[Person]:
    """People with today's primary posting beside them, by name.

    `q` is a part of a name, position, address or number; `place` counts with the places below it;
    `shown` is "" (on the roster), "leave", "coming" or "left".
    """
    current = Posting.objects.current().filter(primary=True)
    if place:
        current = current.filter(place__in=with_places_below({place.pk}))
    if kind:
        current = current.filter(kind=kind)
    if shown == "leave":
        current = current.filter(on_leave=True)
    rows = people.annotate(
        held=FilteredRelation(
            "postings",
            condition=Q(postings__primary=True, postings__since__lte=today())
            & (Q(postings__until=None) | Q(postings__until__gte=today())),
        ),
        place_name=F("held__place__name"),
        position=F("held__position"),
        kind=F("held__kind"),
        on_leave=F("held__on_leave"),
    )
    coming = Posting.objects.filter(person=OuterRef("pk"), since__gt=today())
    if shown == "coming":
        rows = rows.filter(Exists(coming), is_active=False)
    elif shown == "left":
        rows = rows.filter(~Exists(coming), is_active=False)
    elif place or kind or shown:
        rows = rows.filter(postings__in=current, is_active=True)
    else:
        rows = rows.filter(is_active=True)
    return worded(rows, q, also="held__position").order_by("sort_name", "pk")


def worded(people: QuerySet[Person], q: str, *, also: str = "") -> QuerySet[Person]:
    """Those of `people` with each word of `q` in their name or address, or as their number.

    `also`: or in this field.
    """
    for word in q.split():
        elsewhere = Q(**{f"{also}__icontains": word}) if also else Q()
        people = people.filter(
            Q(given_name__icontains=word)
            | Q(preferred_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(number__iexact=word)
            | elsewhere
        )
    return people
