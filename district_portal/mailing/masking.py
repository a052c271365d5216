"""Mails of which nobody but whoever got them may know who did, such as those about a concern."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.mailing.kinds import CONFIDENTIAL
from district_portal.mailing.models import Happening, Message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from accounts.models import Person

NOT_CONFIDENTIAL = ~Q(name__in=CONFIDENTIAL)


def known_to(reader: Person) -> Q:
    """The mails of which `reader` may know to whom they went: for searches by that."""
    return NOT_CONFIDENTIAL | Q(person=reader)


def is_masked(mail: Message, reader: Person) -> bool:
    """Whether `reader` may know no more of `mail` than its times and what became of it."""
    return mail.name in CONFIDENTIAL and mail.person_id != reader.pk


def record(
    act: str,
    mail: Message,
    *,
    by: Person,
    before: Mapping[str, Any],
    after: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Record in the trail what `by` decided about a mail.

    Of a confidential one it keeps that, where no search comes upon it: what was decided stands in
    the mail's own history.
    """
    if mail.name in CONFIDENTIAL:
        audit.record("mail.confidential", by=by, on=_mask(mail), at=at)
    else:
        audit.record(act, by=by, on=mail, person=mail.person, before=before, after=after, at=at)


def masked(mails: Iterable[Message], reader: Person) -> list[Message]:
    """The mails as `reader` may see them: copies for show, never to be saved."""
    return [_mask(mail) if is_masked(mail, reader) else mail for mail in mails]


def masked_history(happened: Iterable[Happening]) -> list[Happening]:
    """What became of a masked mail, without the words of the mail server, which name addresses."""
    shown = [copy.copy(happening) for happening in happened]
    for happening in shown:
        happening.words = ""
    return shown


def _mask(mail: Message) -> Message:
    shown = copy.copy(mail)
    shown.person = None
    shown.name = "confidential"
    shown.subject = _("Confidential mail")
    shown.address = _("Not shown")
    shown.text = shown.html = shown.calendar = shown.answer = shown.message_id = ""
    return shown
