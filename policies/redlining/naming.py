"""What a clause is called, in a list and inside a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policies import naming
from policies.aligning import Passage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SUBJECTS: Final = {
    "heading": _("Heading {name}"),
    "item": _("Clause {name}"),
    "row": _("Table row {name}"),
    "para": _("Paragraph {name}"),
    "cont": _("Paragraph {name}"),
}


def name_of(passages: Sequence[Passage], position: int) -> str:
    """Answer what to call a clause: its number below others' (12.b), else its first words."""
    passage = passages[position]
    if passage.kind == "heading":
        return naming.called("", passage.text, [])
    above: list[str] = []
    at = passage.parent
    while at >= 0:
        above.insert(0, passages[at].label)
        at = passages[at].parent
    return naming.called(passage.label, passage.text, above)


def called(passages: Sequence[Passage], position: int) -> StrOrPromise:
    """Answer the clause with what it is: Clause 12.b, Heading “General”."""
    passage = passages[position]
    return format_lazy(
        _SUBJECTS.get(passage.kind, _SUBJECTS["para"]), name=name_of(passages, position)
    )


def named(passages: Sequence[Passage], position: int) -> StrOrPromise:
    """Answer the clause as it is called inside a sentence: clause 12.b, “Every person who…”."""
    name = name_of(passages, position)
    passage = passages[position]
    if passage.kind == "item" and passage.numbered:
        return format_lazy(_("clause {name}"), name=name)
    return name


def repeated_numbers(passages: Sequence[Passage]) -> set[str]:
    """Answer the numbers that several clauses have, each below another heading."""
    names = Counter(
        name_of(passages, at)
        for at, passage in enumerate(passages)
        if passage.kind == "item" and passage.numbered
    )
    return {name for name, count in names.items() if count > 1}


def called_under(passages: Sequence[Passage], at: int, repeated: set[str]) -> StrOrPromise:
    """Answer the clause with what it is, and its heading where its number is not the only one."""
    subject = called(passages, at)
    heading = passages[at].heading
    if not heading or passages[at].kind == "heading" or name_of(passages, at) not in repeated:
        return subject
    return format_lazy(
        _("{subject} under “{heading}”"), subject=subject, heading=naming.shortened(heading)
    )
