"""Human resources remind from the report: who gets a mail is shown first, once a day a person."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from accounts import moving
from district_portal.district.current import today
from district_portal.mailing.models import Message
from policies.acknowledgments.models import Nudge
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
SCHOOL = dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC)  # a Tuesday, 10:00
EVENING = dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC)


@pytest.fixture
def hr(cast, client):
    with time_machine.travel(SCHOOL, tick=False):
        for code in ("529", "511"):
            required(published(code, f"Policy {code}"))
        client.force_login(cast.hana)
        yield client


def nudged():
    return set(Nudge.objects.values_list("person__given_name", flat=True))


def test_all_who_have_not_signed_get_one_mail_for_both_policies(cast, hr):
    page = hr.get("/reports/remind/").text
    assert "Lou Berg" in page
    assert "That is you" in page
    assert not Nudge.objects.exists()
    answer = hr.post("/reports/remind/", follow=True)
    assert "people get a mail" in answer.text
    assert "Lou" in nudged()
    assert "Hana" not in nudged()
    assert Message.objects.filter(name="nudge", person=cast.lou).count() == 1
    assert "Reminded today already" in hr.get("/reports/remind/").text
    before = Nudge.objects.count()
    hr.post("/reports/remind/")
    assert Nudge.objects.count() == before


def test_what_a_mail_will_name_is_said_before(cast, hr):
    page = hr.get("/reports/remind/?policy=529").text
    assert "511 Policy 511; 529 Policy 529" in page or "529 Policy 529; 511 Policy 511" in page
    assert "names everything that waits" in hr.get("/reports/?policy=529").text


def test_one_box_a_person_however_many_rows(cast, hr):
    page = hr.get("/reports/").text
    assert page.count(f'name="person" value="{cast.lou.pk}"') == 1


def test_the_chosen_ones_alone_and_only_who_has_not_signed(cast, hr):
    for row in cast.val.assignments.all():
        signed(cast.val, row.version)
    query = f"?person={cast.lou.pk}&person={cast.val.pk}&person=x"
    page = hr.get(f"/reports/remind/{query}").text
    assert "Lou Berg" in page
    assert "Val" not in page.split("<main")[1]
    hr.post(f"/reports/remind/{query}")
    assert nudged() == {"Lou"}


def test_the_filters_of_the_report_hold(cast, hr):
    hr.post(f"/reports/remind/?place={cast.transportation.pk}")
    assert nudged()
    assert "Lou" not in nudged()


def test_of_the_late_ones_only_who_is_late_and_of_the_signed_ones_nobody(cast, hr):
    late = cast.lou.assignments.earliest("pk")
    cast.lou.assignments.filter(pk=late.pk).update(due_on=today() - dt.timedelta(days=2))
    assert "Lou Berg" in hr.get("/reports/remind/?status=late").text
    assert "Lou Berg" not in hr.get("/reports/remind/?status=late&days_late=3").text
    hr.post("/reports/remind/?status=signed")
    assert not Nudge.objects.exists()
    hr.post("/reports/remind/?status=late")
    assert nudged() == {"Lou"}


def test_who_is_on_leave_is_spared_and_told_so(cast, hr):
    moving.go_on_leave(cast.lou, by=None)
    page = hr.get(f"/reports/remind/?person={cast.lou.pk}").text
    assert "On leave" in page
    assert "Nobody would get a mail" in page


def test_nobody_is_disturbed_in_the_evening_nor_of_a_past_day(cast, hr):
    past = today() - dt.timedelta(days=30)
    answer = hr.get(f"/reports/remind/?as_of={past}", follow=True)
    assert "Choose today in the report" in answer.text
    with time_machine.travel(EVENING, tick=False):
        hr.force_login(cast.hana)
        page = hr.get("/reports/remind/").text
        assert " on school days." in page
        assert (
            'The next time is <time datetime="2026-11-25">Wed, Nov 25</time>, from 7:00 a.m. on'
            in page
        )
        assert "would get a mail" in page
        assert "Nothing is sent now." in page
        assert "<button" not in page.split("<main")[1].split("</main")[0]
        assert "Nobody was reminded" in hr.post("/reports/remind/", follow=True).text
    assert not Nudge.objects.exists()


def test_a_supervisor_reminds_their_own_people_and_an_auditor_nobody(cast, hr):
    hr.force_login(cast.pat)
    hr.post("/reports/remind/")
    assert "Lou" in nudged()
    assert "Theo" not in nudged()
    hr.force_login(cast.otto)
    assert hr.get("/reports/remind/").status_code == 404
    assert "Remind those" not in hr.get("/reports/").text


def test_the_report_offers_it_where_something_is_open(cast, hr):
    page = hr.get("/reports/").text
    assert f'name="person" value="{cast.lou.pk}"' in page
    assert "Remind those who have not signed" in page
    past = today() - dt.timedelta(days=1)
    assert "Remind those" not in hr.get(f"/reports/?as_of={past}").text
