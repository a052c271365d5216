"""What the pages show of an exemption: all of it, how it stands, and whether its clause changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from approvals.exemptions.models import Exemption, Outcome
from policies.models import Clause

_KINDS = {
    Outcome.State.IN_FORCE: "ok",
    Outcome.State.TO_COME: "info",
    Outcome.State.EXPIRED: "warn",
    Outcome.State.REVOKED: "bad",
}


@dataclass(frozen=True)
class StateInWords:
    """How an exemption stands: the kind of badge, and its words."""

    kind: str
    words: str


@dataclass(frozen=True)
class Told:
    """One line of a list."""

    outcome: Outcome
    state: StateInWords


def whole() -> QuerySet[Exemption]:
    """Exemptions with all that their page shows."""
    return Exemption.objects.select_related(
        *("request", "holder", "place", "policy", "clause__version__policy", "platform"),
        *("granted_by", "revocation__revoked_by"),
    )


def stands(exemption: Exemption, outcomes: Sequence[Outcome]) -> Outcome:
    """The one of its `outcomes` that stands."""
    found = next(outcome for outcome in outcomes if outcome.stands)
    found.exemption = exemption
    return found


def state_in_words(state: str) -> StateInWords:
    """How a state (Outcome.State) is shown."""
    known = Outcome.State(state)
    return StateInWords(_KINDS[known], str(known.label))


def told(outcomes: Iterable[Outcome], *, day: dt.date) -> list[Told]:
    """Each of `outcomes` with how it stands on the local `day`."""
    return [Told(outcome, state_in_words(outcome.state_on(day))) for outcome in outcomes]


def clause_of_today(exemption: Exemption) -> Clause | None:
    """Its clause as it reads now where it reads differently than when it was exempted from."""
    clause = exemption.clause
    if clause is None:
        return None
    today = Clause.objects.filter(
        version__policy=exemption.policy_id, version__state="in_force", key=clause.key
    ).select_related("version__policy")
    found = today.first()
    return found if found and found.text != clause.text else None
