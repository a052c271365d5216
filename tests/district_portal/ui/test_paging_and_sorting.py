from __future__ import annotations

import pytest

from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering
from tests.district_portal.ui.rendering import rendered

ROWS = list(range(1, 121))
ALLOWED = {"name": ("sort_name", "pk"), "due": ("-due", "pk")}


def test_a_long_list_shows_fifty_rows_and_says_which(rf):
    second = page(ROWS, rf.get("/people/", {"page": "2"}))
    assert list(second) == ROWS[50:100]
    assert (second.first, second.last, second.total) == (51, 100, 120)


@pytest.mark.parametrize(("asked", "first"), [("x", 1), ("0", 101), ("-4", 101), ("99", 101)])
def test_a_page_that_is_not_there_gives_one_that_is(rf, asked, first):
    assert page(ROWS, rf.get("/people/", {"page": asked})).first == first


def test_the_way_to_the_next_page_keeps_the_filters(rf):
    request = rf.get("/people/", {"place": "north", "page": "2"})
    html = rendered("{% pagination people %}", request, people=page(ROWS, request))
    assert "51–100 of 120" in html
    assert 'href="?place=north&amp;page=1"' in html
    assert 'href="?place=north&amp;page=3"' in html


def test_one_page_needs_no_way_to_another(rf):
    request = rf.get("/people/")
    assert rendered("{% pagination people %}", request, people=page(ROWS[:9], request)) == ""


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("name", ("sort_name", "pk")),
        ("-name", ("-sort_name", "-pk")),
        ("-due", ("due", "-pk")),
        ("password", ("sort_name", "pk")),
        ("", ("sort_name", "pk")),
    ],
)
def test_the_address_orders_only_by_what_the_list_allows(rf, asked, fields):
    request = rf.get("/people/", {"sort": asked})
    assert ordering(request, allowed=ALLOWED, default="name") == fields


def test_a_column_that_is_sorted_upward_offers_downward_and_says_so(rf):
    request = rf.get("/people/", {"sort": "name", "place": "north", "page": "3"})
    html = rendered('{% sort_header "name" "Name" %}', request)
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name&amp;place=north"' in html


def test_the_leading_column_is_marked_though_the_address_names_none(rf):
    html = rendered('{% sort_header "due" "Due" default="down" %}', rf.get("/people/"))
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=due"' in html
