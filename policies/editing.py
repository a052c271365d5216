"""Edits of a draft: each is one step that can be undone, made on the text that its maker saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district_portal import audit
from policies import rearranging
from policies.models import Draft, DraftEdit

if TYPE_CHECKING:
    from accounts.models import Person

Change = Callable[[Draft], None]


class StaleDraftError(Exception):
    """The draft has been edited since its maker saw it; `draft` is how it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


class NothingToUndoError(Exception):
    """The draft stands as it began."""


def change_clause(
    draft: Draft, number: int, *, revision: int, by: Person | None, **fields: Any
) -> Draft:
    """Change kind, label, text or `was` of a clause; a blank line in the text splits it.

    Like every edit here: `revision` is the draft's number that its maker saw. Raises
    StaleDraftError when it has changed since, NoSuchClauseError for a clause that is gone.
    """
    return _rearrange(
        draft,
        number,
        _("Changed: %(clause)s"),
        lambda nodes: rearranging.change(nodes, number, **fields),
        revision=revision,
        by=by,
    )


def indent(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Set a clause one level further in."""
    return _rearrange(
        draft,
        number,
        _("One level in: %(clause)s"),
        lambda nodes: rearranging.shift(nodes, number, by=1),
        revision=revision,
        by=by,
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
        draft.text["nodes"] = rearranging.insert(draft.nodes, after=after, **fields)

    return _edit(draft, _("Added a clause"), change, revision=revision, by=by)


def drop(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Take a clause out of the text; it can be restored."""

    def change(draft: Draft) -> None:
        draft.text["nodes"], draft.dropped = rearranging.drop(draft.nodes, draft.dropped, number)

    what = _("Dropped: %(clause)s") % {"clause": _excerpt(draft.nodes, number)}
    return _edit(draft, what, change, revision=revision, by=by)


def restore(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Put a dropped clause back."""

    def change(draft: Draft) -> None:
        draft.text["nodes"], draft.dropped = rearranging.restore(draft.nodes, draft.dropped, number)

    what = _("Put back: %(clause)s") % {"clause": _excerpt(draft.dropped, number)}
    return _edit(draft, what, change, revision=revision, by=by)


def settle(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Take a doubt of the reader off the list: `number` is its place there, from 0."""

    def change(draft: Draft) -> None:
        if not 0 <= number < len(draft.doubts):
            raise rearranging.NoSuchClauseError(number)
        draft.doubts = [doubt for place, doubt in enumerate(draft.doubts) if place != number]

    return _edit(draft, _("Settled a doubt"), change, revision=revision, by=by)


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

    return _edit(draft, _("Changed the header"), change, revision=revision, by=by)


@transaction.atomic
def undo(draft: Draft, *, revision: int, by: Person | None) -> Draft:
    """Take the last edit back; again, the one before it.

    Raises StaleDraftError, NothingToUndoError.
    """
    draft = _current(draft, revision)
    last = draft.edits.first()
    if last is None:
        raise NothingToUndoError
    for name, value in last.before.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.proposal = draft.proposed_by = draft.proposed_at = None
    draft.save()
    audit.record("drafts.undone", by=by, on=draft, before={"what": last.what})
    last.delete()
    return draft


def _rearrange(
    draft: Draft,
    number: int,
    what: str,
    change: Callable[[list[rearranging.Node]], list[rearranging.Node]],
    *,
    revision: int,
    by: Person | None,
) -> Draft:
    def apply(draft: Draft) -> None:
        draft.text["nodes"] = change(draft.nodes)

    said = what % {"clause": _excerpt(draft.nodes, number)}
    return _edit(draft, said, apply, revision=revision, by=by)


@transaction.atomic
def _edit(draft: Draft, what: str, change: Change, *, revision: int, by: Person | None) -> Draft:
    draft = _current(draft, revision)
    before = _snapshot(draft)
    change(draft)
    if _snapshot(draft) == before:
        return draft
    what = Truncator(what).chars(120)
    DraftEdit.objects.create(
        draft=draft, revision=draft.revision, what=what, before=before, by=by, at=timezone.now()
    )
    draft.revision += 1
    draft.proposal = draft.proposed_by = draft.proposed_at = None
    draft.save()
    audit.record("drafts.edited", by=by, on=draft, after={"what": what})
    return draft


def _current(draft: Draft, revision: int) -> Draft:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.revision != revision:
        raise StaleDraftError(locked)
    return locked


def _snapshot(draft: Draft) -> dict[str, Any]:
    kept = {name: getattr(draft, name) for name in Draft.EDITED}
    return {**kept, "text": {**draft.text}}


def _excerpt(nodes: list[rearranging.Node], number: int) -> str:
    node = next((node for node in nodes if node["id"] == number), None)
    if node is None:
        return ""
    return Truncator(f"{node['label']} {node['text']}".strip()).chars(60)
