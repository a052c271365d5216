"""What the pages say of each kind of concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from approvals.concerns.models import Concern, Receiver
from approvals.concerns.routing import Chair, Offices
from district_portal.district import wording
from district_portal.permissions import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Kind = Concern.Kind
Why = Receiver.Why


@dataclass(frozen=True)
class KindWords:
    """How a kind is called where one chooses it, what it is for, and what is asked about it.

    `own_duty` says that the law may oblige the reporter to tell somebody else as well.
    """

    title: StrPromise
    lead: StrPromise
    what: StrPromise
    own_duty: bool


WORDS: Final = {
    Kind.CONFIDENTIAL: KindWords(
        _("Confidential information may have been revealed"),
        _("Records, grades, health or family matters, or anything else that is not for others."),
        _("What may have been revealed, and how? Leave out the information itself."),
        own_duty=False,
    ),
    Kind.COMMUNICATION: KindWords(
        _("Inappropriate communication from a student"),
        _("Messages, pictures or calls to you or somebody else at work."),
        _("What happened? Leave out what need not be repeated."),
        own_duty=True,
    ),
    Kind.CONDUCT: KindWords(
        _("Harassment or misuse of social media"),
        _("Of students, of people at work, or in the district’s name."),
        _("What happened, and who was there?"),
        own_duty=True,
    ),
}


def why_in_words(chair: Chair, *, in_office: Offices) -> str:
    """Why somebody receives it, for whoever reports; `in_office` are those of today."""
    words = {
        Why.ADMINISTRATOR: wording.administrator(),
        Why.OFFICER: wording.role(Role.BOARD_OFFICER),
        Why.SUPERVISOR: _("your %(supervisor)s") % {"supervisor": wording.supervisor()},
        Why.HEAD: _("head of %(place)s") % {"place": chair.place} if chair.place else "",
        Why.ABOVE: _office_of(chair.person, in_office),
    }.get(chair.why) or str(chair.why.label)
    if chair.stands_in_for:
        told = {"why": words, "name": chair.stands_in_for}
        return str(_("%(why)s, in place of %(name)s") % told)
    return str(words)


def _office_of(person: Person, in_office: Offices) -> str:
    """The office by which somebody stands above others, in words; empty where it is none."""
    return next((wording.role(role) for role, people in in_office.items() if person in people), "")
