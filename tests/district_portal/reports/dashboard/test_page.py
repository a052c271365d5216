"""The dashboard as a page: findings in words, pictures, tables, filters, what is empty."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from district_portal.district.current import school_year, today
from policies.acknowledgments import counting, following
from policies.acknowledgments.year_asked import year_before
from tests.factories import approvals as factory
from tests.factories.acknowledgments import cost, required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
PAGE = "/reports/dashboard/"


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


@pytest.fixture
def district(cast):
    """Ten of eleven are asked for two policies, the first of which is late for eight."""
    counting.call_roll()
    version = published("529", "Staff Use of Social Media", at=ago(60))
    required(version, at=ago(50), due_days=14)
    signed(cast.gus, version, at=ago(40))
    signed(cast.lou, version, at=ago(5))
    required(published("511", "Telephones", at=ago(30)), at=ago(21), due_days=60)
    following.keep()
    factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    return cast


def text(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def shown(client, person, query=""):
    client.force_login(person)
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response


def test_each_chart_begins_with_its_finding(district, client):
    said = text(shown(client, district.ada))
    assert "signed, 2 of 20" in said
    assert "10% are signed; 50% were due by today" in said
    assert "8 of 20 are late; most at District Office itself: 5" in said
    assert "8 of 8 late signatures are over a month late" in said
    assert "529 Staff Use of Social Media is lowest" not in said
    assert "511 Telephones is lowest at 0%: 10 of 10 not signed" in said
    assert "1 request came in" in said
    assert "Nine of ten decisions came on the same day" in said


def test_a_picture_has_its_finding_as_text_and_its_figures_as_a_table(district, client):
    page = shown(client, district.ada).content.decode()
    charts = re.findall(r'<section class="card chart".*?</section>', page, re.DOTALL)
    assert len(charts) >= 7
    for chart in charts:
        finding = re.search(r"<h3[^>]*>(.*?)</h3>", chart).group(1)
        assert re.search(f'role="(img|group)" aria-label="{re.escape(finding)}"', chart)
        assert "<table" in chart
    main = page[page.index("<main") :]
    assert "style=" not in main
    assert "<script" not in main


def test_whoever_looks_after_people_sees_those_alone(district, client):
    response = shown(client, district.pat)
    assert response.context["found"].standing.total.wanted == 4
    said = text(response)
    assert "How your people stand" in said
    page = re.sub("<select.*?</select>", "", response.content.decode(), flags=re.DOTALL)
    assert "Northside School" in page
    assert "Transportation" not in page


def test_filters_stand_in_the_address(district, client):
    there = shown(client, district.hana, f"?place={district.northside.pk}")
    assert "How Northside School stands" in text(there)
    assert there.context["found"].standing.total.wanted == 6
    one = shown(client, district.hana, "?policy=529")
    assert one.context["found"].standing.total.wanted == 10
    assert "Registry of accounts" not in text(one)


def test_a_school_year_that_is_over_leads_to_the_report_of_its_last_day(district, client):
    year = year_before(school_year())
    response = shown(client, district.hana, f"?year={year}")
    last = response.context["asked"].last_day
    assert last < today()
    assert f'href="/reports/?as_of={last}' in response.content.decode()
    assert "Registry of accounts" not in text(response)


@pytest.mark.parametrize("query", ["?place=x", "?place=999999", "?policy=none", "?year=1999–00"])
def test_a_filter_that_makes_no_sense_is_told_beside_its_field_and_counts_nothing(
    district, client, query
):
    response = shown(client, district.hana, query)
    assert response.context["filter_form"].errors
    assert "found" not in response.context
    assert "A filter is wrong" in text(response)
    assert "card chart" not in response.text


def test_where_nothing_is_the_page_says_what_comes(cast, client):
    said = text(shown(client, cast.ada))
    assert "Nobody here is asked to sign" in said
    assert "No request here in this school year" in said
    assert "No account is registered here" in said


def test_forecast_says_when_it_cannot_tell(cast, client):
    counting.call_roll()
    required(published("511", "Telephones"), due_days=20)
    following.keep()
    assert "it takes the pace of at least 5 school days" in text(shown(client, cast.ada))


def test_what_it_costs_does_not_grow_with_what_there_is(district, client):
    client.force_login(district.ada)
    before = cost(client, PAGE)
    assert before <= 12
    for number in range(6):
        version = published(f"60{number}", "Another", at=ago(40))
        required(version, at=ago(30))
        factory.sent(
            district.lou, manager=district.hana, place=district.northside, handle=f"@n{number}"
        )
    following.keep()
    assert cost(client, PAGE) == before
    client.force_login(district.pat)
    assert cost(client, PAGE) <= 12


def test_only_those_who_see_the_report_see_it(cast, client):
    client.force_login(cast.lou)
    assert client.get(PAGE).status_code == 404


def test_what_is_counted_leads_to_the_report_of_it(district, client):
    page = shown(client, district.ada).text
    for address in (
        "/reports/?status=open",
        "/reports/?status=late",
        "/reports/?policy=511",
        f"/reports/?place={district.northside.pk}",
        "/registry/?state=active",
    ):
        assert f'href="{address}"' in page, address
        assert client.get(address).status_code == 200
    there = shown(client, district.ada, f"?place={district.northside.pk}").text
    assert f'href="/reports/?policy=511&amp;place={district.northside.pk}"' in there or (
        f'href="/reports/?place={district.northside.pk}&amp;policy=511"' in there
        or f"place={district.northside.pk}&amp;policy=511" in there
    )


def test_the_report_counts_as_the_dashboard_does(district, client):
    wanted = shown(client, district.ada).context["found"].standing.total
    report = client.get("/reports/")
    assert report.context["finding"].wanted == wanted.wanted
    assert f"{wanted.signed} of {wanted.wanted} signatures are given" in text(report)


def test_whoever_never_sees_requests_is_told_of_none(cast, client):
    assert "Requests that you may see" not in text(shown(client, cast.hana))
    assert "Requests that you may see" in text(shown(client, cast.ada))
