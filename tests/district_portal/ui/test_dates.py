from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from district_portal.ui.dates import ago_in_words, date_in_words, due_in_words

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("medium", "Nov 27, 2026"),
        ("long", "November 27, 2026"),
        ("weekday", "Fri, Nov 27"),
        ("short", "Nov 27"),
    ],
)
def test_a_date_is_written_as_people_here_write_it(style, words):
    assert date_in_words(dt.date(2026, 11, 27), style=style) == words


def test_a_moment_is_shown_on_the_districts_own_day():
    late_evening = dt.datetime(2026, 11, 25, 3, 30, tzinfo=dt.UTC)
    with timezone.override("America/Chicago"):
        assert date_in_words(late_evening) == "Nov 24, 2026"
        assert date_in_words(late_evening, style="time") == "Nov 24, 2026, 9:30 p.m."


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (-3, "bad", "3 days late"),
        (-1, "bad", "1 day late"),
        (0, "warn", "Due today"),
        (3, "warn", "Due Fri, Nov 27"),
        (7, "warn", "Due Tue, Dec 1"),
        (8, "plain", "Due Dec 2"),
    ],
)
def test_a_due_date_is_met_until_its_end_and_colored_in_the_last_week(days, kind, words):
    assert due_in_words(TODAY + dt.timedelta(days=days), today=TODAY) == (kind, words)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=1), "1 minute ago"),
        (dt.timedelta(minutes=59), "59 minutes ago"),
        (dt.timedelta(hours=2), "2 hours ago"),
        (dt.timedelta(hours=14), "yesterday"),
        (dt.timedelta(days=2), "2 days ago"),
        (dt.timedelta(days=40), "on Oct 15, 2026"),
    ],
)
def test_ago_counts_minutes_then_hours_then_local_days(before, words):
    now = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    assert ago_in_words(now - before, now=now) == words
