"""Who may sign, see a receipt, and require a policy from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import below_me, looked_after, me, of_people_below, people_at
from district_portal.permissions import Role, declare, everything, of_people_at, reaching
from policies.acknowledgments.models import Packet, Seat

if TYPE_CHECKING:
    from collections.abc import Collection


@reaching(_("their own"))
def my_own(person: Person) -> Q:
    """What the person alone is asked for or has signed."""
    return Q(person=person)


@reaching(_("those that they are asked for"))
def asked_of_me(person: Person) -> Q:
    """The packets of which the person was ever asked for something."""
    return Q(pk__in=Packet.objects.filter(requirements__assignments__person=person).values("pk"))


@reaching(_("the people below them"))
def those_below_me(person: Person) -> Q:
    """Those whom the person supervises, directly or below; nobody else is nudged by them."""
    return Q(pk__in=looked_after(person))


@reaching(_("their own sheet"))
def my_own_sheet(person: Person) -> Q:
    """What the person signed on a sheet of their own; a list shows the names of others."""
    return Q(person=person, scan__is_list=False)


@reaching(_("those that they made"))
def made_by_me(person: Person) -> Q:
    """The evidence bundles that the person made."""
    return Q(made_by=person)


@reaching(_("those that they prepared"))
def prepared_by_me(person: Person) -> Q:
    """The signing meetings that the person prepared."""
    return Q(prepared_by=person)


@reaching(_("those with people below them"))
def with_people_below(person: Person) -> Q:
    """The signing meetings at which somebody is expected whom the person supervises."""
    seats = Seat.objects.filter(meeting=OuterRef("pk"), person__in=looked_after(person))
    return Q(Exists(seats)) | Q(prepared_by=person)


def with_people_at(places: Collection[int]) -> Q:
    """The signing meetings at which somebody of these places is expected."""
    at_places = Person.objects.at(places).values("pk")
    return Q(Exists(Seat.objects.filter(meeting=OuterRef("pk"), person__in=at_places)))


def of_people_at_alone(places: Collection[int]) -> Q:
    """The signing meetings at which nobody else than people of these places is expected."""
    at_places = Person.objects.at(places).values("pk")
    others = Seat.objects.filter(meeting=OuterRef("pk")).exclude(person__in=at_places)
    return Q(~Exists(others))


def wherever(places: Collection[int]) -> Q:
    """Everything: what is one's own stays so, whatever places one's role ends at."""
    return Q()


declare(
    {
        "acknowledgments.nudge": {Role.SUPERVISOR: those_below_me},
        "acknowledgments.remind": {
            Role.SUPERVISOR: those_below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "acknowledgments.sign": {Role.EMPLOYEE: my_own},
        "acknowledgments.receipt": {
            Role.EMPLOYEE: my_own,
            Role.SUPERVISOR: of_people_below,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.closing": {
            Role.EMPLOYEE: my_own,
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.refuse": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "acknowledgments.close": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "acknowledgments.paper": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "acknowledgments.mistake": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "acknowledgments.scan": {
            Role.EMPLOYEE: my_own_sheet,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.follow": {
            Role.EMPLOYEE: me,
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.requirements": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.require": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "acknowledgments.question": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "acknowledgments.attempts": {
            Role.EMPLOYEE: my_own,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.start_year": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "acknowledgments.packet": {Role.EMPLOYEE: asked_of_me},
        "meetings.prepare": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "meetings.keep": {
            Role.SUPERVISOR: prepared_by_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "meetings.see": {
            Role.SUPERVISOR: with_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "meetings.follow": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "meetings.witness": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "meetings.reset_pin": {Role.HR: everything},
        "evidence.make": {Role.HR: everything, Role.AUDITOR: everything},
        "evidence.person": {Role.HR: everything, Role.AUDITOR: everything},
        "evidence.fetch": {Role.HR: made_by_me, Role.AUDITOR: made_by_me},
    },
    words={
        "acknowledgments.nudge": _("See who of their people is late, and remind them"),
        "acknowledgments.remind": _("Remind people from the report to sign"),
        "acknowledgments.sign": _("Sign a policy"),
        "acknowledgments.receipt": _("See the receipt of a signature"),
        "acknowledgments.closing": _("See how something was closed without a signature"),
        "acknowledgments.refuse": _("Record that somebody refuses to sign"),
        "acknowledgments.close": _("Close what somebody can’t or need not sign; reopen it"),
        "acknowledgments.paper": _("Print sheets to sign on paper, and record signed ones"),
        "acknowledgments.mistake": _("Mark what was recorded from paper as a mistake"),
        "acknowledgments.scan": _("See the scan of a signed sheet"),
        "acknowledgments.follow": _("See what somebody has signed and must sign"),
        "acknowledgments.requirements": _("See who must sign what"),
        "acknowledgments.require": _("Require a signature under a policy, or a packet"),
        "acknowledgments.question": _("Write check questions for a version of a policy"),
        "acknowledgments.attempts": _("See what somebody answered to check questions"),
        "acknowledgments.start_year": _("Decide when a school year’s policies are asked for"),
        "acknowledgments.packet": _("See what they must sign of a packet"),
        "meetings.prepare": _("Prepare a signing meeting, and print codes for it"),
        "meetings.keep": _("Print codes for a signing meeting anew, and end it"),
        "meetings.see": _("See a signing meeting"),
        "meetings.follow": _("See who has signed at a signing meeting"),
        "meetings.witness": _("Confirm that somebody was at a signing meeting"),
        "meetings.reset_pin": _("Reset a PIN for shared devices"),
        "evidence.make": _("Make an evidence bundle of signatures"),
        "evidence.person": _("Make an evidence bundle about a person"),
        "evidence.fetch": _("Download an evidence bundle"),
    },
    within={
        "acknowledgments.receipt": of_people_at,
        "acknowledgments.closing": of_people_at,
        "acknowledgments.refuse": of_people_at,
        "acknowledgments.close": of_people_at,
        "acknowledgments.paper": of_people_at,
        "acknowledgments.mistake": of_people_at,
        "acknowledgments.scan": of_people_at,
        "acknowledgments.attempts": of_people_at,
        "acknowledgments.follow": people_at,
        "acknowledgments.remind": people_at,
        "meetings.prepare": of_people_at,
        "meetings.keep": of_people_at_alone,
        "meetings.see": with_people_at,
        "meetings.follow": of_people_at,
        "meetings.reset_pin": people_at,
        "evidence.make": of_people_at,
        "evidence.person": people_at,
        "evidence.fetch": wherever,
    },
)
