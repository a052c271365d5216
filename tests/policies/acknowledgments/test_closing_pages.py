from __future__ import annotations

import csv
import io

import pytest

from accounts import moving
from district_portal.district.current import today
from district_portal.reports import completion
from district_portal.reports.asking import Question
from district_portal.reports.exporting import export
from policies.acknowledgments import closing
from policies.acknowledgments.models import Assignment, Closing, Reopening
from tests.factories.acknowledgments import required, sign_in, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
TYPED = {
    "witness": "Theo Nguyễn",
    "statement": "Lou said no.",
    "reason": "It goes too far.",
}


def typed(**other):
    return {**TYPED, "refused_on": today().isoformat(), **other}


@standing
def version(cast):
    return published("529", "Staff Use of Social Media")


@standing
def asked(cast, version):
    required(version, people=[cast.lou, cast.gus])
    return Assignment.objects.get(person=cast.lou)


def refused(asked, cast):
    facts = {"witness": cast.theo, "refused_on": today(), "statement": "Lou said no."}
    return closing.refuse(asked, by=cast.pat, **facts)


def test_a_supervisor_records_a_refusal_in_two_steps(client, cast, asked):
    address = f"/assignments/{asked.pk}/close/"
    text = sign_in(client, cast.pat).get(f"/people/{cast.lou.pk}/").content.decode()
    assert address in text
    text = client.get(address).content.decode()
    assert f"{address}refused/" in text
    assert f"{address}exempted/" not in text
    assert client.get(f"{address}exempted/").status_code == 404
    shown = client.post(f"{address}refused/", typed()).content.decode()
    assert "Is this right?" in shown
    assert not Closing.objects.exists()
    answer = client.post(f"{address}refused/", typed(confirmed="yes"), follow=True)
    assert "Lou Berg refused to sign policy 529" in answer.content.decode()
    again = client.post(f"{address}refused/", typed(confirmed="yes"), follow=True)
    assert "Nothing is open here any more" in again.content.decode()
    assert Closing.objects.get().witness == cast.theo


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("witness", "Pat Novak", "Name a third person"),
        ("witness", "Lou Berg", "Name a third person"),
        ("witness", "", "Say who was there"),
        ("refused_on", "2099-01-01", "Choose today or an earlier day"),
        ("refused_on", "2020-01-01", "They were not asked yet on that day"),
        ("statement", " ", "Write down what the witness says"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, cast, asked, field, value, said):
    address = f"/assignments/{asked.pk}/close/refused/"
    sent = typed(confirmed="yes", **{field: value})
    assert said in sign_in(client, cast.pat).post(address, sent).content.decode()
    assert not Closing.objects.exists()


def test_an_old_sign_in_is_asked_for_the_password_first(client, cast, asked):
    sign_in(client, cast.hana, minutes_ago=120)
    address = f"/assignments/{asked.pk}/close/unable/"
    answer = client.post(address, {"reason": "Cannot read.", "confirmed": "yes"})
    assert "reauthenticate" in answer.headers["Location"]
    assert not Closing.objects.exists()


def test_nobody_opens_the_page_for_what_they_must_sign_themselves(client, cast, version):
    required(version, people=[cast.hana])
    own = Assignment.objects.get(person=cast.hana)
    assert sign_in(client, cast.hana).get(f"/assignments/{own.pk}/close/").status_code == 404


def test_the_employee_reads_what_is_recorded_and_signs_all_the_same(client, cast, asked, version):
    record = refused(asked, cast)
    sign_in(client, cast.lou)
    home = client.get("/").content.decode()
    assert "It is recorded that you refused" in home
    assert (
        "You refused to sign policy 529" in client.get(f"/closings/{record.pk}/").content.decode()
    )
    policy = client.get(version.policy.get_absolute_url()).content.decode()
    assert "It is recorded that you refused to sign this version." in policy
    page = f"/sign/{asked.pk}/"
    assert "You can still sign." in client.get(page).content.decode()
    client.post(page, {"agree": "on", "typed_name": "Lou Berg"})
    assert "Signed since" in client.get(f"/closings/{record.pk}/").content.decode()
    assert client.get(page, follow=True).redirect_chain[-1][0].startswith("/receipts/")


def test_human_resources_asks_again_with_a_reason(client, cast, asked):
    record = refused(asked, cast)
    address = f"/closings/{record.pk}/reopen/"
    sign_in(client, cast.hana)
    assert "Say why they are asked again" in client.post(address, {"reason": ""}).content.decode()
    answer = client.post(address, {"reason": "He has read it now."}, follow=True)
    text = answer.content.decode()
    assert "Lou Berg is asked again" in text
    assert "He has read it now." in text
    answer = client.post(address, {"reason": "Twice."}, follow=True)
    assert "It does not stand any more." in answer.content.decode()
    shown = client.get("/closings/?shown=over").content.decode()
    assert "Lou Berg" in shown
    assert "No record fits" in client.get("/closings/?shown=stands").content.decode()


def test_whoever_is_on_leave_is_reopened_when_they_are_back(client, cast, asked):
    record = refused(asked, cast)
    moving.move(cast.lou, by=cast.hana, on_leave=True)
    sign_in(client, cast.hana)
    answer = client.post(f"/closings/{record.pk}/reopen/", {"reason": "Ask again."})
    assert "They are on leave, when no due date runs" in answer.content.decode()
    assert not Reopening.objects.exists()
    moving.move(cast.lou, by=cast.hana, on_leave=False)
    client.post(f"/closings/{record.pk}/reopen/", {"reason": "Ask again."})
    assert Assignment.objects.open().get(person=cast.lou).pk != asked.pk


def test_what_nobody_requires_any_more_is_not_offered_to_be_reopened(client, cast, asked):
    record = refused(asked, cast)
    page = f"/closings/{record.pk}/"
    assert "Reopen" in sign_in(client, cast.hana).get(page).content.decode()
    published("529", "Staff Use of Social Media", asks_again="everyone")
    assert "Reopen" not in client.get(page).content.decode()
    answer = client.post(f"{page}reopen/", {"reason": "Ask again."}).content.decode()
    assert "nobody requires this of them any more" in answer
    assert not Reopening.objects.exists()


def test_the_report_and_its_export_show_who_closed_it_and_before_whom(client, cast, asked, version):
    record = refused(asked, cast)
    question = Question(as_of=today(), policy=version.policy)
    content = export(question, file_format="csv", by=cast.hana).decode("utf-8-sig")
    lou = next(row for row in csv.DictReader(io.StringIO(content)) if row["Name"] == "Berg, Lou")
    assert lou["Status"] == "Refused"
    assert lou["Closed on"] == today().isoformat()
    assert (lou["Closing record"], lou["Closed by"]) == (record.number, "Novak, Pat")
    assert lou["Witness"] == "Nguyễn, Theo"
    assert lou["Receipt"] == ""
    text = sign_in(client, cast.hana).get("/reports/").content.decode()
    assert f"/closings/{record.pk}/" in text
    assert (
        f"/closings/{record.pk}/"
        not in sign_in(client, cast.polly).get("/reports/").content.decode()
    ), "who may not open a record gets no link to it"
    signed(cast.lou, version)
    found = completion.finding(question)
    assert (found.signed, found.open, found.closed) == (1, 1, 0)


def test_a_record_of_one_of_two_reopened_counts_once(cast, asked, version):
    record = refused(asked, cast)
    closing.reopen(record, by=cast.hana, reason="Once more.")
    found = completion.finding(Question(as_of=today(), policy=version.policy))
    assert (found.asked, found.open, found.closed) == (2, 2, 0)
