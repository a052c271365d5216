from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from district_portal.mailing import inbox, looking, masking
from district_portal.mailing.queueing import history
from district_portal.permissions import can, visible
from district_portal.ui import panels

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person
    from accounts.signed_in import SignedInRequest
    from district_portal.mailing.models import Message

MAILS_ON_A_PERSONS_PAGE = 5


def my_messages(request: SignedInRequest) -> panels.NavItem:
    """The person's own messages, with how many are unread."""
    return panels.NavItem(
        label=_("Messages"),
        url_name="inbox:list",
        count=inbox.unread,
        order=15,
        visible=can(request.user, "messages.view"),
    )


def delivery_log(request: SignedInRequest) -> panels.NavItem | None:
    """The log, with how many mails wait for somebody to decide."""
    if not can(request.user, "mail.view"):
        return None
    return panels.NavItem(
        label=_("Mail log"),
        url_name="mailing:log",
        count=_stuck,
        order=91,
        area=panels.Area.DISTRICT,
    )


def _stuck(person: Person) -> QuerySet[Message]:
    return visible(looking.stuck(), person, "mail.view")


def mails_to_person(request: SignedInRequest, person: Person) -> panels.Panel | None:
    """The last mails that a person was sent."""
    if not can(request.user, "mail.view"):
        return None
    found = history(person).filter(masking.known_to(request.user))
    mails = list(visible(found, request.user, "mail.view")[:MAILS_ON_A_PERSONS_PAGE])
    return "mailing/panels/person.html", {"mails": mails, "person": person}


panels.register("navigation", my_messages, order=15)
panels.register("navigation", delivery_log, order=75)
panels.register("person", mails_to_person, order=90)
