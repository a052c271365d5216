"""What the pages say of each kind of concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from approvals.concerns.models import Concern, Receiver
from approvals.concerns.routing import Chair
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
        _("A student wrote or called inappropriately"),
        _("Messages, pictures or calls to you or somebody else at work."),
        _("What happened? Leave out what need not be repeated."),
        own_duty=True,
    ),
    Kind.CONDUCT: KindWords(
        _("Harassment, or misuse of social media"),
        _("Of students, of people at work, or in the district’s name."),
        _("What happened, and who was there?"),
        own_duty=True,
    ),
}


def why_in_words(chair: Chair) -> str:
    """Why somebody receives it, for whoever reports."""
    words = {
        Why.ADMINISTRATOR: wording.administrator(),
        Why.OFFICER: wording.role(Role.BOARD_OFFICER),
        Why.SUPERVISOR: _("Your %(supervisor)s") % {"supervisor": wording.supervisor()},
    }.get(chair.why, str(chair.why.label))
    if chair.stands_in_for:
        told = {"why": words, "name": chair.stands_in_for}
        return str(_("%(why)s, in place of %(name)s") % told)
    return str(words)
