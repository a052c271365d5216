"""Remarks on a draft and on its clauses: made, answered, resolved, kept with the version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from district_portal import audit, mailing
from district_portal.district.current import today
from policies.drafts import rearranging
from policies.models import Comment, Draft

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.models import Version


class FixedCommentError(Exception):
    """The remark can't be changed or deleted: it is another person's, answered, or published."""


@dataclass
class Thread:
    """A remark with its answers; `clause` is where it stands now, None for the whole draft.

    `is_gone` when the clause was taken out of the text.
    """

    comment: Comment
    clause: Mapping[str, Any] | None = None
    is_gone: bool = False
    replies: list[Comment] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return bool(self.replies)


@transaction.atomic
def add(
    draft: Draft,
    *,
    by: Person,
    text: str,
    node: int | None = None,
    at: dt.datetime | None = None,
    tells: bool = True,
) -> Comment:
    """Remark on the clause with id `node`, or on the draft as a whole, and tell who writes it.

    Not if they hear of it otherwise (`tells`), and of one person's remarks once a day. `at`, here
    as below, is aware, now unless given. Raises NoSuchClauseError when the draft has no
    such clause, Draft.DoesNotExist when it is gone.
    """
    at = at or timezone.now()
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    about = ""
    if node is not None:
        clause = draft.nodes[rearranging.find(draft.nodes, node)]
        about = Truncator(f"{clause['label']} {clause['text']}".strip()).chars(200)
    comment = Comment.objects.create(
        draft=draft, node=node, about=about, text=text.strip(), by=by, at=at
    )
    audit.record(
        "comments.added", by=by, on=draft, after={"comment": comment.pk, "about": about}, at=at
    )
    if tells:
        _tell(comment, [draft.created_by, draft.owner])
    return comment


@transaction.atomic
def reply(comment: Comment, *, by: Person, text: str, at: dt.datetime | None = None) -> Comment:
    """Answer a remark; an answer to an answer stands below the same remark.

    Raises Comment.DoesNotExist when it was deleted, FixedCommentError once it is published.
    """
    at = at or timezone.now()
    first = _unpublished(comment.answers_id or comment.pk)
    answer = Comment.objects.create(
        draft_id=first.draft_id,
        node=first.node,
        about=first.about,
        answers=first,
        text=text.strip(),
        by=by,
        at=at,
    )
    audit.record("comments.answered", by=by, on=first.draft, after={"comment": first.pk}, at=at)
    _tell(answer, [first.by])
    return answer


@transaction.atomic
def change(comment: Comment, *, by: Person, text: str) -> Comment:
    """Write one's own remark anew, as long as nobody has answered or resolved it.

    Raises FixedCommentError, Comment.DoesNotExist.
    """
    comment = _own(comment, by)
    comment.text = text.strip()
    comment.save(update_fields=["text"])
    audit.record("comments.changed", by=by, on=comment.draft, after={"comment": comment.pk})
    return comment


@transaction.atomic
def delete(comment: Comment, *, by: Person) -> None:
    """Take one's own remark back, as long as nobody has answered or resolved it.

    Raises FixedCommentError, Comment.DoesNotExist.
    """
    comment = _own(comment, by)
    audit.record("comments.deleted", by=by, on=comment.draft, before={"comment": comment.pk})
    comment.delete()


@transaction.atomic
def resolve(comment: Comment, *, by: Person, at: dt.datetime | None = None) -> Comment:
    """Say that a remark is dealt with; harmless when it is already.

    Raises FixedCommentError once it is published, here as below.
    """
    comment = _unpublished(comment.pk)
    if comment.resolved_at is None:
        at = at or timezone.now()
        comment.resolved_at, comment.resolved_by = at, by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        audit.record(
            "comments.resolved", by=by, on=comment.draft, after={"comment": comment.pk}, at=at
        )
    return comment


@transaction.atomic
def reopen(comment: Comment, *, by: Person) -> Comment:
    """Say that a remark is not dealt with after all; harmless when it is open."""
    comment = _unpublished(comment.pk)
    if comment.resolved_at is not None:
        comment.resolved_at = comment.resolved_by = None
        comment.save(update_fields=["resolved_at", "resolved_by"])
        audit.record("comments.reopened", by=by, on=comment.draft, after={"comment": comment.pk})
    return comment


def keep(draft: Draft, *, version: Version) -> None:
    """Let the remarks on `draft` stay with the version that it became.

    Each then has the number of its clause's place in the version as `node`, from 1.
    """
    places = {node["id"]: place for place, node in enumerate(draft.nodes, start=1)}
    holders = _holders(draft)
    comments = list(draft.comments.all())
    for comment in comments:
        comment.version = version
        comment.node = places.get(holders.get(comment.node, 0)) if comment.node else None
    Comment.objects.bulk_update(comments, ["version", "node"])


def threads(draft: Draft, *, clause: int | None = None) -> list[Thread]:
    """The remarks on `draft`, open ones first, each where its clause stands now.

    With `clause` only those on the clause with that id.
    """
    return _threads(draft.comments.all(), draft, clause)


def kept_threads(version: Version) -> list[Thread]:
    """The remarks that were made before `version` was published."""
    return _threads(version.comments.all(), None, None)


def open_on(draft: Draft) -> dict[int | None, int]:
    """How many open remarks each clause has, by its id; None is the draft as a whole.

    Remarks on a clause that is gone from the text count with the whole.
    """
    holders = _holders(draft)
    counts: dict[int | None, int] = {}
    for node in draft.comments.filter(OPEN).values_list("node", flat=True):
        place = holders.get(node) if node is not None else None
        counts[place] = counts.get(place, 0) + 1
    return counts


OPEN = Q(answers=None, resolved_at=None)
"""Remarks that somebody still has to deal with."""


def _tell(comment: Comment, people: Iterable[Person | None]) -> None:
    """One mail a day to each of `people` for what one person says about one draft."""
    day = today(comment.at)
    for person in {person for person in people if person and person.is_active} - {comment.by}:
        mailing.queue(
            "draft_commented",
            key=f"commented:{comment.draft_id}:{comment.by_id}:{person.pk}:{day}",
            to=person,
            context={
                "policy": str(comment.draft),
                "by": comment.by,
                "about": comment.about,
                "is_answer": comment.answers_id is not None,
                "words": comment.text,
                "link": reverse("policies:comments", args=[comment.draft_id]),
            },
        )


def _threads(comments: Any, draft: Draft | None, clause: int | None) -> list[Thread]:
    holders = _holders(draft) if draft else {}
    nodes = {node["id"]: node for node in draft.nodes} if draft else {}
    found: dict[int, Thread] = {}
    for comment in comments.select_related("by", "resolved_by").order_by("at", "pk"):
        if comment.answers_id is not None:
            if thread := found.get(comment.answers_id):
                thread.replies.append(comment)
            continue
        place = holders.get(comment.node)
        if clause is None or place == clause:
            gone = draft is not None and comment.node is not None and place is None
            found[comment.pk] = Thread(comment, nodes.get(place) if place else None, is_gone=gone)
    return sorted(found.values(), key=lambda thread: thread.comment.resolved_at is not None)


def _holders(draft: Draft) -> dict[int | None, int]:
    """The clause that each id stands for now: its own, or the one that it was joined to."""
    holders: dict[int | None, int] = {}
    for node in draft.nodes:
        for number in (node["id"], *node.get("holds", [])):
            holders[number] = node["id"]
    return holders


def _locked(pk: int) -> Comment:
    """The remark as it stands, held after its draft: publishing holds them in that order too."""
    draft = Comment.objects.values_list("draft", flat=True).get(pk=pk)
    Draft.objects.select_for_update(no_key=True).filter(pk=draft).values("pk").first()
    return Comment.objects.select_for_update(of=("self",)).select_related("draft").get(pk=pk)


def _unpublished(pk: int) -> Comment:
    comment = _locked(pk)
    if comment.draft_id is None:
        raise FixedCommentError
    return comment


def _own(comment: Comment, by: Person) -> Comment:
    comment = _unpublished(comment.pk)
    if comment.resolved_at is not None or comment.by_id != by.pk or comment.replies.exists():
        raise FixedCommentError
    return comment
