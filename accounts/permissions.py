"""Who may see and change what about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.permissions import Role, declare, everything, reaching

if TYPE_CHECKING:
    from collections.abc import Collection


def looked_after(person: Person) -> set[int]:
    """Ids of those below the person, and of those below whoever left their people to the person.

    Nobody looks after themselves. Asked for once a person that is loaded, as their standing is.
    """
    return person.looked_after


@reaching(_("themselves and the people below them"))
def below_me(person: Person) -> Q:
    """Those whom the person supervises, directly or below, and the person."""
    return Q(pk__in=looked_after(person) | {person.pk})


@reaching(_("what belongs to the people below them"))
def of_people_below(person: Person) -> Q:
    """What belongs to those whom the person supervises, directly or below."""
    return Q(person__in=looked_after(person))


def people_at(places: Collection[int]) -> Q:
    """The people of these places."""
    return Q(pk__in=Person.objects.at(places))


def these_places(places: Collection[int]) -> Q:
    """The places themselves."""
    return Q(pk__in=places)


def postings_at(places: Collection[int]) -> Q:
    """The postings at these places, whoever holds them."""
    return Q(place__in=places)


@reaching(_("themselves"))
def me(person: Person) -> Q:
    """The person alone."""
    return Q(pk=person.pk)


@reaching(_("what they left to others, and what was left to them"))
def mine_or_to_me(person: Person) -> Q:
    """Delegations of the person, and to the person."""
    return Q(person=person) | Q(delegate=person)


@reaching(_("what was left to them"))
def to_me(person: Person) -> Q:
    """Delegations to the person."""
    return Q(delegate=person)


declare(
    {
        "people.view": {
            Role.EMPLOYEE: me,
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "people.list": {
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "people.history": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "people.invite": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.HR: everything,
        },
        "people.number": {Role.HR: everything},
        "people.language": {Role.HR: everything},
        "people.move": {Role.HR: everything},
        "people.end": {Role.HR: everything},
        "postings.change": {Role.HR: everything},
        "places.post": {Role.HR: everything},
        "people.stand": {Role.EMPLOYEE: everything},
        "places.view": {Role.EMPLOYEE: everything},
        "places.change": {Role.DISTRICT_ADMINISTRATOR: everything, Role.HR: everything},
        "roster.import": {
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.HR: everything,
        },
        "roster.export": {Role.HR: everything},
        "roles.grant": {Role.DISTRICT_ADMINISTRATOR: everything},
        "roles.view": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "access.view": {
            Role.EMPLOYEE: me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "delegations.view": {
            Role.EMPLOYEE: mine_or_to_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "delegations.ask": {Role.EMPLOYEE: me, Role.DISTRICT_ADMINISTRATOR: everything},
        "delegations.answer": {Role.EMPLOYEE: to_me},
        "delegations.end": {
            Role.EMPLOYEE: mine_or_to_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "sign_ins.end": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
    },
    words={
        "people.view": _("See a person’s page"),
        "people.list": _("See the list of people"),
        "people.history": _("See what was done about a person"),
        "people.invite": _("Send somebody the link for a password"),
        "people.number": _("Enter the employee number of somebody who has none"),
        "people.language": _("Choose the language of somebody’s pages and mails"),
        "people.move": _("Enter hires and further postings"),
        "people.end": _("Enter that somebody leaves the district"),
        "postings.change": _("Change, correct and end a posting, and enter leave"),
        "places.post": _("Give somebody a posting at a place"),
        "people.stand": _("See where somebody stands: name, position, above and below whom"),
        "places.view": _("See places, and who works there"),
        "places.change": _("Change places and appoint their heads"),
        "roster.import": _("Bring in the HR sheet"),
        "roster.export": _("Download the people as a sheet"),
        "roles.grant": _("Give and end roles"),
        "roles.view": _("See who holds which role"),
        "access.view": _("See what somebody may do, and why"),
        "delegations.view": _("See who acts for whom"),
        "delegations.ask": _("Ask somebody to act in a person’s place"),
        "delegations.answer": _("Accept or decline to act for another"),
        "delegations.end": _("End that one acts for another"),
        "sign_ins.end": _("Sign somebody out, and help with a lost device"),
    },
    within={
        "people.view": people_at,
        "people.list": people_at,
        "people.history": people_at,
        "people.invite": people_at,
        "people.language": people_at,
        "access.view": people_at,
        "people.move": people_at,
        "places.post": these_places,
        "postings.change": postings_at,
    },
)
