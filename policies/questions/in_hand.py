"""Who has a question in hand: a supervisor, the policy's owner, somebody in a role.

Always as they act on that day, never whoever asked. Those above answer where nobody else is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import Person, Posting
from accounts.roles import holders
from accounts.standing_in import NOBODY_ELSE, Matter, Standing, acting_supervisor, who_acts
from district_portal.permissions import Role
from policies.questions.models import Question

With = Question.With
MATTER = Matter.ACKNOWLEDGMENTS
"""Whoever looks after somebody's people for some days answers what these ask."""


def who_has(question: Question, *, as_whom: str | None = None) -> Standing | None:
    """Who has `question` in hand today as `as_whom` (what it is with unless given).

    Of several who hold a role, whoever has it keeps it. None only when nobody at all is left.
    """
    as_whom, asker = as_whom or question.with_whom, question.asker
    if as_whom == With.SUPERVISOR:
        return acting_supervisor(asker, matter=MATTER)
    acting: list[Standing] = []
    for people in _in_order(as_whom, question):
        acting = who_acts(people, matter=NOBODY_ELSE, but=asker)
        if acting:
            break
    keeps = [standing for standing in acting if standing.person.pk == question.holder_id]
    return next(iter(keeps or acting), None)


def _in_order(as_whom: str, question: Question) -> Iterator[list[Person]]:
    asker = question.asker
    if as_whom == With.OWNER:
        owner = question.version.policy.owner
        yield [owner] if owner else []
        yield list(holders(Role.POLICY_ADMINISTRATOR))
    elif as_whom == With.HR:
        posting: Posting | None = asker.posting
        yield list(holders(Role.HR, at=posting.place if posting else None))
    leads = holders(Role.DISTRICT_ADMINISTRATOR)
    if not leads.filter(pk=asker.pk).exists():
        yield list(leads)
    yield list(holders(Role.BOARD_OFFICER))
