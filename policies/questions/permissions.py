"""Who asks about policies, who answers, and who reads what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.permissions import Role, declare, everything, reaching
from policies.questions.models import Entry, Question

if TYPE_CHECKING:
    from collections.abc import Collection


def involving(person: Person) -> Q:
    """The questions that the person asked, has in hand, or had."""
    had = Entry.objects.filter(question=OuterRef("pk"), to=person)
    return Q(asker=person) | Q(holder=person) | Q(Exists(had))


@reaching(_("those that they asked, have or had in hand, or that are about a policy of theirs"))
def that_concern_me(person: Person) -> Q:
    """The questions that involve the person, or are about a policy that they own."""
    return involving(person) | Q(version__policy__owner=person)


@reaching(_("those that they asked or have in hand"))
def mine_or_in_my_hand(person: Person) -> Q:
    """The questions in which the person may write."""
    return Q(asker=person) | Q(holder=person)


@reaching(_("those that they have in hand"))
def in_my_hand(person: Person) -> Q:
    """The questions that the person has to answer."""
    return Q(holder=person)


@reaching(_("sheets asked of them"))
def sheets_asked_of_me(person: Person) -> Q:
    """Sheets to sign on paper that the person has to see to."""
    return Q(holder=person, kind=Question.Kind.PAPER)


@reaching(_("sheets to sign on paper, but their own"))
def sheets(person: Person) -> Q:
    """What others ask to sign on paper."""
    return Q(kind=Question.Kind.PAPER) & ~Q(asker=person)


@reaching(_("policies that they own"))
def that_i_own(person: Person) -> Q:
    """The policies that the person keeps up to date."""
    return Q(owner=person)


@reaching(_("those about policies that they own"))
def about_what_i_own(person: Person) -> Q:
    """Questions, and what was asked before, about a policy that the person owns."""
    return Q(version__policy__owner=person)


def of_askers_at(places: Collection[int]) -> Q:
    """What people of these places asked."""
    return Q(asker__in=Person.objects.at(places))


declare(
    {
        "questions.ask": {Role.EMPLOYEE: everything},
        "questions.see": {
            Role.EMPLOYEE: that_concern_me,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: sheets,
        },
        "questions.write": {Role.EMPLOYEE: mine_or_in_my_hand},
        "questions.hand_on": {Role.EMPLOYEE: in_my_hand},
        "questions.hand_over": {Role.EMPLOYEE: sheets_asked_of_me, Role.HR: sheets},
        "questions.follow": {
            Role.EMPLOYEE: that_i_own,
            Role.POLICY_ADMINISTRATOR: everything,
        },
        "questions.publish": {
            Role.EMPLOYEE: about_what_i_own,
            Role.POLICY_ADMINISTRATOR: everything,
        },
    },
    words={
        "questions.ask": _("Ask about a policy, or for a sheet to sign on paper"),
        "questions.see": _("See a question about a policy"),
        "questions.write": _("Ask further, or answer a question about a policy"),
        "questions.hand_on": _("Hand a question about a policy on"),
        "questions.hand_over": _("Say that a sheet to sign on paper was handed over"),
        "questions.follow": _("See all that was asked about a policy"),
        "questions.publish": _("Publish the answer to a question beside its clause"),
    },
    within={"questions.see": of_askers_at, "questions.hand_over": of_askers_at},
)
