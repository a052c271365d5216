"""A proposal to publish that comes to nothing: by another act, or because it is sent back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_portal import mailing

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from accounts.models import Person
    from policies.models import Draft

Why = Literal["edited", "discarded", "tied", "rescinded", "sent_back", "taken_back"]
FIELDS: Final = ("proposal", "proposed_by", "proposed_at", "ended_proposal")
"""Of a draft, what `end` and `put_away` change."""
_TOLD: Final[dict[str, StrOrPromise]] = {
    "edited": _("%(by)s edited the text, so the proposal of %(proposer)s ended."),
    "tied": _("%(by)s said whose next version this is, so the proposal of %(proposer)s ended."),
    "rescinded": _("%(by)s rescinded the policy, so the proposal of %(proposer)s ended."),
    "sent_back": _("%(by)s did not agree to what %(proposer)s proposed."),
    "taken_back": _("%(by)s took the proposal back."),
}


@dataclass(frozen=True)
class Ended:
    """The last proposal of a draft, how and when it ended, and in which words it was sent back.

    `decisions` is what was proposed, as Draft.proposal held it.
    """

    why: str
    by: str
    proposer: str
    at: dt.datetime
    words: str
    decisions: dict[str, Any]

    @property
    def told(self) -> str:
        """How it ended, in a sentence."""
        return str(_TOLD[self.why]) % {"by": self.by or _("Somebody"), "proposer": self.proposer}


def end(draft: Draft, *, by: Person | None, why: Why) -> None:
    """Take the proposal of `draft` away, if there is one, and tell whoever made it, once.

    `by` is who ended it; nobody is told of their own doing. The caller holds the draft, records
    what was done and saves it.
    """
    proposer, at = draft.proposed_by, draft.proposed_at
    put_away(draft, by=by, why=why)
    if proposer is None or at is None or proposer == by:
        return
    is_gone = why == "discarded"
    mailing.queue(
        "proposal_ended",
        key=f"proposal_ended:{draft.pk}:{at.isoformat()}",
        to=proposer,
        context={
            "policy": str(draft),
            "by": by,
            "why": why,
            "is_gone": is_gone,
            "link": reverse("policies:drafts") if is_gone else draft.get_absolute_url(),
        },
    )


def put_away(
    draft: Draft, *, by: Person | None, why: Why, words: str = "", at: dt.datetime | None = None
) -> None:
    """Make the proposal of `draft`, if there is one, its last that came to nothing.

    `at` is aware, now unless given. The caller holds the draft and saves FIELDS.
    """
    if draft.proposal is not None:
        draft.ended_proposal = {
            "why": why,
            "by": str(by or ""),
            "proposer": str(draft.proposed_by or ""),
            "proposed_by": draft.proposed_by_id,
            "at": (at or timezone.now()).isoformat(),
            "words": words,
            "decisions": draft.proposal,
        }
    draft.proposal = draft.proposed_by = draft.proposed_at = None


def ended(draft: Draft) -> Ended | None:
    """The last proposal of `draft`, unless there is a new one or there never was one."""
    kept = draft.ended_proposal
    if kept is None or draft.proposal is not None:
        return None
    return Ended(
        why=kept["why"],
        by=kept["by"],
        proposer=kept["proposer"],
        at=dt.datetime.fromisoformat(kept["at"]),
        words=kept["words"],
        decisions=kept["decisions"],
    )


def to_propose_again(drafts: QuerySet[Draft], person: Person) -> QuerySet[Draft]:
    """Of `drafts` those that `person` had proposed to publish and that another's act ended."""
    mine = drafts.filter(proposal__isnull=True, ended_proposal__proposed_by=person.pk)
    return mine.exclude(ended_proposal__why="taken_back")
