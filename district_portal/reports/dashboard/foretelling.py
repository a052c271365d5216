"""What is to be expected until the due date, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.reports.dashboard.forecasting import (
    NOBODY_SIGNED,
    NOTHING_DUE,
    Forecast,
    Unknown,
)
from district_portal.reports.dashboard.words import number
from district_portal.ui.dates import date_in_words


def foretold(said: Forecast | Unknown) -> str:
    """What to expect until the due date and by which rule, or why nothing can be said."""
    if isinstance(said, Forecast):
        told = ngettext(
            "Forecast: about %(expected)s of %(waiting)s signature due by %(day)s will be there. "
            "In the last %(over)s school days %(pace)s came in a day; this goes on at that pace.",
            "Forecast: about %(expected)s of %(waiting)s signatures due by %(day)s will be there. "
            "In the last %(over)s school days %(pace)s came in a day; this goes on at that pace.",
            said.waiting,
        )
        return told % {
            "expected": number(said.expected),
            "waiting": number(said.waiting),
            "day": date_in_words(said.day),
            "over": said.over,
            "pace": number(said.pace, 1),
        }
    if said.why == NOTHING_DUE:
        return _("No forecast: nothing is open that will be due.")
    if said.why == NOBODY_SIGNED:
        words = {"n": said.school_days}
        return _("No forecast: nobody signed in the last %(n)s school days.") % words
    words = {"n": said.school_days}
    return _("No forecast yet: it takes the pace of at least %(n)s school days.") % words
