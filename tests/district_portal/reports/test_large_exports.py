"""A large export is made by long work: the same rows, for its maker alone, for some days."""

import datetime as dt
import re
from io import BytesIO
from urllib.parse import urlencode

import pypdfium2
import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts import roles
from district_portal import audit
from district_portal.district.current import today
from district_portal.jobs import running
from district_portal.jobs.models import Job
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from district_portal.reports import exporting, on_paper, showing, writing
from district_portal.reports.asking import Question
from district_portal.reports.exporting import export
from district_portal.reports.models import Export, ExportPart
from tests.district_portal.reports.test_exporting import sheet, workbook
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    signed(cast.gus, version)
    return version


@pytest.fixture
def large(monkeypatch, version):
    """A report is large from the first row on, and a file has many parts."""
    monkeypatch.setattr(exporting, "AT_ONCE", {"csv": 0, "xlsx": 0, "pdf": 0})
    monkeypatch.setattr(exporting, "PART", 100)
    monkeypatch.setattr(writing, "BETWEEN", 3)
    monkeypatch.setattr(showing, "PART", 3)
    return version


def begin(client, file_format="csv", **filters):
    address = f"/reports/acknowledgments.{file_format}"
    asked = client.get(address, filters)
    assert "Make the file" in asked.text
    answer = client.post(address, {"query": urlencode(filters)})
    assert answer.status_code == 302
    return answer["Location"]


def fetched(client, kept):
    return b"".join(client.get(f"/reports/exports/{kept.pk}/file/").streaming_content)


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_it_holds_the_same_as_one_that_is_made_at_once(large, cast, client, file_format):
    client.force_login(cast.hana)
    page = begin(client, file_format, policy="529", status="open")
    running.sweep()
    kept = Export.objects.get()
    assert "The file is ready." in client.get(page).text
    question = Question(as_of=today(), policy=large.policy, status="open")
    at_once = export(question, file_format=file_format, by=cast.hana)
    content = fetched(client, kept)
    assert (kept.rows, kept.size) == (9, len(content))
    assert kept.parts.count() > 5
    if file_format == "csv":
        assert content == at_once
    elif file_format == "xlsx":
        found = [list(workbook(each)["Acknowledgments"].values) for each in (content, at_once)]
        assert found[0] == found[1]
    else:
        assert words(content) == words(at_once)


def words(content):
    """What stands in a PDF, but for the moment in which it was made."""
    file = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in file)
    return re.sub(r"Made [-0-9]+ [:0-9]+ \w+ by", "Made by", text)


def test_a_pdf_tells_what_was_asked_and_found_and_counts_its_pages(version, cast):
    content = export(Question(as_of=today()), file_format="pdf", by=cast.hana)
    text = words(content)
    for said in ("1 of 10 signatures", "Building or department", "de la Cruz, Gus", "Page 1 of"):
        assert said in text
    assert b"/StructTreeRoot" in content
    assert b"pdfuaid" in content


def test_a_pdf_that_is_too_long_is_refused_before_it_begins(large, cast, client, monkeypatch):
    monkeypatch.setattr(on_paper, "MOST", 3)
    client.force_login(cast.hana)
    page = client.get("/reports/acknowledgments.pdf")
    assert "A PDF holds 3 rows at most." in page.text
    assert "Make the file" not in page.text
    assert "at most" in client.post("/reports/acknowledgments.pdf", {"query": ""}).text
    assert not Job.objects.exists()


def test_its_maker_is_told_by_one_mail_and_every_export_is_recorded(large, cast, client):
    client.force_login(cast.hana)
    begin(client, status="signed")
    running.sweep()
    running.sweep()
    [message] = Message.objects.filter(name="report_ready")
    assert message.person == cast.hana
    assert "It has 1 row." in message.text
    event = audit.events(act="reports.exported").get()
    assert (event.actor, event.after["rows"], event.after["Status"]) == ("Hana Sato", 1, "Signed")
    fetched(client, Export.objects.get())
    assert audit.events(act="reports.fetched").get().after["rows"] == 1
    assert not mail.outbox


def test_nobody_else_finds_it(large, cast, client):
    client.force_login(cast.hana)
    begin(client)
    running.sweep()
    address = f"/reports/exports/{Export.objects.get().pk}/file/"
    for who in ("ada", "polly", "pat", "lou"):
        client.force_login(getattr(cast, who))
        assert client.get(address).status_code == 404
    client.force_login(cast.ada)
    assert "No file waits for you" in client.get("/reports/exports/").text


def test_it_is_listed_until_it_expires_and_then_forgotten(large, cast, client):
    client.force_login(cast.hana)
    begin(client, place=cast.northside.pk)
    running.sweep()
    page = client.get("/reports/exports/")
    assert "acknowledgments-" in page.text
    assert "Northside" in page.text
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert "No file waits for you" in client.get("/reports/exports/").text
    address = f"/reports/exports/{Export.objects.get().pk}/file/"
    assert "has expired" in client.get(address, follow=True).text
    assert exporting.forget_expired() == 1
    assert not ExportPart.objects.exists()
    assert Job.objects.get().state == "done"


def test_cancelled_on_the_way_nothing_is_kept_nor_told(large, cast, client, monkeypatch):
    client.force_login(cast.hana)
    page = begin(client)

    def copy_to(self, out):
        for count in original(self, out):
            if count == 6:
                client.post(f"{page}cancel/")
            yield count

    original = showing.Gathered.copy_to
    monkeypatch.setattr(showing.Gathered, "copy_to", copy_to)
    running.sweep()
    assert Job.objects.get().state == "cancelled"
    assert not Export.objects.exists()
    assert not Message.objects.filter(name="report_ready").exists()
    assert not audit.events(act="reports.exported").exists()


def test_cancelled_while_excel_is_written_it_stops_too(large, cast, client, monkeypatch):
    client.force_login(cast.hana)
    page = begin(client, "xlsx")

    def lines(self):
        client.post(f"{page}cancel/")
        yield from original(self)

    original = showing.Gathered.lines
    monkeypatch.setattr(showing.Gathered, "lines", lines)
    running.sweep()
    assert Job.objects.get().state == "cancelled"
    assert not Export.objects.exists()


def test_whoever_may_not_see_it_any_more_gets_none(large, cast, client):
    client.force_login(cast.hana)
    page = begin(client)
    roles.end(cast.hana.grants.get(), by=cast.ada, on=today() - dt.timedelta(days=1))
    running.sweep()
    assert not Export.objects.exists()
    assert "You may not see this report any more." in client.get(page).text


def test_a_supervisor_gets_only_those_below(large, cast, client):
    client.force_login(cast.theo)
    begin(client)
    running.sweep()
    assert [row["Name"] for row in sheet(fetched(client, Export.objects.get()))] == [
        "de la Cruz, Gus"
    ]


def test_the_day_stays_the_one_on_which_it_was_asked_for(large, cast, client):
    client.force_login(cast.hana)
    begin(client)
    assert f"as_of={today().isoformat()}" in Job.objects.get().pieces.get().given["query"]


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_the_command_writes_all_three(version, tmp_path, file_format):
    file = tmp_path / f"who.{file_format}"
    call_command(
        "export_acknowledgments", policy="529", status="open", format=file_format, output=file,
        as_of=None,
    )  # fmt: skip
    content = file.read_bytes()
    if file_format == "csv":
        assert len(sheet(content)) == 9
    elif file_format == "xlsx":
        assert workbook(content)["Acknowledgments"].max_row == 10
    else:
        assert "9 rows" in words(content)


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(version, cast, monkeypatch):
    monkeypatch.setattr(writing, "A_SHEET", 4)
    question = Question(as_of=today())
    out = BytesIO()
    assert writing.write(question, "xlsx", out, by=cast.hana) == 10
    book = workbook(out.getvalue())
    assert book.sheetnames[:3] == ["Acknowledgments", "Acknowledgments 2", "Acknowledgments 3"]
    names = [row[1] for name in book.sheetnames[:3] for row in list(book[name].values)[1:]]
    assert names == [row["Name"] for row in sheet(export(question, file_format="csv", by=None))]


def test_a_role_is_needed(large, cast, client):
    client.force_login(cast.lou)
    assert client.post("/reports/acknowledgments.csv", {"query": ""}).status_code == 404
    assert Role.HR not in {grant.role for grant in cast.lou.grants.all()}
