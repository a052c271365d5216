"""While a filter is wrong nothing is shown, written, saved or sent: never all the others."""

import datetime as dt

import pytest
import time_machine
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from district_portal import audit
from district_portal.district.current import today
from district_portal.jobs.kinds import PieceFailedError
from district_portal.reports import jobs
from district_portal.reports.forms import QuestionForm
from district_portal.reports.models import SavedView
from district_portal.reports.writing import FORMATS
from policies.acknowledgments.models import Nudge
from tests.factories.acknowledgments import required
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
SCHOOL = dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC)  # a Tuesday, 10:00
WRONG = {
    "as_of": "2027-05-01",
    "status": "not_signed",
    "policy": "no-such",
    "packet": "9",
    "version": "0",
    "days_late": "x",
    "place": "999999",
    "position": "Wizard",
    "supervisor": "0",
    "kind": "ghost",
    "school_year": "1066–67",
    "words": "x" * 101,
    "columns": "shoe_size",
}


@pytest.fixture
def hr(cast, client):
    with time_machine.travel(SCHOOL, tick=False):
        required(published("529", "Staff Use of Social Media"))
        client.force_login(cast.hana)
        yield client


def test_every_filter_can_be_wrong():
    assert set(WRONG) == set(QuestionForm.base_fields) - {"with_left"}


@pytest.mark.parametrize("name", WRONG)
def test_nobody_is_shown_or_counted_and_nothing_is_offered(hr, name):
    page = hr.get("/reports/", {"place": "", name: WRONG[name]})
    assert page.status_code == 200
    assert page.context["filter_form"].errors[name]
    assert "A filter is wrong" in page.text
    main = page.text.split("<main")[1]
    for offered in ("<table", "Berg", "of 10", "Remind those", ".csv", "Save this view"):
        assert offered not in main, offered
    for problem in page.context["filter_form"].errors[name]:
        assert problem.replace("\u2019", "’") in main
        assert "Select a valid choice" not in problem
        assert "Ensure this value" not in problem or name == "words"


@pytest.mark.parametrize("name", WRONG)
def test_nobody_is_reminded(hr, name):
    for answer in (
        hr.get("/reports/remind/", {name: WRONG[name]}, follow=True),
        hr.post(f"/reports/remind/?{name}={WRONG[name]}", follow=True),
    ):
        assert "nobody is reminded until it is put right" in answer.text
        assert answer.redirect_chain
        assert answer.request["PATH_INFO"] == "/reports/"
    assert not Nudge.objects.exists()


@pytest.mark.parametrize("query", ["person=", "person=x", "person=-1", "person=" + "9" * 40])
def test_nobody_is_reminded_where_those_who_were_ticked_are_none(hr, query):
    assert "Nobody would get a mail" in hr.get(f"/reports/remind/?{query}").text
    hr.post(f"/reports/remind/?{query}")
    assert not Nudge.objects.exists()


@pytest.mark.parametrize("status", ["signed", "closed"])
def test_a_report_of_what_is_signed_or_closed_reminds_nobody(hr, status):
    assert "Remind those" not in hr.get("/reports/", {"status": status}).text
    hr.post(f"/reports/remind/?status={status}")
    assert not Nudge.objects.exists()


@pytest.mark.parametrize("file_format", FORMATS)
def test_no_file_is_made_and_one_is_led_back_to_what_is_marked(hr, file_format):
    address = reverse("reports:acknowledgments_file", args=[file_format])
    back = "/reports/?as_of=2027-05-01&policy=529"
    answer = hr.get(address, {"as_of": "2027-05-01", "policy": "529"})
    assert (answer.status_code, answer["Location"]) == (302, back)
    answer = hr.post(address, {"query": "as_of=2027-05-01&policy=529"})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert not audit.events(act="reports.exported").exists()


def test_no_view_is_saved(hr):
    answer = hr.post("/reports/views/save/", {"name": "Late", "query": "status=not_signed"})
    assert (answer.status_code, answer["Location"]) == (302, "/reports/?status=not_signed")
    assert hr.get("/reports/views/save/?status=not_signed").status_code == 302
    assert not SavedView.objects.exists()


def test_a_file_that_was_asked_for_fails_when_its_filter_is_gone_meanwhile(hr, cast):
    class Piece:
        given = {"query": "policy=no-such", "format": "csv"}

        class job:  # noqa: N801 – stands for one
            by = cast.hana

    with pytest.raises(PieceFailedError, match="no longer there"):
        jobs.prepare(Piece(), lambda _count: None)


def test_without_filters_all_is_asked():
    assert QuestionForm(None).question(Q(), Q()).as_of == today()
    assert QuestionForm(QueryDict("status=wrong")).question(Q(), Q()) is None
