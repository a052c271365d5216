import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district_portal import audit
from district_portal.district.current import today, zone
from district_portal.reports.asking import Question
from district_portal.reports.exporting import export
from policies.acknowledgments.models import Signature
from tests.cast import person, post
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing


@standing
def version(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    signed(cast.gus, version)
    return version


def sheet(content):
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def workbook(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_and_xlsx_hold_the_same_people(cast, version):
    question = Question(as_of=today(), policy=version.policy)
    rows = sheet(export(question, file_format="csv", by=cast.hana))
    book = workbook(export(question, file_format="xlsx", by=cast.hana))
    heading, *lines = book["Acknowledgments"].iter_rows(values_only=True)
    assert [row["Name"] for row in rows] == [line[heading.index("Name")] for line in lines]
    assert {row["Name"]: row["Status"] for row in rows}["de la Cruz, Gus"] == "Signed"
    assert len(rows) == 10


def test_dates_in_excel_are_dates(cast, version):
    question = Question(as_of=today(), status="signed")
    page = workbook(export(question, file_format="xlsx", by=cast.hana))["Acknowledgments"]
    heading, line = page.iter_rows()
    cells = dict(zip([cell.value for cell in heading], line, strict=True))
    assert cells["Due"].value.date() > today()
    assert cells["Due"].number_format == "yyyy-mm-dd"
    assert isinstance(cells["Signed at"].value, dt.datetime)
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref


def test_a_moment_is_told_in_the_time_zone_of_the_district(cast, version):
    rows = sheet(export(Question(as_of=today(), status="signed"), file_format="csv", by=None))
    signature = Signature.objects.get()
    told = signature.signed_at.astimezone(zone()).strftime("%Y-%m-%d %H:%M:%S")
    assert [row["Signed at"] for row in rows] == [told]


def test_the_second_sheet_tells_filters_maker_and_meaning(cast, version):
    question = Question(as_of=today(), place=cast.northside, status="open")
    book = workbook(export(question, file_format="xlsx", by=cast.hana))
    told = dict(book["About this report"].iter_rows(values_only=True))
    assert told["Building or department"] is not None
    assert told["Made by"] == "Hana Sato"
    assert told["Rows"] == "3"
    assert told["Days late"].startswith("days since")


def test_an_empty_report_has_its_heading(cast, version):
    question = Question(as_of=today(), position="Astronaut")
    assert sheet(export(question, file_format="csv", by=cast.hana)) == []
    page = workbook(export(question, file_format="xlsx", by=cast.hana))["Acknowledgments"]
    assert page["B1"].value == "Name"


def test_each_export_is_recorded_with_filters_and_count(cast, version):
    export(Question(as_of=today(), status="signed"), file_format="csv", by=cast.hana)
    event = audit.events(act="reports.exported").get()
    assert event.actor == "Hana Sato"
    assert (event.after["rows"], event.after["Status"]) == (1, "Signed")


def test_the_command_gives_the_same_rows(cast, version, tmp_path):
    file = tmp_path / "who.csv"
    call_command(
        "export_acknowledgments", policy="529", status="open", format="csv", output=file,
        as_of=None,
    )  # fmt: skip
    question = Question(as_of=today(), policy=version.policy, status="open")
    assert sheet(file.read_bytes()) == sheet(export(question, file_format="csv", by=None))


def test_the_command_refuses_an_unknown_policy_and_a_day_to_come(cast, version, tmp_path):
    options = {"format": "csv", "output": tmp_path / "x.csv", "status": "all"}
    with pytest.raises(CommandError, match="No policy"):
        call_command("export_acknowledgments", policy="999", as_of=None, **options)
    tomorrow = today() + dt.timedelta(days=1)
    with pytest.raises(CommandError, match="earlier day"):
        call_command("export_acknowledgments", policy="529", as_of=tomorrow, **options)


def test_hr_downloads_what_the_page_shows(cast, version, client):
    client.force_login(cast.hana)
    page = client.get("/reports/", {"status": "signed", "policy": "529"})
    assert [row.person for row in page.context["rows"]] == [cast.gus]
    answer = client.get("/reports/acknowledgments.csv", {"status": "signed", "policy": "529"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["Name"] for row in sheet(answer.content)] == ["de la Cruz, Gus"]
    stamp = timezone.localdate().year
    assert f"acknowledgments-529-{stamp}" in answer["Content-Disposition"]


def test_without_a_filter_the_page_shows_all_and_says_so(cast, version, client):
    client.force_login(cast.hana)
    page = client.get("/reports/", {"policy": "529"})
    assert page.context["rows"].total == 10
    assert '<option value="all">All</option>' in page.text.replace(" selected", "")
    assert page.text.index('value="all"') < page.text.index('value="open"')


def test_a_supervisor_sees_and_downloads_only_those_below(cast, version, client):
    client.force_login(cast.theo)
    page = client.get("/reports/")
    assert [row.person for row in page.context["rows"]] == [cast.gus]
    assert len(sheet(client.get("/reports/acknowledgments.csv").content)) == 1


def test_a_day_to_come_is_refused_beside_the_field(cast, version, client):
    client.force_login(cast.hana)
    tomorrow = today() + dt.timedelta(days=1)
    page = client.get("/reports/", {"as_of": tomorrow.isoformat()})
    assert page.context["filter_form"].errors["as_of"] == ["Choose today or an earlier day"]
    answer = client.get("/reports/acknowledgments.csv", {"as_of": tomorrow.isoformat()})
    assert (answer.status_code, answer["Location"]) == (302, f"/reports/?as_of={tomorrow}")


@pytest.mark.thorough
def test_no_query_more_for_thirty_rows_than_for_three(cast, version, client):
    client.force_login(cast.hana)
    client.get("/reports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/reports/")
    for number in range(100, 130):
        post(person(f"Nan{number} Newman", number), cast.northside, "Aide", cast.pat)
    required(version, positions=["Aide"])
    with CaptureQueriesContext(connection) as many:
        assert client.get("/reports/").context["rows"].total > 30
    assert len(many) == len(few)
