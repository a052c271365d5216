"""Who can be tried in the demo, with the one password that exists only there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.roles import holders
from district_portal.demo import staffing
from district_portal.permissions import Role

PASSWORD = "marlow-bend-demo"  # noqa: S105 – of the demo alone, and printed in the README


@dataclass(frozen=True)
class SignIn:
    """One line of the table."""

    role: Any
    name: str
    email: str
    password: str = PASSWORD


def principal() -> Person | None:
    """The supervisor of the table."""
    return Person.objects.filter(heads__name="Cedar Landing Middle School").first()


def people() -> list[tuple[Any, Person | None]]:
    """Each role with somebody who has it."""
    return [
        (_("Employee (teacher)"), staffing.a_teacher("Cedar Landing Middle School")),
        (_("Volunteer"), staffing.volunteer()),
        (_("Supervisor (principal)"), principal()),
        (Role.DISTRICT_ADMINISTRATOR.label, holders(Role.DISTRICT_ADMINISTRATOR).first()),
        (Role.POLICY_ADMINISTRATOR.label, holders(Role.POLICY_ADMINISTRATOR).first()),
        (Role.HR.label, holders(Role.HR).first()),
        (Role.TECHNOLOGY_COORDINATOR.label, holders(Role.TECHNOLOGY_COORDINATOR).first()),
        (Role.AUDITOR.label, holders(Role.AUDITOR).first()),
        (Role.BOARD_OFFICER.label, holders(Role.BOARD_OFFICER).first()),
        (Role.TITLE_IX_COORDINATOR.label, holders(Role.TITLE_IX_COORDINATOR).first()),
        (_("Human resources, for one school"), staffing.hr_clerk()),
    ]


def table() -> list[SignIn]:
    """The sign-ins by role, in the order in which one would try them."""
    return [SignIn(role, str(person), person.email or "") for role, person in people() if person]


def give_passwords() -> None:
    """Let the people of the table in with the demo's password."""
    password = make_password(PASSWORD)
    ids = [person.pk for _role, person in people() if person]
    Person.objects.filter(pk__in=ids).update(password=password)
