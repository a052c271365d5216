"""From a file to the difference: upload, what the columns mean, and what is remembered."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roster import matching
from accounts.roster.models import Run
from tests.cast import PASSWORD
from tests.factories import oneroster, sheets
from tests.factories.oneroster import Member

STAFF = sheets.staff(30)
UPLOAD = "/people/roster/new/"


@pytest.fixture
def hana(cast, client):
    client.post(reverse("account_login"), {"login": cast.hana.email, "password": PASSWORD})
    return client


def upload(client, content, name="staff.csv"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(UPLOAD, {"sheet": file})


def choices(run, **changed):
    matches = matching.look_at(bytes(run.content))
    wanted = {match.heading: match.suggestion.column for match in matches} | changed
    return {f"column_{at}": wanted[match.heading] for at, match in enumerate(matches)}


def test_the_way_to_a_new_sheet_stands_among_the_wishes_of_hr_only(hana, cast):
    wish = f'<a href="{UPLOAD}">Bring in an HR sheet</a>'
    assert wish in hana.get("/").text
    hana.force_login(cast.lou)
    assert wish not in hana.get("/").text


def test_a_new_sheet_asks_once_and_the_next_goes_straight_on(hana):
    content = sheets.csv_of(STAFF, sheets.USUAL)
    answer = upload(hana, content)
    run = Run.objects.get()
    columns = reverse("roster:columns", args=[run.pk])
    assert answer.url == columns
    page = hana.get(columns)
    assert page.status_code == 200
    assert "Job Title" in page.content.decode()
    answer = hana.post(columns, choices(run))
    assert answer.url == run.get_absolute_url()
    run.refresh_from_db()
    assert (run.state, run.rows) == (Run.State.WAITING, 30)
    answer = upload(hana, sheets.csv_of(STAFF[:-1], sheets.USUAL))
    newest = Run.objects.order_by("pk").last()
    assert answer.url == newest.get_absolute_url()
    assert newest.state == Run.State.WAITING


def test_the_portal_s_own_headings_go_straight_on(hana):
    answer = upload(hana, sheets.csv_of(STAFF))
    assert answer.url == Run.objects.get().get_absolute_url()


def test_what_is_corrected_is_used(hana):
    upload(hana, sheets.csv_of(STAFF, sheets.MISSPELT))
    run = Run.objects.get()
    chosen = choices(run, **{"Supervisor Nubmer": ""})
    hana.post(reverse("roster:columns", args=[run.pk]), chosen)
    run.refresh_from_db()
    assert run.state == Run.State.WAITING
    assert "supervisor" not in run.columns
    assert matching.recall()["supervisor nubmer"] == ""


def test_two_columns_alike_and_a_missing_one_are_told_beside_and_above(hana):
    upload(hana, sheets.csv_of(STAFF, sheets.USUAL))
    run = Run.objects.get()
    chosen = choices(run, **{"Job Title": "place"})
    page = hana.post(reverse("roster:columns", args=[run.pk]), chosen).content.decode()
    assert "Error:" in page
    assert "Another column is “Building or department” already." in page
    assert "No column is “Position”, which every row needs." in page
    run.refresh_from_db()
    assert run.state == Run.State.READING
    assert matching.recall() == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "This is a PDF."),
        (sheets.locked_workbook(), "The file is protected by a password."),
        (sheets.wide_workbook(), "The Excel file unpacks to far more"),
        (oneroster.growing(), "unpacks to far more than a district"),
    ],
)
def test_what_can_t_be_read_is_told_beside_the_field(hana, content, said):
    page = upload(hana, content)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Run.objects.exists()


def test_secrets_of_hr_are_not_shown(hana):
    content = b"Emp ID,First,Last,SSN,Site,Title\n1,A,B,078-05-1120,N,T\n"
    upload(hana, content)
    page = hana.get(reverse("roster:columns", args=[Run.objects.get().pk])).content.decode()
    assert "078-05" not in page
    assert "not shown: only for HR" in page


def test_a_oneroster_zip_is_kept_without_its_secrets_and_ends_nobody(hana):
    new = Member("u77", "Nora", "Newcomer", "77", "nora@marlow.example")
    answer = upload(hana, oneroster.zipped([new]), "export.zip")
    run = Run.objects.get()
    assert answer.url == run.get_absolute_url()
    assert (run.kind, run.whole, run.added, run.left) == (Run.Kind.ONEROSTER, False, 1, 0)
    assert hana.get(reverse("roster:columns", args=[run.pk])).status_code == 404
    kept = bytes(run.content)
    assert b"demographics" not in kept


def test_an_applied_sheet_has_no_columns_to_settle(hana):
    upload(hana, sheets.csv_of(STAFF))
    run = Run.objects.get()
    columns = reverse("roster:columns", args=[run.pk])
    assert hana.get(columns).status_code == 200
    hana.post(reverse("roster:discard", args=[run.pk]))
    assert hana.get(columns).status_code == 404


def test_a_stranger_finds_nothing(cast, client):
    client.post(reverse("account_login"), {"login": cast.lou.email, "password": PASSWORD})
    assert client.get(UPLOAD).status_code == 404
    assert client.post(UPLOAD).status_code == 404


@pytest.mark.thorough
def test_as_many_queries_for_forty_columns_as_for_nine(hana):
    more = {**sheets.USUAL, **{f"Extra {n}": "place" for n in range(30)}}
    counted = []
    for headings in (sheets.USUAL, more):
        upload(hana, sheets.csv_of(STAFF, headings))
        columns = reverse("roster:columns", args=[Run.objects.order_by("pk").last().pk])
        with CaptureQueriesContext(connection) as queries:
            hana.get(columns)
        counted.append(len(queries))
    assert counted[0] == counted[1]
