"""How somebody wants to be called, reached, and shown the portal: settled by the person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db import transaction

from accounts.models import Person
from district_portal import audit

if TYPE_CHECKING:
    import datetime as dt

CONTACT = ("phone", "reach")
"""Recorded as changed, without what they say."""


class Presentation(TypedDict, total=False):
    """Any of what the person settles.

    An empty preferred name is the roster's, an empty language is none.
    """

    preferred_name: str
    phone: str
    reach: str
    language: str
    appearance: str


@transaction.atomic
def present(person: Person, presentation: Presentation, *, at: dt.datetime | None = None) -> Person:
    """Set what `person` settles about themselves; records what changed, nothing when nothing did.

    A preferred name that is the roster's first name is kept as none. `at` is aware, now unless
    given.
    """
    now = Person.objects.select_for_update().get(pk=person.pk)
    wanted = dict(presentation)
    if wanted.get("preferred_name") == now.given_name:
        wanted["preferred_name"] = ""
    before = {name: getattr(now, name) for name in wanted}
    changed = [name for name, value in wanted.items() if value != before[name]]
    if not changed:
        return now
    for name in changed:
        setattr(now, name, wanted[name])
    now.save(update_fields=changed)
    told = [name for name in changed if name not in CONTACT]
    audit.record(
        "people.presented",
        by=now,
        on=now,
        person=now,
        before={name: before[name] for name in told},
        after={
            **{name: wanted[name] for name in told},
            "changed": sorted(set(changed) - set(told)),
        },
        at=at,
    )
    return now


@transaction.atomic
def speak(person: Person, *, language: str, by: Person, at: dt.datetime | None = None) -> Person:
    """Set the language of `person`, who does not settle it themselves; by whom is kept.

    `language` is the code of one that is offered, empty for none. Harmless when it is so already.
    `at` is aware, now unless given.
    """
    now = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = now.language
    if language == before:
        return now
    now.language = language
    now.save(update_fields=["language"])
    audit.record(
        "people.spoken_with",
        by=by,
        on=now,
        person=now,
        before={"language": before},
        after={"language": language},
        at=at,
    )
    return now
