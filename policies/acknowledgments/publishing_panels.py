"""What the page that publishes a version says of those who must sign it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from district_portal.district.current import today
from policies.acknowledgments import reading
from policies.acknowledgments.audience import in_words
from policies.acknowledgments.deadlines import due_date
from policies.acknowledgments.quizzing import carrying_over
from policies.publication import asking_again

if TYPE_CHECKING:
    from accounts.signed_in import SignedInRequest
    from district_portal.ui.panels import Panel
    from policies.models import Draft


def has_signers(request: SignedInRequest, draft: Draft) -> bool:
    """Whether anybody must sign the policy of `draft`, so that it matters who signs again."""
    return draft.policy is not None and reading.live(draft.policy).exists()


def asked_again(request: SignedInRequest, draft: Draft) -> dict[str, str]:
    """How many people each choice of who signs again asks, in words by its value."""
    choices = asking_again.choices(draft.policy)
    if draft.policy is None or not choices:
        return {}
    accepting = [choice.accepts_from for choice in choices]
    asked = reading.asked_by_publishing(draft.policy, accepting=accepting)
    return {choice.value: _told(one) for choice, one in zip(choices, asked, strict=True)}


def by_when(request: SignedInRequest, draft: Draft) -> Panel | None:
    """By when those who are asked must sign; nothing for a first version."""
    policy = draft.policy
    if policy is None or policy.last_in_force is None:
        return None
    day = draft.asks_on or today()
    due = [(in_words(rule), due_date(rule, assigned_on=day)) for rule in reading.live_of(policy)]
    return "acknowledgments/panels/publish.html", {"due": due, "is_settled": draft.asks_on}


def questions(request: SignedInRequest, draft: Draft) -> Panel | None:
    """What becomes of the check questions of the version in force."""
    carried, to_check = carrying_over.foreseen(draft)
    if not carried and not to_check:
        return None
    return "acknowledgments/panels/questions.html", {"carried": carried, "to_check": to_check}


def _told(asked: reading.Asked) -> str:
    now = ngettext("%(n)d person is asked", "%(n)d people are asked", asked.now) % {"n": asked.now}
    if not asked.later:
        return now
    later = ngettext(
        "%(n)d more when back from leave", "%(n)d more when back from leave", asked.later
    ) % {"n": asked.later}
    return f"{now}, {later}"
