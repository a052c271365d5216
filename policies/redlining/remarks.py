"""What is said above a clause of the redline: where it was, whether it is new or gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policies.aligning import Alignment
from policies.redlining.shown import Note
from policies.telling import name_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Anchor = Callable[[int], str]


def is_new(kind: str) -> Note:
    """The note above a clause that was not there before."""
    return Note(_("New heading") if kind == "heading" else _("New clause"), "ok")


def is_gone(kind: str) -> Note:
    """The note above a clause that is no longer there."""
    return Note(_("Heading removed") if kind == "heading" else _("Removed"), "bad")


def was(alignment: Alignment, old: int, kinds: Sequence[str], anchor: Anchor) -> list[Note]:
    """The notes above a clause that lived on; `kinds` are what is different about it."""
    name = name_of(alignment.old, old)
    found = []
    same = "changed" not in kinds
    if "moved" in kinds:
        text = _("Moved, same words") if same else _("Moved")
        found.append(Note(text, link=format_lazy(_("from {name}"), name=name), anchor=anchor(old)))
    elif "renumbered" in kinds and same:
        found.append(Note(format_lazy(_("Was {name}, same words"), name=name)))
    elif "renumbered" in kinds:
        found.append(Note(format_lazy(_("Was {name}"), name=name)))
    if "respaced" in kinds:
        found.append(Note(_("Only spaces, quotes or dashes differ")))
    if "reset" in kinds:
        found.append(Note(_("Set at another level or as another kind of text")))
    return found


def split_into(alignment: Alignment, new: int, anchor: Anchor) -> Note:
    """The note above a clause of which a part became the clause at `new`."""
    link = format_lazy(_("a part is now {name}"), name=name_of(alignment.new, new))
    return Note(_("Split"), "warn", link, anchor(new))


def split_off(alignment: Alignment, new: int | None, old: int, anchor: Anchor) -> Note:
    """The note above a clause that was a part of the old one, which lives on at `new`, if any."""
    name = name_of(alignment.old, old)
    if new is None:
        return Note(format_lazy(_("Split off from {name}"), name=name), "warn")
    return Note(_("Split off"), "warn", format_lazy(_("from {name}"), name=name), anchor(new))


def joined(alignment: Alignment, old: int, anchor: Anchor) -> Note:
    """The note above a clause that took the old one in."""
    link = format_lazy(_("with what was {name}"), name=name_of(alignment.old, old))
    return Note(_("Joined"), "warn", link, anchor(old))


def went_to(alignment: Alignment, olds: Sequence[int], news: Sequence[int], anchor: Anchor) -> Note:
    """The marker where `olds` stood that now stand at `news`, or are a part of it."""
    first = name_of(alignment.old, olds[0])
    where: StrOrPromise = name_of(alignment.new, news[0])
    if len(olds) == 1:
        text = format_lazy(_("{name} stood here."), name=first)
        return Note(
            text, link=format_lazy(_("It is now {where}"), where=where), anchor=anchor(news[0])
        )
    text = format_lazy(
        _("{first} to {last} stood here."), first=first, last=name_of(alignment.old, olds[-1])
    )
    link = format_lazy(
        _("They are now {where} to {last}"), where=where, last=name_of(alignment.new, news[-1])
    )
    return Note(text, link=link, anchor=anchor(news[0]))


def went_into(alignment: Alignment, old: int, new: int, anchor: Anchor) -> Note:
    """The marker where the old clause stood that is now a part of the one at `new`."""
    text = format_lazy(_("{name} stood here."), name=name_of(alignment.old, old))
    link = format_lazy(_("It is now a part of {where}"), where=name_of(alignment.new, new))
    return Note(text, link=link, anchor=anchor(new))
