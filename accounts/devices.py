"""Where somebody is signed in, in words: which device, which network, since when."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest  # noqa: TID251 – a name for the type

    from accounts.models import Person

LISTED = "listed_as"
"""Under which key the session stands on the list of the person's sign-ins."""
BROWSERS = [
    ("Edge", r"\bEdgA?/|\bEdgiOS/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\bChrome/|\bCriOS/|\bHeadlessChrome/"),
    ("Safari", r"\bSafari/"),
]
"""More special names first: most browsers call themselves by several."""
SYSTEMS = [
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Chromebook", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
]


class SignIn(NamedTuple):
    """One open sign-in."""

    pk: int
    device: str
    address: str
    since: dt.datetime
    seen: dt.datetime
    is_here: bool


def open_of(person: OuterRef) -> Coalesce:
    """How many open sign-ins somebody has, in a query; `person` is the column with their id."""
    alive = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    rows = UserSession.objects.filter(Exists(alive), user=person).order_by()
    return Coalesce(Subquery(rows.values("user").annotate(n=Count("pk")).values("n")), 0)


def of(person: Person, *, here: str | None = None) -> list[SignIn]:
    """The open sign-ins of `person`, the one with session key `here` first, then by last use."""
    rows = list(UserSession.objects.filter(user=person))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    found = [
        SignIn(
            row.pk,
            in_words(row.user_agent),
            place(row.ip),
            row.created_at,
            row.last_seen_at,
            row.session_key == here,
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(found, key=lambda one: (one.is_here, one.seen), reverse=True)


def in_words(user_agent: str) -> str:
    """What a browser calls itself, as people do: "Chrome on Windows"."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def place(address: str) -> str:
    """The network address, and whether it is one of this building's own kind."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.is_loopback:
        return _("This machine (%(address)s)") % {"address": address}
    if known.is_private:
        return _("Inside the network (%(address)s)") % {"address": address}
    return address


def _first(names: list[tuple[str, str]], text: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, text)), "")


def change_key(request: HttpRequest) -> None:
    """Let this session go on under another key, in the same line of the person's sign-ins.

    Source: OWASP ASVS 5.0, 7.2.4.
    """
    before = request.session.session_key
    request.session.cycle_key()
    now = request.session.session_key
    UserSession.objects.filter(session_key=before).update(session_key=now)
    if request.session.get(LISTED) == before:
        request.session[LISTED] = now
