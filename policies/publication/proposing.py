"""Two people publish, where the district asks for two: one proposes, another agrees.

What is agreed to is what was proposed, word for word: an edit of the draft takes the proposal
away (`editing`), and the second person decides nothing but yes or no.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, TypedDict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.district.keeping_words import own_words
from district_portal.ui.dates import date_in_words_lazy
from policies.drafts import commenting, ending_proposals
from policies.models import Draft, Version
from policies.publication import adopting, publishing
from policies.publication.adopting import Board
from policies.publication.asking_again import AsksAgain
from policies.reading import possible_owners

if TYPE_CHECKING:
    from accounts.models import Person


class Decisions(TypedDict):
    """What the first person decided; `publishing.publish` takes it."""

    revision: str
    summary: str
    asks_again: AsksAgain
    effective_on: dt.date | None
    board: Board


class OthersProposalError(Exception):
    """Somebody proposed it, or something else, meanwhile; `draft` is how it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


class SamePersonError(Exception):
    """Nobody agrees with what they proposed themselves."""


@transaction.atomic
def propose(
    draft: Draft, *, by: Person, decisions: Decisions, at: dt.datetime | None = None
) -> Draft:
    """Propose to publish `draft` as it stands, and tell everyone who may agree.

    `at` is aware, now unless given. Raises OthersProposalError when it is proposed or has been
    edited since `draft` was read, publishing.NotReadyError.
    """
    at = at or timezone.now()
    held = publishing.locked(draft)
    if held.proposal is not None or held.revision != draft.revision:
        raise OthersProposalError(held)
    objections = publishing.problems(held, summary=decisions["summary"])
    objections += adopting.objections(decisions["board"], day=today(at)).values()
    if objections:
        raise publishing.NotReadyError(objections)
    held.proposal = json.loads(json.dumps(decisions, cls=DjangoJSONEncoder))
    held.proposed_by, held.proposed_at, held.ended_proposal = by, at, None
    held.save(update_fields=ending_proposals.FIELDS)
    audit.record("drafts.proposed", by=by, on=held, after=held.proposal, at=at)
    for person in who_may_agree(held):
        mailing.queue(
            "publication_proposed",
            key=f"proposed:{held.pk}:{at.isoformat()}:{person.pk}",
            to=person,
            context={
                "policy": str(held),
                "proposer": by,
                "summary": decisions["summary"],
                "link": reverse("policies:publish", args=[held.pk]),
            },
        )
    return held


@transaction.atomic
def agree(draft: Draft, *, by: Person, at: dt.datetime | None = None) -> Version:
    """Publish `draft` as another person than `by` proposed it.

    `draft` is as `by` saw it. Raises SamePersonError, OthersProposalError when the proposal is
    gone or another one, publishing.NotReadyError, publishing.AlreadyPublishedError.
    """
    held = _proposed(draft)
    if held.proposed_by is None or held.proposed_by_id == by.pk:
        raise SamePersonError
    version = publishing.publish(held, by=by, at=at, **decisions_of(held))
    mailing.queue(
        "publication_agreed",
        key=f"agreed:{version.pk}",
        to=held.proposed_by,
        context={
            "policy": str(version.policy),
            "number": version.number,
            "by": by,
            "is_scheduled": version.state == Version.State.SCHEDULED,
            "day": date_in_words_lazy(version.effective_on, style="long"),
            "link": version.get_absolute_url(),
        },
    )
    return version


@transaction.atomic
def send_back(draft: Draft, *, by: Person, words: str, at: dt.datetime | None = None) -> None:
    """Don't agree, or take one's own proposal back; the first person is told in `words`.

    They also stand as a remark on the draft, for whoever goes on with it. Raises
    OthersProposalError when the proposal is gone or another one.
    """
    at, words = at or timezone.now(), words.strip()
    held = _proposed(draft)
    proposer = held.proposed_by
    why: ending_proposals.Why = "taken_back" if proposer == by else "sent_back"
    ending_proposals.put_away(held, by=by, why=why, words=words, at=at)
    held.save(update_fields=ending_proposals.FIELDS)
    if words and proposer != by:
        said = own_words("Sent back, not published: %(words)s") % {"words": words}
        commenting.add(held, by=by, text=said, at=at, tells=False)
    audit.record("drafts.sent_back", by=by, on=held, after={"words": words}, at=at)
    if proposer and proposer != by:
        mailing.queue(
            "publication_sent_back",
            key=f"sent_back:{held.pk}:{at.isoformat()}",
            to=proposer,
            context={
                "policy": str(held),
                "by": by,
                "words": words,
                "link": held.get_absolute_url(),
            },
        )


def decisions_of(draft: Draft) -> Decisions:
    """What was proposed for `draft`. Raises ValueError for a draft that nobody proposed."""
    if draft.proposal is None:
        raise ValueError(f"{draft} is not proposed")
    return _read(draft.proposal)


def proposed_last(draft: Draft) -> Decisions | None:
    """What was last proposed for `draft` and came to nothing, to begin with; None for nothing."""
    last = ending_proposals.ended(draft)
    return _read(last.decisions) if last else None


def _read(kept: dict[str, Any]) -> Decisions:
    board: dict[str, Any] = dict(kept["board"])
    for name in adopting.DAYS:
        board[name] = _day(board.get(name))
    return Decisions(
        revision=kept["revision"],
        summary=kept["summary"],
        asks_again=kept["asks_again"],
        effective_on=_day(kept["effective_on"]),
        board=Board(**board),  # type: ignore[typeddict-item]
    )


def who_may_agree(draft: Draft) -> QuerySet[Person]:
    """Everyone who may publish, but the one who proposed it."""
    others = possible_owners()
    return others.exclude(pk=draft.proposed_by_id) if draft.proposed_by_id else others


def waiting_for(person: Person) -> QuerySet[Draft]:
    """Drafts that somebody else proposed, the one that waits longest first."""
    drafts = Draft.objects.filter(proposal__isnull=False).exclude(proposed_by=person)
    return (
        drafts.select_related("proposed_by")
        .defer("text", "source", "dropped", "meta")
        .order_by("proposed_at")
    )


def one_is_not_enough(draft: Draft) -> str:
    """Why nobody can agree as things are; nothing when there is somebody."""
    if who_may_agree(draft).exists():
        return ""
    return _("Nobody else may publish at present. A District Administrator gives that role.")


def _proposed(draft: Draft) -> Draft:
    held = publishing.locked(draft)
    if held.proposal is None or held.proposed_at != draft.proposed_at:
        raise OthersProposalError(held)
    return held


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
