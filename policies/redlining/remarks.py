"""What is said above a clause of the redline: where it was, whether it is new or gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policies.aligning import Alignment
from policies.redlining.naming import called, name_of, named
from policies.redlining.shown import Note

Anchor = Callable[[int], str]


def is_new(kind: str) -> Note:
    """The note above a clause that was not there before."""
    return Note(_("New heading") if kind == "heading" else _("New clause"), "ok")


def is_gone(kind: str) -> Note:
    """The note above a clause that is no longer there."""
    return Note(_("Heading removed") if kind == "heading" else _("Removed"), "bad")


def was(alignment: Alignment, old: int, kinds: Sequence[str], anchor: Anchor) -> list[Note]:
    """The notes above a clause that lived on; `kinds` are what is different about it."""
    name = named(alignment.old, old)
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
    link = format_lazy(_("a part is now {name}"), name=named(alignment.new, new))
    return Note(_("Split"), "warn", link, anchor(new))


def split_off(alignment: Alignment, new: int | None, old: int, anchor: Anchor) -> Note:
    """The note above a clause that was a part of the old one, which lives on at `new`, if any."""
    name = named(alignment.old, old)
    if new is None:
        return Note(format_lazy(_("Split off from {name}"), name=name), "warn")
    return Note(_("Split off"), "warn", format_lazy(_("from {name}"), name=name), anchor(new))


def joined(alignment: Alignment, old: int, anchor: Anchor) -> Note:
    """The note above a clause that took the old one in."""
    link = format_lazy(_("with what was {name}"), name=named(alignment.old, old))
    return Note(_("Joined"), "warn", link, anchor(old))


def went_to(alignment: Alignment, olds: Sequence[int], news: Sequence[int], anchor: Anchor) -> Note:
    """The marker where `olds` stood that now stand at `news`, or are a part of it."""
    if len(olds) == 1:
        text = format_lazy(_("{clause} stood here."), clause=called(alignment.old, olds[0]))
        link = format_lazy(_("It is now {where}"), where=named(alignment.new, news[0]))
        return Note(text, link=link, anchor=anchor(news[0]))
    first, last = (name_of(alignment.old, at) for at in (olds[0], olds[-1]))
    text = format_lazy(
        _("{n} clauses stood here, {first} to {last}."), n=len(olds), first=first, last=last
    )
    first, last = (name_of(alignment.new, at) for at in (news[0], news[-1]))
    link = format_lazy(_("They are now {first} to {last}"), first=first, last=last)
    return Note(text, link=link, anchor=anchor(news[0]))


def went_into(alignment: Alignment, old: int, new: int, anchor: Anchor) -> Note:
    """The marker where the old clause stood that is now a part of the one at `new`."""
    text = format_lazy(_("{clause} stood here."), clause=called(alignment.old, old))
    link = format_lazy(_("It is now a part of {where}"), where=named(alignment.new, new))
    return Note(text, link=link, anchor=anchor(new))
