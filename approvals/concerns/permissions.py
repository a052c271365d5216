"""Who may report a concern, see one, deal with it, or know that it is there."""

from __future__ import annotations

from django.db.models import DateField, DateTimeField, Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, RoleGrant
from approvals.concerns.models import Concern, Receiver
from district_portal.district.current import zone
from district_portal.permissions import Role, declare, everything, reaching

State = Concern.State
_SENT = ~Q(state=State.DRAFT)


@reaching(_("their own reports"))
def reported_by_me(person: Person) -> Q:
    """What the person reported, with the drafts that they didn't throw away."""
    return Q(reporter=person, discarded_at=None)


@reaching(_("the concerns that reached them"))
def received_by_me(person: Person) -> Q:
    """What the person receives today: not what was taken from them, is about them, or their own."""
    seats = Receiver.objects.filter(person=person, ended_at=None).values("concern")
    return _SENT & Q(pk__in=seats) & ~Q(about=person) & ~Q(reporter=person)


@reaching(_("every concern that is not about themselves, nor their own report"))
def all_but_their_own(person: Person) -> Q:
    """What a District Administrator may deal with.

    Nothing that is about whoever gave them the role since it was sent, that day included.
    """
    here = Func(
        Value(zone().key),
        OuterRef("sent_at"),
        function="timezone",
        output_field=DateTimeField(),
    )
    given = RoleGrant.objects.current().filter(
        person=person,
        role=Role.DISTRICT_ADMINISTRATOR,
        granted_by=OuterRef("about"),
        since__gte=Cast(here, DateField()),
    )
    return _SENT & ~Q(about=person) & ~Q(reporter=person) & ~Q(Exists(given))


@reaching(_("their own reports, and the concerns that reached them"))
def mine(person: Person) -> Q:
    """What the person reported or receives; never what others reported about them."""
    return reported_by_me(person) | received_by_me(person)


@reaching(_("every concern that is not about themselves"))
def all_but_about_them(person: Person) -> Q:
    """Of what somebody may know that it exists: who oversees may be whom it is about, too."""
    return _SENT & ~Q(about=person)


declare(
    {
        "concerns.report": {Role.EMPLOYEE: reported_by_me},
        "concerns.see": {Role.EMPLOYEE: mine, Role.DISTRICT_ADMINISTRATOR: all_but_their_own},
        "concerns.handle": {
            Role.EMPLOYEE: received_by_me,
            Role.DISTRICT_ADMINISTRATOR: all_but_their_own,
        },
        "state_packs.settle": {Role.DISTRICT_ADMINISTRATOR: everything},
        "concerns.exist": dict.fromkeys(
            (Role.AUDITOR, Role.TECHNOLOGY_COORDINATOR), all_but_about_them
        ),
    },
    words={
        "concerns.report": _("Report a concern"),
        "concerns.see": _("See a concern"),
        "concerns.handle": _("Deal with a concern"),
        "state_packs.settle": _("Settle by which state pack concerns start clocks"),
        "concerns.exist": _("See that concerns exist, and their times"),
    },
)
