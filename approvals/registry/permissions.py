"""Who may see the registry, and who looks after an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleGrant
from approvals.registry import handing_over
from approvals.registry.models import Manager
from district_portal.permissions import Role, declare, everything, reaching

if TYPE_CHECKING:
    from accounts.models import Person


@reaching(_("the accounts that they own or manage"))
def in_my_care(person: Person) -> Q:
    """The accounts that the person owns or manages."""
    managed = Manager.objects.filter(person=person).values("account")
    return Q(owner=person) | Q(pk__in=managed)


@reaching(_("the accounts that they own"))
def owned(person: Person) -> Q:
    """The accounts that the person owns."""
    return Q(owner=person)


@reaching(_("the accounts of which they must say who looks after them"))
def mine_to_hand_over(person: Person) -> Q:
    """The accounts of which the person must say how they go on."""
    return handing_over.open_for(person)


@reaching(_("the accounts of which somebody must say who looks after them"))
def to_hand_over(person: Person) -> Q:
    """The accounts of which anybody must say how they go on."""
    return handing_over.open_at_all()


@reaching(_("the accounts that they own, or must hand over"))
def mine_to_close(person: Person) -> Q:
    """The accounts that the person owns, or of which they must say how they go on."""
    return Q(owner=person) | handing_over.open_for(person)


@reaching(_("the accounts that they manage for another"))
def managed_for_another(person: Person) -> Q:
    """The accounts that the person manages and somebody else owns."""
    managed = Manager.objects.filter(person=person).values("account")
    return Q(pk__in=managed) & ~Q(owner=person)


@reaching(_("the accounts that others own"))
def of_others(person: Person) -> Q:
    """The accounts that somebody else owns: nobody gives consent to their own."""
    return ~Q(owner=person)


@reaching(_("the accounts that a District Administrator owns"))
def of_administrators(person: Person) -> Q:
    """The accounts that a District Administrator owns, who answers to the Board officer."""
    grants = RoleGrant.objects.current().filter(role=Role.DISTRICT_ADMINISTRATOR, place=None)
    return Q(owner__in=grants.values("person")) & ~Q(owner=person)


declare(
    {
        "registry.view": {Role.EMPLOYEE: everything},
        "registry.manage": {
            Role.EMPLOYEE: in_my_care,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "registry.reword_letter": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "registry.care": {
            Role.EMPLOYEE: owned,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "registry.own": {Role.EMPLOYEE: owned},
        "registry.suspend": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "registry.close": {Role.EMPLOYEE: mine_to_close, Role.DISTRICT_ADMINISTRATOR: everything},
        "registry.ask_to_close": {Role.EMPLOYEE: managed_for_another},
        "registry.hand_over": {
            Role.EMPLOYEE: mine_to_hand_over,
            Role.DISTRICT_ADMINISTRATOR: to_hand_over,
        },
        "registry.reopen": {
            Role.DISTRICT_ADMINISTRATOR: of_others,
            Role.BOARD_OFFICER: of_administrators,
        },
    },
    words={
        "registry.reword_letter": _("Change what the letter to parents says"),
        "registry.view": _("See the accounts of the district"),
        "registry.manage": _("Look after an account"),
        "registry.care": _("Change who looks after an account, and how"),
        "registry.own": _("Confirm how an account is secured"),
        "registry.suspend": _("Suspend an account"),
        "registry.close": _("Close an account"),
        "registry.ask_to_close": _("Ask that an account be closed"),
        "registry.hand_over": _("Say who looks after an account from now on"),
        "registry.reopen": _("Let an account speak again"),
    },
)
