"""Bars and lines, as numbers before they are drawn."""

import datetime as dt

import pytest

from district_portal.ui import charts
from district_portal.ui.charts import Part, Table, across, points, stacked


def test_parts_stand_one_after_the_other_and_fill_the_bar():
    parts = stacked(("done", 3), ("late", 0), ("open", 1), whole=4)
    assert parts == (Part("done", 75), Part("open", 25, 75))
    assert stacked(("done", 3), whole=0) == ()


def test_a_part_is_of_a_kind_that_can_be_drawn():
    with pytest.raises(ValueError, match="none of"):
        Part("pink", 10)


def test_a_line_goes_from_edge_to_edge_and_no_higher_than_all():
    first, last = dt.date(2026, 9, 1), dt.date(2026, 9, 11)
    assert across(last, first=first, last=last) == charts.WIDE
    drawn = points([(first, 0), (dt.date(2026, 9, 6), 50), (last, 120)], first=first, last=last)
    assert drawn == "0.0,160.0 300.0,80.0 600.0,0.0"
    assert points([(first, 100)], first=first, last=first) == "0.0,0.0"


def test_each_cell_of_a_table_knows_its_heading():
    assert Table(["Month", "n"], [("May", "3")]).rows == [[("May", "Month"), ("3", "n")]]
    with pytest.raises(ValueError, match="zip"):
        _ = Table(["Month"], [("May", "3")]).rows
