"""Write and read the audit trail; the only way in and out of its table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from district_portal.audit.models import THE_PORTAL, Event
from district_portal.district.keeping_words import in_own_language
from district_portal.freezing import ignore_no_trigger

if TYPE_CHECKING:
    import json

    from accounts.models import Person, Place

CONFIDENTIAL = ("concerns.", "mail.confidential", "records.confidential_")
"""How acts begin of which the trail keeps who did what to which number, and nothing else.

What they are about is in no event, and who looks through the trail does not come upon them.
"""
NUMBERED = "concerns."
"""Of these the object is called by its number; what others are about has a name that tells."""
OF_EACH = (
    *("object_type", "object_id", "object"),
    *("person_id", "person", "place_id", "place"),
    *("before", "after"),
)
"""What `record_each` takes of each row: ids and labels, and what changed as jsonb."""


@in_own_language()
def record(
    act: str,
    *,
    by: Person | None,
    on: models.Model | None = None,
    person: Person | None = None,
    place: Place | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Record one act inside the caller's transaction, in the district's words.

    `act` is part.verb ("policies.published"); `by` is who did it, None when the portal did;
    `on` the object, `person` whom it concerns, `place` where. `before` and `after` hold what
    changed and never the text of a concern, a secret or a contact detail. `at` is aware, now
    unless given; the database adds its own time. Raises ValueError for one of CONFIDENTIAL that
    names a person or place, or tells more than counts of what changed.
    """
    told = [*(before or {}).values(), *(after or {}).values()]
    is_confidential = act.startswith(CONFIDENTIAL)
    if is_confidential and (person or place or any(type(v) is not int for v in told)):
        raise ValueError(f"{act} may tell nothing but who acted, when, and on which number")
    is_named = on is not None and (not is_confidential or act.startswith(NUMBERED))
    Event(
        at=at or timezone.now(),
        act=act,
        actor_id=by.pk if by else None,
        actor=str(by) if by else THE_PORTAL,
        object_type=on._meta.label_lower if on else "",  # noqa: SLF001
        object_id=str(on.pk) if on else "",
        object=str(on)[:300] if is_named else "",
        person_id=person.pk if person else None,
        person=str(person) if person else "",
        place_id=place.pk if place else None,
        place=str(place) if place else "",
        before=_plain(before),
        after=_plain(after),
    ).save(force_insert=True)


@in_own_language()
def record_each(
    act: str,
    *,
    by: Person | None,
    each: str,
    parameters: Mapping[str, Any],
    at: dt.datetime | None = None,
) -> int:
    """Record one act for every row of a statement, as `record` does for one; answers how many.

    `each` is a SELECT of ours with %(…)s `parameters` and the columns of `OF_EACH`, by these
    names; what is said of `record` holds for each of them. The rows never leave the database.
    Raises ValueError for an act of CONFIDENTIAL: what its rows tell can't be looked at here.
    """
    if act.startswith(CONFIDENTIAL):
        raise ValueError(f"{act} is recorded one by one")
    ignore_no_trigger()
    columns = ", ".join(OF_EACH)
    said: dict[str, Any] = {
        "at": at or timezone.now(),
        "act": act,
        "actor": str(by) if by else THE_PORTAL,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_event (at, act, actor_id, actor, {columns})"  # noqa: S608 – our own
            f" SELECT %(at)s, %(act)s, %(actor_id)s, %(actor)s, {columns} FROM ({each}) each",
            {**parameters, **said, "actor_id": by.pk if by else None},
        )
        return int(cursor.rowcount)


def events(**filters: object) -> models.QuerySet[Event]:
    """The trail, newest first, filtered by columns of the event; without what is CONFIDENTIAL."""
    hidden = models.Q()
    for begin in CONFIDENTIAL:
        hidden |= models.Q(act__startswith=begin)
    return Event.objects.filter(**filters).exclude(hidden)


def table_of_events() -> str:
    """The table of events, for who gives rights on it."""
    return str(Event._meta.db_table)  # noqa: SLF001


def history(of: models.Model) -> models.QuerySet[Event]:
    """What was done to one object, newest first; for those who may see the object."""
    return Event.objects.filter(object_type=of._meta.label_lower, object_id=str(of.pk))  # noqa: SLF001


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    encoder: json.JSONEncoder = DjangoJSONEncoder()
    return {
        key: value
        if isinstance(value, str | int | float | list | dict | None)
        else encoder.encode(value).strip('"')
        for key, value in values.items()
    }
