"""Show that it is you by a link that is mailed to you: opened in the browser that asked for it.

For who has nothing else to show, and for the first second factor, which a stolen password alone
must not set up. A link that is opened in another browser proves nothing, so that nobody can be
talked into proving it for somebody else.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 – a name for the type

    from accounts.models import Person

METHOD = "mailed_link"
METHODS = {METHOD, "password_reset"}
"""The second is allauth's own: a password that was chosen through a link of ours."""
KEY = "link_to_prove"
LASTS = 60 * 60
"""Seconds for which the link works."""


@transaction.atomic
def send(request: HttpRequest, person: Person, *, next_url: str = "") -> bool:
    """Mail `person`, who is signed in, a link that proves it; once a minute at most.

    `next_url` is where they go from there. Answers False when a link was sent this minute, which
    still works.
    """
    key, now = secrets.token_urlsafe(24), timezone.now()
    sent = mailing.queue(
        "link_to_prove",
        key=f"link_to_prove:{person.pk}:{now:%Y%m%d%H%M}",
        to=person,
        context={"link": settings.PORTAL_ADDRESS + reverse("prove_by_mail_open", args=[key])},
        secret=True,
    )
    if sent:
        request.session[KEY] = {"key": key, "at": now.timestamp(), "next": next_url}
        audit.record("signing_in.proof_asked", by=person, on=person, person=person, at=now)
    return sent


def take(request: HttpRequest, person: Person, *, key: str) -> str | None:
    """Take the opened link as proof, once; answers where to go ("" for nowhere), None if not.

    None for a link that is too old, was used, or was asked for in another browser.
    """
    asked = request.session.get(KEY) or {}
    known = secrets.compare_digest(str(asked.get("key", "")).encode(), key.encode())
    if not known or time.time() - asked["at"] > LASTS:
        return None
    del request.session[KEY]
    note(request, person)
    return str(asked["next"])


def note(request: HttpRequest, person: Person) -> None:
    """Keep in the session that `person` has opened a link that was mailed to them."""
    record_authentication(request, person, METHOD, reauthenticated=True)


def was_given(request: HttpRequest, person: Person) -> bool:
    """Whether this session opened a link that was mailed to `person`."""
    records = get_authentication_records(request, person)
    return any(record["method"] in METHODS for record in records)
