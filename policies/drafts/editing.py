"""Edits of a draft: each is one step that can be undone, made on the text that its maker saw."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.text import Truncator

from district_portal.district.keeping_words import in_own_language
from district_portal.district.keeping_words import own_words as _
from policies.drafts import orphaning, rearranging
from policies.drafts.undoing import (
    NothingToUndoError,
    StaleDraftError,
    make,
    redo,
    to_redo,
    to_undo,
    touched_since,
    undo,
)
from policies.models import Draft

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import Person

__all__ = [
    "NothingToUndoError",
    "StaleDraftError",
    "change_clause",
    "change_head",
    "drop",
    "excerpt",
    "fingerprint",
    "indent",
    "insert",
    "is_untouched",
    "join",
    "move_down",
    "move_up",
    "outdent",
    "redo",
    "restore",
    "settle",
    "settle_all",
    "to_redo",
    "to_undo",
    "undo",
    "write",
]


def change_clause(
    draft: Draft,
    number: int,
    *,
    revision: int,
    by: Person | None,
    seen: str = "",
    **fields: Any,
) -> Draft:
    """Change kind, label, text or `was` of a clause; a blank line in the text splits it.

    Like every edit here: `revision` is the draft's number that its maker saw. Raises
    StaleDraftError when that clause has changed since (`seen` is its fingerprint then, if known),
    NoSuchClauseError for a clause that is gone.
    """

    def change(draft: Draft) -> None:
        draft.text["nodes"] = rearranging.change(
            draft.nodes, number, above=_given_out(draft), **fields
        )

    return make(
        draft,
        _said(_("Changed: %(clause)s"), draft.nodes, number),
        change,
        revision=revision,
        by=by,
        holds=lambda now: _is_as_seen(now, number, revision, seen),
    )


def write(
    draft: Draft,
    number: int,
    *,
    revision: int,
    by: Person | None,
    seen: str = "",
    **fields: Any,
) -> Draft:
    """Keep what is being written in a clause, as `change_clause` does, without splitting it.

    What one person writes in one clause without a longer pause is one edit.
    """

    def apply(draft: Draft) -> None:
        draft.text["nodes"] = rearranging.write(draft.nodes, number, **fields)

    return make(
        draft,
        _said(_("Changed: %(clause)s"), draft.nodes, number),
        apply,
        revision=revision,
        by=by,
        holds=lambda now: _is_as_seen(now, number, revision, seen),
        clause=number,
    )


def fingerprint(node: Mapping[str, Any]) -> str:
    """What tells whether a clause still reads as its editor saw it."""
    parts = "\0".join(node[name] for name in ("kind", "label", "text", "was"))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def is_untouched(draft: Draft, numbers: Iterable[int], revision: int) -> bool:
    """Whether nobody has edited any of these clauses since the draft had that number."""
    return revision <= draft.revision and touched_since(draft, revision).isdisjoint(numbers)


def indent(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Set a clause one level further in."""
    return _rearrange(
        draft,
        number,
        _("One level in: %(clause)s"),
        lambda nodes: rearranging.shift(nodes, number, by=1),
        revision=revision,
        by=by,
        holds=lambda now: is_untouched(now, [number], revision),
    )


def outdent(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Set a clause one level further out."""
    return _rearrange(
        draft,
        number,
        _("One level out: %(clause)s"),
        lambda nodes: rearranging.shift(nodes, number, by=-1),
        revision=revision,
        by=by,
        holds=lambda now: is_untouched(now, [number], revision),
    )


def move_up(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Set a clause before the one above it."""
    return _rearrange(
        draft,
        number,
        _("Moved up: %(clause)s"),
        lambda nodes: rearranging.move(nodes, number, by=-1),
        revision=revision,
        by=by,
    )


def move_down(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Set a clause behind the one below it."""
    return _rearrange(
        draft,
        number,
        _("Moved down: %(clause)s"),
        lambda nodes: rearranging.move(nodes, number, by=1),
        revision=revision,
        by=by,
    )


def join(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Add a clause to the one above it."""
    return _rearrange(
        draft,
        number,
        _("Joined with the one above: %(clause)s"),
        lambda nodes: rearranging.join(nodes, number),
        revision=revision,
        by=by,
    )


def insert(
    draft: Draft, after: int | None, *, revision: int, by: Person | None, **fields: Any
) -> Draft:
    """Add a clause behind the one with id `after`, or at the beginning."""

    def change(draft: Draft) -> None:
        draft.text["nodes"] = rearranging.insert(
            draft.nodes, after=after, above=_given_out(draft), **fields
        )

    return make(draft, _("Added a clause"), change, revision=revision, by=by)


def drop(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Take a clause out of the text; it can be restored. What stood below it is in doubt."""

    def change(draft: Draft) -> None:
        orphaning.leave_out(draft, [number])

    what = _said(_("Dropped: %(clause)s"), draft.nodes, number)
    untouched = partial(is_untouched, numbers=[number], revision=revision)
    return make(draft, what, change, revision=revision, by=by, holds=untouched)


def restore(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Put a dropped clause back."""

    def change(draft: Draft) -> None:
        draft.text["nodes"], draft.dropped = rearranging.restore(
            draft.nodes, draft.dropped, number, above=_given_out(draft)
        )
        draft.doubts = orphaning.without(draft.doubts, number)

    what = _said(_("Put back: %(clause)s"), draft.dropped, number)
    return make(draft, what, change, revision=revision, by=by)


def settle(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Take a doubt of the reader off the list: `number` is its place there, from 0."""

    def change(draft: Draft) -> None:
        if not 0 <= number < len(draft.doubts):
            raise rearranging.NoSuchClauseError(number)
        draft.doubts = [doubt for place, doubt in enumerate(draft.doubts) if place != number]

    return make(draft, _("Settled a doubt"), change, revision=revision, by=by)


def settle_all(draft: Draft, _number: int, *, revision: int, by: Person | None) -> Draft:
    """Take every doubt about the clauses off the list; those about code and title stay."""

    def change(draft: Draft) -> None:
        draft.doubts = [doubt for doubt in draft.doubts if doubt["about"] in ("code", "title")]

    return make(draft, _("Settled all doubts"), change, revision=revision, by=by)


def change_head(
    draft: Draft, *, revision: int, by: Person | None, head: Mapping[str, Any]
) -> Draft:
    """Change what stands around the text.

    `head` may hold kind, code, title, series, owner_id, and dates, legal_refs and cross_refs in
    the form of Draft.text. The kind of a draft that is tied to a policy stays the policy's.
    """

    def change(draft: Draft) -> None:
        for name, value in head.items():
            if name in ("dates", "legal_refs", "cross_refs"):
                draft.text[name] = value
            elif name != "kind" or draft.policy_id is None:
                setattr(draft, name, value)
        if draft.code:
            draft.doubts = [doubt for doubt in draft.doubts if doubt["about"] != "code"]

    return make(draft, _("Changed the header"), change, revision=revision, by=by)


def _rearrange(
    draft: Draft,
    number: int,
    what: StrOrPromise,
    change: Callable[[list[rearranging.Node]], list[rearranging.Node]],
    *,
    revision: int,
    by: Person | None,
    holds: Callable[[Draft], bool] = lambda _draft: False,
) -> Draft:
    def apply(draft: Draft) -> None:
        draft.text["nodes"] = change(draft.nodes)

    said = _said(what, draft.nodes, number)
    return make(draft, said, apply, revision=revision, by=by, holds=holds)


@in_own_language()
def _said(what: StrOrPromise, nodes: list[rearranging.Node], number: int) -> str:
    return str(what) % {"clause": excerpt(nodes, number)}


def _given_out(draft: Draft) -> int:
    """The highest id that a clause of `draft` has, or had while somebody remarked on it."""
    remarked = draft.comments.aggregate(highest=Max("node"))["highest"] or 0
    return max(rearranging.highest_id([*draft.nodes, *draft.dropped]), remarked)


def _is_as_seen(draft: Draft, number: int, revision: int, seen: str) -> bool:
    if not seen:
        return is_untouched(draft, [number], revision)
    return fingerprint(draft.nodes[rearranging.find(draft.nodes, number)]) == seen


def excerpt(nodes: list[rearranging.Node], number: int) -> str:
    """How a clause begins, to name it by; nothing for one that is not there."""
    node = next((node for node in nodes if node["id"] == number), None)
    if node is None:
        return ""
    return Truncator(f"{node['label']} {node['text']}".strip()).chars(60)
