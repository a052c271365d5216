"""Every form asks for a day by the field that knows which days can be counted on from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django import forms

from district_portal.ui.forms import DayField, PortalForm

ROOT = Path(__file__).parents[3]


def test_no_form_asks_for_a_day_by_another_field():
    fields = (ROOT / "district_portal/ui/forms.py", ROOT / "tests")
    others = [
        str(path.relative_to(ROOT))
        for part in ("accounts", "approvals", "policies", "district_portal")
        for path in (ROOT / part).rglob("*.py")
        if "forms.DateField" in path.read_text() and path not in fields
    ]
    assert others == []


@pytest.mark.parametrize(
    ("day", "is_possible"),
    [
        ("1899-12-31", False),
        ("1900-01-01", True),
        ("2199-12-31", True),
        ("2200-01-01", False),
        ("9999-12-31", False),
    ],
)
def test_days_lie_between_1900_and_2199(day, is_possible):
    class Asked(PortalForm, forms.Form):
        day = DayField(required=False)

    form = Asked({"day": day})
    assert form.is_valid() is is_possible
    if is_possible:
        assert form.cleaned_data["day"] + dt.timedelta(days=1)


def test_a_box_of_one_line_takes_one_line():
    class Asked(PortalForm, forms.Form):
        name = forms.CharField(required=False)
        note = forms.CharField(required=False, widget=forms.Textarea)

    assert Asked({"name": " Ada \n", "note": "a\nb"}).is_valid()
    for broken in ("A\nda", "A\rda", "A\u2028da", "A\x0bda"):
        assert Asked({"name": broken}).errors == {"name": ["Write it on one line"]}
