"""What an act changed, in words: which field, from what, to what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from district_portal.trail.fields import SENSITIVE, field_in_words
from district_portal.trail.objects import KINDS, Thing, kind_in_words
from district_portal.trail.values import value_in_words
from district_portal.ui.dates import date_in_words

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from district_portal.audit.models import Event

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
FIRST: Final = frozenset({"format", "state", "outcome"})
"""What is told first of all: by it acts of one kind differ."""
NAMES = "changed"
"""The field whose values are names of fields: they were changed, and how is said nowhere."""


@dataclass(frozen=True)
class Change:
    """One field: what stood there before and what stands there now; "" where nothing is said.

    `hidden`: the field is sensitive, so that only that it changed is told.
    """

    field: str
    before: str = ""
    after: str = ""
    hidden: bool = False
    name: str = ""
    """As it is recorded."""

    def __str__(self) -> str:
        if self.hidden:
            return _("%(field)s: changed, not shown") % {"field": self.field}
        said = f"{self.before} → {self.after}" if self.before else self.after
        return f"{self.field}: {said}"


@dataclass(frozen=True)
class Told:
    """An act with what it changed, and the object that it was done on if that has a history."""

    event: Event

    @property
    def changes(self) -> list[Change]:
        event = self.event
        found = changes(event.before, event.after, on=event.object_type)
        return sorted(found, key=lambda change: change.name not in FIRST)

    @property
    def thing(self) -> Thing | None:
        event = self.event
        known = event.object_type in KINDS and event.object_id.isdecimal()
        return Thing(event.object_type, event.object_id) if known else None

    @property
    def kind(self) -> str | Promise:
        """What the object is."""
        return kind_in_words(self.event.object_type)


def told(event: Event) -> Told:
    """`event`, to be shown."""
    return Told(event)


def changes(before: Any, after: Any, *, on: str = "") -> list[Change]:
    """What differs between both, field by field, of an act on a table with the label `on`.

    All that is said where there is one side only, but what is empty there.
    """
    earlier, later = _fields(before), _fields(after)
    names = list(dict.fromkeys([*earlier, *later]))
    differing = [name for name in names if _differ(name, earlier, later)]
    return [_change(name, earlier, later, on=on) for name in differing]


def _fields(side: Any) -> dict[str, Any]:
    if side is None:
        return {}
    return side if isinstance(side, dict) else {"": side}


def _differ(name: str, earlier: dict[str, Any], later: dict[str, Any]) -> bool:
    if name in earlier and name in later:
        return bool(earlier[name] != later[name])
    said = earlier[name] if name in earlier else later[name]
    return said not in EMPTY or isinstance(said, bool | int)


def _change(name: str, earlier: dict[str, Any], later: dict[str, Any], *, on: str) -> Change:
    field = field_in_words(name)
    if name in SENSITIVE:
        return Change(field, hidden=True, name=name)
    before = in_words(name, earlier[name], on=on) if name in earlier else ""
    after = in_words(name, later[name], on=on) if name in later else _("no longer said")
    return Change(field, before, after, name=name)


def in_words(name: str, value: Any, *, on: str = "") -> str:
    """The value of a field for people: days and choices in words, lists with commas.

    `on` is the label of the table that the field belongs to, where that is known.
    """
    if isinstance(value, dict):
        told = ((key, item) for key, item in value.items() if key not in SENSITIVE)
        return _joined(
            (f"{field_in_words(key)}: {in_words(key, item, on=on)}" for key, item in told), "; "
        )
    if isinstance(value, list):
        return _joined((in_words(name, item, on=on) for item in value), ", ")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return _("none")
    text = str(value)
    if (day := _day(text)) is not None:
        return day
    return str(field_in_words(text)) if name == NAMES else value_in_words(name, text, on=on)


def _joined(parts: Iterable[str], mark: str) -> str:
    return mark.join(parts) or _("none")


def _day(text: str) -> str | None:
    """A day or a moment in words; None for what is neither."""
    try:
        if DAY.fullmatch(text):
            return date_in_words(dt.date.fromisoformat(text))
        if MOMENT.fullmatch(text):
            return date_in_words(dt.datetime.fromisoformat(text), style="time")
    except (ValueError, OverflowError):
        pass
    return None
