"""The edits of a draft on record: what each one changed, how it is taken back and made again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F, Max, Min, Q, Window
from django.utils import timezone
from django.utils.text import Truncator

from district_portal import audit
from district_portal.district.keeping_words import in_own_language
from policies.drafts import ending_proposals
from policies.models import Draft, DraftEdit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import Person

Change = Callable[[Draft], None]
Snapshot = dict[str, Any]
Patch = dict[str, list[Any]]

LISTS: Final = ("nodes", "dropped", "doubts", "dates", "legal_refs", "cross_refs")
ONE_SITTING: Final = dt.timedelta(minutes=15)
"""Going on with a clause within this time belongs to the same edit."""


class StaleDraftError(Exception):
    """The draft has been edited since its maker saw it; `draft` is how it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


class NothingToUndoError(Exception):
    """The draft stands as it began, or as it was edited last."""


@transaction.atomic
def make(
    draft: Draft,
    what: StrOrPromise,
    change: Change,
    *,
    revision: int,
    by: Person | None,
    holds: Callable[[Draft], bool] = lambda _draft: False,
    clause: int | None = None,
) -> Draft:
    """Let `change` edit the locked draft, and record it as `what`.

    `revision` is the draft's number that the editor saw; when it has moved on, `holds` answers
    whether the edit still fits, else StaleDraftError is raised. With `clause`, writing on in the
    same clause within ONE_SITTING lengthens the person's last edit instead of adding one.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.revision != revision and not holds(draft):
        raise StaleDraftError(draft)
    before = _snapshot(draft)
    change(draft)
    after = _snapshot(draft)
    if after == before:
        return draft
    draft.revision += 1
    ending_proposals.end(draft, by=by, why="edited")
    draft.save()
    last = _same_sitting(draft, clause, by)
    if last is not None:
        last.patch = difference(_applied(before, last.patch, back=True), after)
        last.until = draft.revision
        last.save(update_fields=["patch", "until"])
        return draft
    with in_own_language():
        what = Truncator(str(what)).chars(120)
    draft.edits.filter(state=DraftEdit.State.UNDONE).update(state=DraftEdit.State.OVERTAKEN)
    DraftEdit.objects.create(
        draft=draft,
        revision=draft.revision - 1,
        until=draft.revision,
        what=what,
        patch=difference(before, after),
        clause=clause,
        by=by,
        at=timezone.now(),
    )
    audit.record("drafts.edited", by=by, on=draft, after={"what": what})
    return draft


def undo(draft: Draft, *, revision: int, by: Person | None) -> Draft:
    """Take the last edit back; again, the one before it.

    Raises StaleDraftError, NothingToUndoError.
    """
    return _step(draft, "drafts.undone", revision=revision, by=by, back=True)


def redo(draft: Draft, *, revision: int, by: Person | None) -> Draft:
    """Make the edit again that was taken back last. Raises StaleDraftError, NothingToUndoError."""
    return _step(draft, "drafts.redone", revision=revision, by=by, back=False)


def to_undo(draft: Draft) -> DraftEdit | None:
    """The edit that `undo` takes back."""
    return draft.edits.filter(state=DraftEdit.State.DONE).select_related("by").first()


def to_redo(draft: Draft) -> DraftEdit | None:
    """The edit that `redo` makes again."""
    return draft.edits.filter(state=DraftEdit.State.UNDONE).select_related("by").last()


def to_undo_and_redo(draft: Draft) -> tuple[DraftEdit | None, DraftEdit | None]:
    """What `to_undo` and `to_redo` answer, for a page that shows both; one query, no patches."""
    states = (DraftEdit.State.DONE, DraftEdit.State.UNDONE)
    newest = Window(Max("revision"), partition_by="state")
    oldest = Window(Min("revision"), partition_by="state")
    edits = draft.edits.filter(state__in=states).annotate(newest=newest, oldest=oldest)
    ends = edits.filter(
        Q(state=DraftEdit.State.DONE, revision=F("newest"))
        | Q(state=DraftEdit.State.UNDONE, revision=F("oldest"))
    )
    found = {edit.state: edit for edit in ends.defer("patch")}
    return found.get(DraftEdit.State.DONE), found.get(DraftEdit.State.UNDONE)


def touched_since(draft: Draft, revision: int) -> set[int]:
    """Ids of the clauses that were edited, undone or redone after the draft had that number."""
    return {
        node["id"]
        for patch in draft.edits.filter(until__gt=revision).values_list("patch", flat=True)
        for name in ("nodes", "dropped")
        for part in patch.get(name, ["", [], []])[1:]
        for node in part
    }


def difference(before: Snapshot, after: Snapshot) -> Patch:
    """The way from one snapshot to the other and back, of what differs only.

    A value is [before, after]; a list is [place, items before, items after] from there on.
    """
    patch: Patch = {}
    for name, old in before.items():
        new = after[name]
        if old == new:
            continue
        patch[name] = _list_difference(old, new) if name in LISTS else [old, new]
    return patch


@transaction.atomic
def _step(draft: Draft, act: str, *, revision: int, by: Person | None, back: bool) -> Draft:
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.revision != revision:
        raise StaleDraftError(draft)
    edit = to_undo(draft) if back else to_redo(draft)
    if edit is None:
        raise NothingToUndoError
    _restore(draft, _applied(_snapshot(draft), edit.patch, back=back))
    draft.revision += 1
    ending_proposals.end(draft, by=by, why="edited")
    draft.save()
    edit.state = DraftEdit.State.UNDONE if back else DraftEdit.State.DONE
    edit.until = draft.revision
    edit.clause = None
    edit.save(update_fields=["state", "until", "clause"])
    audit.record(act, by=by, on=draft, before={"what": edit.what})
    return draft


def _same_sitting(draft: Draft, clause: int | None, by: Person | None) -> DraftEdit | None:
    """The person's edit of that clause, if it is the very last and not long ago."""
    if clause is None:
        return None
    last = draft.edits.first()
    if (
        last is not None
        and last.until == draft.revision - 1
        and (last.clause, last.by_id) == (clause, by.pk if by else None)
        and timezone.now() - last.at < ONE_SITTING
    ):
        return last
    return None


def _snapshot(draft: Draft) -> Snapshot:
    named = {name: getattr(draft, name) for name in Draft.EDITED if name != "text"}
    return {**named, **draft.text}


def _restore(draft: Draft, snapshot: Mapping[str, Any]) -> None:
    for name, value in snapshot.items():
        if name in Draft.EDITED:
            setattr(draft, name, value)
        else:
            draft.text[name] = value


def _applied(snapshot: Snapshot, patch: Patch, *, back: bool) -> Snapshot:
    answer = dict(snapshot)
    for name, values in patch.items():
        if name not in LISTS:
            answer[name] = values[0 if back else 1]
            continue
        place, old, new = values
        if back:
            old, new = new, old
        answer[name] = [*answer[name][:place], *new, *answer[name][place + len(old) :]]
    return answer


def _list_difference(old: list[Any], new: list[Any]) -> list[Any]:
    shortest = min(len(old), len(new))
    start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return [start, old[start : len(old) - end], new[start : len(new) - end]]
