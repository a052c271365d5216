"""Dates and moments, always inside `<time>`."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_portal.district.current import today
from district_portal.ui.dates import ago_in_words, date_in_words, due_in_words, local
from district_portal.ui.tags.status import badge

register = template.Library()


@register.simple_tag
def local_date(value: dt.date | None, style: str = "medium") -> str:
    """`{% local_date d "long" %}`: medium, long, weekday or short; nothing for None."""
    if value is None:
        return ""
    there = local(value)
    day = there.date() if isinstance(there, dt.datetime) else there
    return _day(day, style, get_language())


@lru_cache(maxsize=4096)
def _day(day: dt.date, style: str, _language: str | None) -> str:
    """A list repeats its days."""
    words = date_in_words(day, style=style)
    return format_html('<time datetime="{}">{}</time>', f"{day:%Y-%m-%d}", words)


@register.simple_tag
def local_time(value: dt.datetime | None) -> str:
    """`{% local_time moment %}`: day and time in the district's zone; nothing for None."""
    if value is None:
        return ""
    words = date_in_words(value, style="time")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def ago(value: dt.datetime | None) -> str:
    """`{% ago moment %}`: "2 days ago", with the exact time on hover; nothing for None."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        date_in_words(value, style="time"),
        ago_in_words(value),
    )


@register.simple_tag
def due_badge(due: dt.date | None) -> str:
    """`{% due_badge assignment.due %}`: coloured within a week and when late."""
    if due is None:
        return ""
    kind, words = due_in_words(due)
    return badge(kind, words)


@register.simple_tag
def soon_badge(due: dt.date | None, days: int) -> str:
    """`{% soon_badge policy.due_on 90 %}` beside the printed day: how late, or that it is near."""
    if due is None or due > today() + dt.timedelta(days=days):
        return ""
    return due_badge(due) if due < today() else badge("warn", _("Due soon"))
