"""What changed beside the clauses: title, code, printed dates, references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from policies.comparing import Change, word_changes
from policies.models import Draft, PrintedDate, Reference, Version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Facts:
    """What stands around a text."""

    title: str
    code: str
    dates: Sequence[str]
    legal: Sequence[str]
    cross: Sequence[str]

    @classmethod
    def of_version(cls, version: Version) -> Facts:
        references = [each for each in version.references.all() if not each.path]
        of_kind = {
            kind: [str(reference) for reference in references if reference.kind == kind]
            for kind in (Reference.Kind.LEGAL, Reference.Kind.CROSS)
        }
        return cls(
            version.title,
            version.code,
            [str(date) for date in version.dates.all()],
            of_kind[Reference.Kind.LEGAL],
            of_kind[Reference.Kind.CROSS],
        )

    @classmethod
    def of_draft(cls, draft: Draft) -> Facts:
        dates = [
            PrintedDate(kind=date["type"], iso=date["iso"] or "", printed=date["printed"])
            for date in draft.text.get("dates", [])
        ]
        cross = [
            Reference(
                kind=Reference.Kind.CROSS,
                before=named.get("before", ""),
                code=named["code"],
                text=named["title"],
            )
            for named in draft.text.get("cross_refs", [])
        ]
        legal = [named["text"] for named in draft.text.get("legal_refs", [])]
        return cls(draft.title, draft.code, [*map(str, dates)], legal, [*map(str, cross)])


@dataclass(frozen=True)
class Beside:
    """One fact that changed, and its words before and after."""

    what: StrOrPromise
    words: Sequence[Change]


def besides(old: Facts, new: Facts) -> list[Beside]:
    """What is different around two texts, in the order in which it is printed."""
    return [
        *_single(_("Code"), old.code, new.code),
        *_single(_("Title"), old.title, new.title),
        *_several(_("Date"), old.dates, new.dates),
        *_several(_("Legal reference"), old.legal, new.legal),
        *_several(_("Cross reference"), old.cross, new.cross),
    ]


def _single(what: StrOrPromise, old: str, new: str) -> Iterator[Beside]:
    if old != new:
        yield Beside(what, word_changes(old, new))


def _several(what: StrOrPromise, old: Sequence[str], new: Sequence[str]) -> Iterator[Beside]:
    for text in old:
        if text not in new:
            yield Beside(what, [("-", text)])
    for text in new:
        if text not in old:
            yield Beside(what, [("+", text)])
