"""A policy administrator on a phone decides when the school year is asked for, then starts it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from district_portal.district.current import today
from district_portal.district.models import District
from policies.acknowledgments import assigning
from policies.acknowledgments.models import YearStart
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_another_day_to_a_start_by_hand(browser, portal, district, script):
    soon = today() + dt.timedelta(days=40)
    first = {"school_year_month": soon.month, "school_year_day": min(soon.day, 28)}
    at = timezone.now() - dt.timedelta(days=1)
    with transaction.atomic():
        District.objects.update_or_create(pk=1, defaults={"name": "Marlow Bend", **first})
        for code, title in (("529", "Staff Use of Social Media"), ("540", "Phones")):
            version = published(code, title, by=district.polly, at=at)
            terms = {"due_days": 14, "due_on": soon + dt.timedelta(days=5)} if code == "540" else {}
            required(version, by=district.polly, at=at, cycle="school_year", **terms)
    with open_page(browser, width=390, script=script) as polly:
        portal.sign_in(polly, district.polly.email)
        portal.open(polly, "/requirements/")
        leads_on(polly.get_by_role("link", name="What the next school year asks"))
        check_page(polly, "school-year")
        leads_on(polly.get_by_role("link", name="Decide when people are asked"))
        polly.get_by_label("On another day").check()
        leads_on(polly.get_by_role("button", name="Continue"))
        check_page(polly, "school-year-error")
        polly.get_by_label("Day", exact=False).last.fill((soon + dt.timedelta(9)).isoformat())
        leads_on(polly.get_by_role("button", name="Continue"))
        check_page(polly, "school-year-decided")
        leads_on(polly.get_by_role("link", name="Decide when people are asked"))
        polly.get_by_label("Now. You see first how many people it asks").check()
        leads_on(polly.get_by_role("button", name="Continue"))
        check_page(polly, "school-year-confirm")
        leads_on(polly.get_by_role("button", name="Ask for it now"))
        check_page(polly, "school-year-asking")
    with transaction.atomic():
        assigning.begin_day()
    row = YearStart.objects.get()
    assert (row.by_hand, row.decided_by, row.starts_on) == (True, district.polly, today())
    with open_page(browser, script=script) as polly:
        portal.sign_in(polly, district.polly.email)
        portal.open(polly, "/requirements/next-school-year/")
        check_page(polly, "school-year-started")
        assert polly.get_by_text("started by Polly Hart").is_visible()
