"""Spanish as in the United States: its words and dates, our numbers, and days typed as here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation
from django.utils.formats import localize_input

from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import DayInput
from policies.models import Version

DAY = dt.date(2026, 8, 3)
AT = dt.datetime(2026, 8, 3, 15, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _spanish():
    with translation.override("es"):
        yield


def test_numbers_are_written_as_in_english():
    assert formats.number_format(1234567, force_grouping=True) == "1,234,567"
    assert formats.number_format(Decimal("4.5")) == "4.5"


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("long", "3 de agosto de 2026"),
        ("medium", "3 de ago de 2026"),
        ("short", "3 de ago"),
        ("weekday", "lun 3 de ago"),
    ],
)
def test_days_are_written_in_spanish(style, words):
    assert date_in_words(DAY, style=style) == words


@pytest.mark.parametrize("typed", ["2026-08-03", "08/03/2026"])
def test_a_typed_day_is_read_as_in_english(typed):
    assert forms.DateField().clean(typed) == DAY


def test_a_field_for_a_day_is_filled_as_browsers_need_it():
    assert 'value="2026-08-03"' in forms.DateField(widget=DayInput()).widget.render("day", DAY)
    assert localize_input(DAY) == "2026-08-03"


def test_a_version_is_named_in_the_language_of_the_reader():
    version = Version(code="529", title="Staff Use of Social Media", number=2)
    assert str(version) == "529 Staff Use of Social Media, versión 2"
