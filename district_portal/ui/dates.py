"""Dates as people here write them, in the district's time zone."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext, override, pgettext_lazy
from django.utils.translation import gettext as _

STYLES = {
    "medium": pgettext_lazy("date such as Nov 24, 2026", "M j, Y"),
    "long": pgettext_lazy("date such as April 18, 2011", "F j, Y"),
    "weekday": pgettext_lazy("date such as Fri, Nov 27", "D, M j"),
    "short": pgettext_lazy("date such as Nov 24", "M j"),
    "time": pgettext_lazy("moment such as Nov 24, 2026, 10:42 a.m.", "M j, Y, g:i a"),
}
SOON = 7
"""Days before a due date from which it is coloured."""
MINUTE, HOUR = 60, 3600
RECENT = 30
"""Days after which "ago" becomes a date."""


def local(value: dt.date) -> dt.date:
    """A moment becomes the district's local one; a date stays what it is."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date_in_words(value: dt.date, *, style: str = "medium") -> str:
    """`value` written in one of STYLES, in the reader's language."""
    there = local(value)
    if isinstance(there, dt.datetime):
        # One moment is equal in every zone: what is kept goes by the clock alone.
        there = there.replace(tzinfo=None) if style == "time" else there.date()
    return _written(there, style, get_language())


date_in_words_lazy = lazy(date_in_words, str)
"""The same in the language of whoever reads the mail that it stands in."""


@lru_cache(maxsize=4096)
def _written(value: dt.date, style: str, language: str | None) -> str:
    """A list repeats its days, and to write one takes longer than the rest of its cell."""
    with override(language):
        return formats.date_format(value, str(STYLES[style]))


def ago_in_words(value: dt.datetime, *, now: dt.datetime | None = None) -> str:
    """How long ago `value` was, by the minute, hour, then local day; on which day after 30."""
    now = now or timezone.now()
    seconds = (now - value).total_seconds()
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    days = (timezone.localdate(now) - timezone.localdate(value)).days
    if days == 0:
        hours = int(seconds // HOUR)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if days > RECENT:
        return _("on %(date)s") % {"date": date_in_words(value)}
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def due_in_words(due: dt.date, *, today: dt.date | None = None) -> tuple[str, str]:
    """Kind of badge and words for a local due date, which is met until its end.

    With its year where that is another one than today's.
    """
    today = today or timezone.localdate()
    left = (due - today).days
    if left < 0:
        return "bad", ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
    if left == 0:
        return "warn", _("Due today")
    if left <= SOON:
        return "warn", _("Due %(date)s") % {"date": date_in_words(due, style="weekday")}
    style = "short" if due.year == today.year else "medium"
    return "plain", _("Due %(date)s") % {"date": date_in_words(due, style=style)}
