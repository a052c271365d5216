"""What teachers ask their principal about a policy: open, answered for everybody, handed on."""

from __future__ import annotations

from typing import Final

from accounts.models import Person
from district_portal.demo import staffing
from district_portal.demo.days import morning
from district_portal.demo.requests import MIDDLE
from policies.models import Clause
from policies.questions import answering, asking, handing_on, publishing
from policies.questions.models import Question

CODE: Final = "740.1"
OPEN: Final = "Is the gradebook app that all of us use a private cloud account?"
ANSWERED: Final = "A class wants to try a quiz site for one hour. Do I ask first?"
ANSWER: Final = "Not to look at it together. Ask before students type anything of theirs."
HANDED_ON: Final = "Can my account be closed while I am on leave?"
NOTE: Final = "I don’t know how this is done. You keep the policy; please answer directly."
PUBLISHED: Final = {
    "asked": "Do I have to ask before a class only looks at a site?",
    "answer": "No. Ask before students sign up or type anything about themselves.",
}


def ask(*, by: Person) -> None:
    """Ask three questions; `by` publishes one answer."""
    _asked("8.", OPEN, teacher=0, days_ago=1)
    second = _asked("7.", ANSWERED, teacher=1, days_ago=12)
    assert second.holder is not None  # noqa: S101 – the principal is there
    answering.write(second, ANSWER, by=second.holder, at=morning(11))
    publishing.publish(second, **PUBLISHED, by=by, at=morning(9))
    third = _asked("12.", HANDED_ON, teacher=2, days_ago=5)
    assert third.holder is not None  # noqa: S101 – the principal is there
    handing_on.hand_on(third, to="owner", note=NOTE, by=third.holder, at=morning(4))


def _asked(label: str, text: str, *, teacher: int, days_ago: int) -> Question:
    clause = Clause.objects.select_related("version").get(
        version__code=CODE, version__state="in_force", label=label
    )
    person = staffing.a_teacher(MIDDLE, skip=teacher)
    return asking.ask(clause.version, text, by=person, clause=clause, at=morning(days_ago))
