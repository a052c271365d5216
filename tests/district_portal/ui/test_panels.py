from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

import pytest
from django.urls import resolve

from district_portal.ui import panels
from district_portal.ui.panels import Area, NavItem
from tests.district_portal.ui.rendering import rendered

SIGNED_IN = SimpleNamespace(is_authenticated=True)
ACCESSIBILITY = "ui:accessibility"
GUIDE = "ui:styleguide"
FORM = "ui:styleguide_form"


def says(answer):
    return lambda *_: answer


@pytest.fixture(autouse=True)
def _nobody_has_spoken_yet(monkeypatch):
    monkeypatch.setattr(panels, "_registered", defaultdict(list))


@pytest.fixture
def request_of_lou(rf):
    request = rf.get("/styleguide/form/")
    request.user = SIGNED_IN
    return request


def test_a_part_speaks_on_another_parts_page(request_of_lou):
    panels.register("policy", says(("components/empty_state.html", {"title": "Signed"})))
    panels.register("policy", says(None))
    html = rendered('{% panel_slot "policy" policy %}', request_of_lou, policy="529")
    assert html.count("Signed") == 1


def test_those_who_come_first_speak_first(request_of_lou):
    late, early = says(("late", {})), says(("early", {}))
    panels.register("place", late, order=20)
    panels.register("place", early, order=10)
    panels.register("place", early, order=10)
    assert [name for name, _ in panels.panels("place", request_of_lou, None)] == ["early", "late"]


def test_a_slot_that_no_page_offers_is_refused():
    with pytest.raises(panels.UnknownSlotError):
        panels.register("cellar", says(None))
    with pytest.raises(panels.UnknownSlotError):
        panels.functions("cellar")


def test_the_navigation_is_ordered_counts_and_marks_where_we_are(request_of_lou):
    panels.register("navigation", says(NavItem(label="Form", url_name=FORM, order=20)))
    waiting = NavItem(label="Guide", url_name=GUIDE, count=3, is_to_do=True)
    panels.register("navigation", says(waiting))
    panels.register("navigation", says(NavItem(label="No", url_name=GUIDE, visible=False)))
    panels.register("navigation", says(None))
    html = rendered("{% navigation %}", request_of_lou)
    assert html.index("Form") < html.index("Guide")
    assert "No" not in html
    assert '<span class="count">3' in html
    assert html.count("aria-current") == 1
    assert html.index("aria-current") < html.index("Form")


def test_the_longest_address_wins_the_mark(rf):
    request = rf.get("/styleguide/form/x/")
    request.user = SIGNED_IN
    for name, order in ((GUIDE, 1), (FORM, 2), (ACCESSIBILITY, 3)):
        panels.register("navigation", says(NavItem(label=name, url_name=name)), order=order)
    html = rendered("{% navigation %}", request)
    assert 'href="/styleguide/form/" aria-current' in html


def test_a_page_with_an_address_elsewhere_marks_the_entry_that_names_it(request_of_lou):
    panels.register("navigation", says(NavItem(label="Guide", url_name=GUIDE, also=(FORM,))))
    panels.register("navigation", says(NavItem(label="Access", url_name=ACCESSIBILITY, order=1)))
    html = rendered("{% navigation %}", request_of_lou)
    assert html.count("aria-current") == 1
    assert 'aria-current="true">Guide' in html


def test_a_page_that_an_entry_names_marks_it_whatever_its_address(request_of_lou):
    request_of_lou.resolver_match = resolve(request_of_lou.path)
    panels.register("navigation", says(NavItem(label="Form", url_name=FORM)))
    panels.register("navigation", says(NavItem(label="Access", url_name=ACCESSIBILITY, order=1)))
    assert 'aria-current="true">Form' in rendered("{% navigation %}", request_of_lou)
    panels.register("navigation", says(NavItem(label="Guide", url_name=GUIDE, pages=(FORM,))))
    html = rendered("{% navigation %}", request_of_lou)
    assert html.count("aria-current") == 1
    assert 'aria-current="true">Guide' in html


def test_entries_of_an_area_stand_under_it_where_one_is_there(request_of_lou):
    under = {"area": Area.REPORTS}
    waiting = NavItem(label="Guide", url_name=GUIDE, count=3, is_to_do=True, **under)
    panels.register("navigation", says(waiting))
    panels.register("navigation", says(NavItem(label="Form", url_name=FORM, count=2, **under)))
    panels.register("navigation", says(NavItem(label="Access", url_name=ACCESSIBILITY, order=1)))
    html = rendered("{% navigation %}", request_of_lou)
    main, within = html.split('<ul class="within" aria-label="Reports">')
    assert 'aria-current="true">Reports <span class="count">5' in main
    assert "Guide" not in main
    assert main.index("Access") < main.index("Reports")
    assert 'Guide <span class="count">3' in within
    assert 'aria-current="true">Form <span class="count count-news">2' in within
    assert within.count("aria-current") == 1


def test_elsewhere_an_area_is_one_entry_that_leads_to_its_first(rf):
    request = rf.get("/elsewhere/")
    request.user = SIGNED_IN
    for name, order in ((FORM, 1), (GUIDE, 2)):
        item = NavItem(label=name, url_name=name, order=order, area=Area.REPORTS)
        panels.register("navigation", says(item))
    html = rendered("{% navigation %}", request)
    assert html.count("<li>") == 1
    assert 'href="/styleguide/form/">Reports' in html


def test_an_area_of_which_one_entry_is_seen_is_that_entry(request_of_lou):
    panels.register("navigation", says(NavItem(label="Guide", url_name=GUIDE, area=Area.REPORTS)))
    html = rendered("{% navigation %}", request_of_lou)
    assert "Reports" not in html
    assert html.count("Guide") == html.count("<ul") == 1


def test_who_is_not_signed_in_sees_no_navigation(rf):
    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    panels.register("navigation", says(NavItem(label="Guide", url_name=GUIDE)))
    assert rendered("{% navigation %}", request) == ""
