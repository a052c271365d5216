"""People keep a report's filters, columns and order under a name of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from district_portal import audit
from district_portal.reports.models import SavedView

if TYPE_CHECKING:
    import datetime as dt

MOST: Final = 50
"""So many views one person may keep."""


class NameTakenError(Exception):
    """Another view of the person has this name, in whatever case."""


class TooManyError(Exception):
    """The person keeps MOST views already."""


@transaction.atomic
def save(name: str, query: str, *, by: Person, at: dt.datetime | None = None) -> SavedView:
    """Keep `query`, as it stands in an address, under `name`; twice the same is one view.

    `at` is aware, now unless given. Raises NameTakenError, TooManyError.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk=by.pk).values("pk"))
    mine = SavedView.objects.filter(person=by)
    if same := mine.filter(name__iexact=name, query=query).first():
        return same
    if mine.count() >= MOST:
        raise TooManyError
    view = SavedView(person=by, name=name, query=query, saved_at=at or timezone.now())
    _write(view)
    audit.record("reports.view_saved", by=by, on=view, after={"name": name}, at=at)
    return view


@transaction.atomic
def rename(view: SavedView, name: str, *, by: Person) -> None:
    """Call `view` otherwise. Raises NameTakenError."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    before = view.name
    if before == name:
        return
    view.name = name
    _write(view)
    was, now = {"name": before}, {"name": name}
    audit.record("reports.view_renamed", by=by, on=view, before=was, after=now)


@transaction.atomic
def delete(view: SavedView, *, by: Person) -> None:
    """Keep `view` no more; a second time changes nothing."""
    found = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if found is None:
        return
    audit.record("reports.view_deleted", by=by, on=found, before={"name": found.name})
    found.delete()


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise NameTakenError from taken
