"""Send one mail at once and say what the mail server answered, before anybody counts on it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.utils import timezone

from district_portal import audit
from district_portal.district import current
from district_portal.mailing import composing
from district_portal.mailing.conversing import Answer, MailServer
from district_portal.mailing.enveloping import envelop
from district_portal.mailing.models import Message

if TYPE_CHECKING:
    from accounts.models import Person


def try_out(address: str, *, by: Person | None) -> Answer:
    """Send the mail `trial` to `address` over the server of EMAIL_URL, past the outbox.

    Answers the outcome with the server's words; waits up to EMAIL_TIMEOUT for them. `by` is None
    in the first set-up. The record holds the outcome and not the address.
    """
    written = composing.compose("trial", to=None, context={})
    message = Message(
        key=f"trial:{secrets.token_hex(8)}",
        address=address,
        name="trial",
        subject=written.subject,
        text=written.text,
        html=written.html,
        language=written.language,
        queued_at=timezone.now(),
    )
    message.message_id = composing.message_id(message.key)
    district = current.current()
    with MailServer() as server:
        answer = server.send(envelop(message, district=district.name), to=address)
    audit.record("mail.tried", by=by, on=district, after={"outcome": answer.outcome.name})
    return answer
