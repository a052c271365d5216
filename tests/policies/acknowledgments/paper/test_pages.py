"""HR prints, finds a sheet by its code, records one or many, and sees the scan."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest
from django.urls import reverse

from accounts import roles
from district_portal.district.current import today
from district_portal.jobs import running
from district_portal.jobs.models import Job
from district_portal.permissions import Role
from policies.acknowledgments.models import Scan, Sheet, Signature
from policies.acknowledgments.paper import coding, recording
from policies.acknowledgments.printing import receipt_pdf
from tests.factories.acknowledgments import cost, sign_in, signed
from tests.policies.acknowledgments.paper.conftest import a_pdf, printed, scanned, uploaded

pytestmark = pytest.mark.django_db
PAPER, LIST = "/paper/", "/paper/list/"


def filled(**other):
    return {"signed_on": today().isoformat(), "scan": uploaded(), **other}


def page_of(sheet) -> str:
    return reverse("acknowledgments:record_sheet", args=[sheet.code])


def test_sheets_are_counted_made_by_a_worker_and_fetched(client, cast, requirement):
    sign_in(client, cast.hana)
    assert "/paper/print/" in client.get(PAPER).text
    listed = client.get("/paper/print/").text
    assert "Everyone" not in listed
    address = reverse("acknowledgments:print_sheets", args=[requirement.pk])
    assert address in listed
    assert "4 people have not signed" in client.get(address).text
    there = f"{address}?place={cast.transportation.pk}&form=list"
    shown = client.get(there).text
    assert "1 person has not signed" in shown
    assert not Sheet.objects.exists()
    waiting = client.post(there, follow=True)
    assert "Waiting for a free worker" in waiting.text
    running.sweep()
    done = client.get(Job.objects.get().get_absolute_url())
    assert "A list with 1 person" in done.text
    [piece] = Job.objects.get().pieces.all()
    answer = client.get(reverse("acknowledgments:sheets_pdf", args=[piece.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    sign_in(client, cast.ada)
    assert client.get(reverse("acknowledgments:sheets_pdf", args=[piece.pk])).status_code == 404


def test_a_file_whose_people_have_all_signed_says_so(client, cast, requirement, version):
    sign_in(client, cast.hana)
    address = reverse("acknowledgments:print_sheets", args=[requirement.pk])
    client.post(f"{address}?place={cast.transportation.pk}")
    running.sweep()
    signed(cast.gus, version)
    piece = Job.objects.get().pieces.get()
    answer = client.get(reverse("acknowledgments:sheets_pdf", args=[piece.pk]), follow=True)
    assert "Nobody of them is asked to sign any more" in answer.text
    nobody = client.get(f"{address}?place={cast.transportation.pk}").text
    assert "Nobody here has this to sign" in nobody


def test_a_code_leads_to_its_sheet_and_the_sheet_to_its_receipt(client, cast, sheet):
    sign_in(client, cast.hana)
    typed = f"https://elsewhere.example.org/paper/{sheet.code}/"
    found = client.get(PAPER, {"code": typed}, follow=True)
    assert "Has Lou Berg signed this sheet?" in found.text
    answer = client.post(page_of(sheet), filled(), follow=True)
    signature = Signature.objects.get()
    assert f"It is recorded as {signature.receipt}. Lou Berg is told by mail." in answer.text
    for said in ("On paper", "Recorded by", "Hana", "Download the scan of the sheet"):
        assert said in answer.text
    again = client.post(page_of(sheet), filled(), follow=True)
    assert "Already signed on" in again.text
    assert again.redirect_chain[-1][0] == reverse("acknowledgments:receipt", args=[signature.pk])
    assert signature.receipt in client.get(PAPER).text
    assert "Already signed on" in client.get(PAPER, {"code": sheet.code}).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"signed_on": ""}, "Enter the day that is on the sheet"),
        ({"signed_on": "2099-01-01"}, "Choose today or an earlier day"),
        ({"signed_on": "2020-01-01"}, "Not asked yet on that day"),
        ({"scan": ""}, "Choose the scan of the signed sheet"),
        ({"scan": uploaded(b"MZ no pdf")}, "This is no PDF, JPEG or PNG file"),
        ({"scan": uploaded(b"")}, "This is no PDF, JPEG or PNG file"),
        ({"scan": uploaded(a_pdf() + b"\0" * 10 * 1024 * 1024)}, "larger than 10 MB"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, cast, sheet, wrong, said):
    sign_in(client, cast.hana)
    assert said in client.post(page_of(sheet), filled(**wrong)).text
    assert not Signature.objects.exists()
    assert not Scan.objects.exists()


def test_what_cannot_be_recorded_is_said_beside_the_code(client, cast, requirement):
    own = printed(requirement, cast.hana, by=cast.ada)[0]
    sign_in(client, cast.hana)
    for typed, said in (
        (own.code, "Your own: somebody else must record it"),
        (coding.fresh(), "Unknown"),
        ("529", "Mistyped"),
    ):
        assert said in client.get(PAPER, {"code": typed}).text
        assert said in client.get(f"{PAPER}{typed}/", follow=True).text
    assert client.post(page_of(own), filled()).status_code == 302
    assert not Signature.objects.exists()


def test_a_list_is_shown_before_it_is_recorded(client, cast, requirement, version):
    lou, gus, val = printed(requirement, cast.lou, cast.gus, cast.val, by=cast.hana)
    signed(cast.gus, version)
    sign_in(client, cast.hana)
    codes = f"{lou.code}\r\n{gus.code}\r\n{val}\r\nK7MN3\r\n"
    assert "Type or scan at least one code" in client.post(LIST, {"codes": " \n"}).text
    shown = client.post(LIST, {"codes": codes}).text
    assert "2 signatures will be recorded" in shown
    assert "Mistyped" in shown
    assert not Scan.objects.exists()
    early = filled(codes=codes, signed_on=(today() - dt.timedelta(days=1)).isoformat())
    assert "(lines 1, 3)" in client.post(LIST, early).text
    changed = client.post(LIST, {"codes": codes, "change": "yes", "signed_on": ""}).text
    assert lou.code in changed
    done = client.post(LIST, filled(codes=codes), follow=True)
    assert "2 signatures are recorded" in done.text
    assert {made.person for made in Signature.objects.filter(method="paper")} == {
        cast.lou,
        cast.val,
    }
    assert Scan.objects.get().is_list
    twice = client.post(LIST, filled(codes=codes), follow=True).text
    assert "None of them is left to record" in twice
    assert Scan.objects.count() == 1


def test_an_old_sign_in_is_asked_first(client, cast, sheet, requirement):
    sign_in(client, cast.hana, minutes_ago=120)
    for address in (page_of(sheet), LIST):
        assert "reauthenticate" in client.get(address).headers["Location"]


def test_who_may_see_the_scan(client, cast, requirement):
    lou, gus = printed(requirement, cast.lou, cast.gus, by=cast.hana)
    facts = {"by": cast.hana, "signed_on": today(), "scan": scanned()}
    [single] = recording.record([lou.code], **facts)
    [listed] = recording.record([gus.code], is_list=True, **facts)
    of = {
        name: reverse("acknowledgments:scan", args=[s.pk])
        for name, s in (("single", single), ("listed", listed))
    }
    sign_in(client, cast.lou)
    answer = client.get(of["single"])
    assert answer.content == a_pdf()
    assert answer["Content-Disposition"] == f'attachment; filename="{single.receipt}.pdf"'
    assert client.get(of["listed"]).status_code == 404
    sign_in(client, cast.gus)
    assert client.get(of["listed"]).status_code == 404, "it shows the names of others"
    receipt = client.get(reverse("acknowledgments:receipt", args=[listed.pk])).text
    assert "Kept by human resources" in receipt
    sign_in(client, cast.pat)
    assert client.get(of["single"]).status_code == 404
    sign_in(client, cast.otto)
    assert client.get(of["listed"]).status_code == 200


def test_the_person_sees_that_it_was_on_paper_and_by_whom(client, cast, sheet):
    recording.record([sheet.code], by=cast.hana, signed_on=today(), scan=scanned())
    sign_in(client, cast.lou)
    assert f"on paper, recorded by {cast.hana}" in client.get("/receipts/").text
    assert "On paper" in client.get("/").text
    sign_in(client, cast.hana)
    assert "On paper" in client.get(f"/people/{cast.lou.pk}/").text


def test_the_report_and_its_file_say_on_paper_and_by_whom(client, cast, sheet):
    recording.record([sheet.code], by=cast.hana, signed_on=today(), scan=scanned())
    sign_in(client, cast.hana)
    assert "On paper" in client.get("/reports/?status=signed").text
    file = client.get(reverse("reports:acknowledgments_file", args=["csv"]))
    text = b"".join(file.streaming_content) if file.streaming else file.content
    assert "On paper, recorded by" in text.decode("utf-8-sig")


def test_a_role_that_ends_at_a_building_finds_its_way_and_its_people_alone(
    client, cast, requirement
):
    roles.appoint(cast.theo, role=Role.HR, by=cast.ada, place=cast.northside)
    _lou, gus = printed(requirement, cast.lou, cast.gus, by=cast.hana)
    sign_in(client, cast.theo)
    assert 'href="/paper/"' in client.get("/policies/").text
    address = reverse("acknowledgments:print_sheets", args=[requirement.pk])
    assert "2 people have not signed" in client.get(address).text
    answer = client.get(page_of(gus), follow=True).text
    assert "Somebody of a building that you do not see" in answer
    assert "Gus" not in answer


@pytest.mark.thorough
def test_the_pages_cost_the_same_with_more_rows(client, cast, requirement):
    lou, gus, val = printed(requirement, cast.lou, cast.gus, cast.val, by=cast.hana)
    facts = {"by": cast.ada, "signed_on": today(), "scan": scanned()}
    sign_in(client, cast.hana)
    recording.record([lou.code], **facts)
    pages = (PAPER, "/paper/print/", reverse("acknowledgments:print_sheets", args=[requirement.pk]))
    few = [cost(client, page) for page in pages]
    recording.record([gus.code, val.code], **facts)
    assert [cost(client, page) for page in pages] == few


def test_the_receipt_s_pdf_says_on_paper_and_by_whom(cast, sheet):
    [made] = recording.record([sheet.code], by=cast.hana, signed_on=today(), scan=scanned())
    with pypdfium2.PdfDocument(receipt_pdf(made)) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    for said in ("Signed on paper", "Recorded by Hana", str(sheet), "Day on the sheet"):
        assert said in text
    assert "Name, as typed" not in text
