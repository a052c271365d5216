"""The people as a sheet: brought in unchanged, it changes nothing."""

from __future__ import annotations

import csv
import io
import time

import pytest
from django.urls import reverse

from accounts import adding, moving
from accounts.models import Person, Posting
from accounts.roster import exporting
from accounts.roster.reading import read
from accounts.roster.reading.synonyms import is_first_day
from district_portal import audit
from tests.accounts.roster.sheets import waiting
from tests.cast import PASSWORD, person, post
from tests.standing import standing


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@standing
def everybody(cast):
    """People in all the ways in which somebody can work here."""
    moving.go_on_leave(cast.mia, by=None)
    adding.add(cast.lou, place=cast.transportation, position="=Aide", supervisor=cast.theo, by=None)
    Posting.objects.filter(person=cast.gus).update(supervisor=None)
    Person.objects.filter(pk=cast.val.pk).update(number="0042", family_name="-O’Neill, Jr.")
    nora = person("Nora Boss", 900)
    Person.objects.filter(pk=nora.pk).update(number=None)
    post(nora, cast.district, "Consultant", cast.ada)
    Posting.objects.filter(person=cast.theo).update(supervisor=nora)
    return cast


@pytest.mark.parametrize("file_format", exporting.FORMATS)
def test_brought_in_unchanged_it_changes_nothing(everybody, file_format):
    content = exporting.export(file_format=file_format, by=everybody.hana)
    sheet = read(content, name=exporting.file_name(file_format))
    assert (sheet.problems, all(sheet.matching.values())) == ([], True)
    run = waiting(content)
    assert not run.changes.exists(), list(run.changes.values("kind", "name", "message", "after"))
    everybody_in_it = exporting.rostered().values("person").distinct().count()
    assert (run.problems, run.differs, run.unchanged) == (0, False, everybody_in_it)


def test_it_holds_a_row_for_each_posting_and_nobody_without_a_number(everybody):
    rows = rows_of(exporting.export(file_format="csv", by=everybody.hana))
    lou = [row for row in rows if row["First name"] == "Lou"]
    assert [(row["Position"], row["Primary"]) for row in lou][1] == ("'=Aide", "no")
    assert [row["Number"] for row in rows if row["First name"] == "Val"] == ["0042"]
    assert "Nora" not in {row["First name"] for row in rows}
    assert exporting.without_number() == 1
    heads = {row["Place"] for row in rows if row["Head"] == "yes"}
    assert heads == {"District Office", "Northside School", "Transportation"}


def test_a_supervisor_who_has_left_is_left_out(cast):
    Posting.objects.filter(person=cast.gus).update(supervisor=cast.left)
    rows = rows_of(exporting.export(file_format="csv", by=cast.hana))
    assert next(row for row in rows if row["First name"] == "Gus")["Supervisor"] == ""


def test_hr_downloads_it_after_a_recent_sign_in_and_it_is_on_record(cast, client):
    client.post("/accounts/login/", {"login": cast.hana.email, "password": PASSWORD})
    address = reverse("roster:people_file", args=["csv"])
    assert address in client.get(reverse("roster:runs")).text
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="people-')
    event = audit.events(act="roster.exported").get()
    assert (event.actor_id, event.after) == (
        cast.hana.pk,
        {"format": "csv", "rows": len(rows_of(answer.content))},
    )
    session = client.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 31 * 60
    session.save()
    assert client.get(address).headers["Location"].startswith("/accounts/reauthenticate/")


def test_who_only_brings_in_sheets_downloads_none(cast, client):
    client.force_login(cast.tom)
    address = reverse("roster:people_file", args=["csv"])
    page = client.get(reverse("roster:runs"))
    assert (page.status_code, address in page.text) == (200, False)
    assert client.get(address).status_code == 404


def test_a_date_of_hire_is_said_to_be_left_out(cast, client):
    assert is_first_day("Hire_Date")
    client.force_login(cast.hana)
    content = "Emp #,First Name,Last Name,School,Job Title,Hire Date\n1,A,B,Annex,Aide,2020-08-01\n"
    sheet = io.BytesIO(content.encode())
    sheet.name = "staff.csv"
    page = client.post(reverse("roster:upload"), {"sheet": sheet}, follow=True)
    assert "No first day is taken from a sheet" in page.text
    assert "Hire Date is left out" in page.text
