"""A refusal is recorded on a phone before a witness, seen, reopened and signed after all."""

from __future__ import annotations

import pytest

from district_portal.district.current import today
from policies.acknowledgments import closing
from policies.acknowledgments.models import Assignment, Closing
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
SAID = "I was in the room. Lou read the policy to the end and said: “I will not sign this.”"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_refusal_to_the_signature(browser, live_server, cast, script):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    required(version, people=[cast.lou, cast.gus])
    address = live_server.url
    with open_page(browser, width=390, script=script) as pat:
        sign_in(pat, address, cast.pat)
        refuse(pat, address, cast)
    record = Closing.objects.get()
    assert (record.witness, record.closed_by, record.statement) == (cast.theo, cast.pat, SAID)
    with open_page(browser, width=390, script=script) as hana:
        sign_in(hana, address, cast.hana)
        find_and_reopen(hana, address, record)
    with open_page(browser, width=390, script=script) as lou:
        sign_in(lou, address, cast.lou)
        sign_after_all(lou, address, record)
    counted = Assignment.objects.get(person=cast.lou, asked_again_at=None)
    assert counted.ended_why == "signed"


def refuse(page, address, cast):
    page.goto(f"{address}/people/{cast.lou.pk}/")
    page.locator("main summary").get_by_text("Close without a signature").click()
    check_page(page, "closing-person-open")
    leads_on(page.get_by_role("link", name="529 Staff Use of Social Media"))
    check_page(page, "closing-choose")
    leads_on(page.get_by_role("link", name="Record a refusal"))
    check_page(page, "closing-refusal")
    leads_on(page.get_by_role("button", name="Continue"))
    check_page(page, "closing-refusal-error")
    page.get_by_label("Witness", exact=True).fill("Theo Nguyễn")
    page.get_by_label("The witness’s statement").fill(SAID)
    leads_on(page.get_by_role("button", name="Continue"))
    check_page(page, "closing-refusal-check")
    leads_on(page.get_by_role("button", name="Change"))
    page.get_by_label("The person’s own reason").fill("It goes too far.")
    leads_on(page.get_by_role("button", name="Continue"))
    leads_on(page.get_by_role("button", name="Record this refusal"))
    check_page(page, "closing-record")
    leads_on(page.get_by_role("link", name="Lou Berg"))
    check_page(page, "closing-person-closed")


def find_and_reopen(page, address, record):
    page.goto(f"{address}/reports/?status=closed")
    check_page(page, "closing-report")
    page.goto(f"{address}/requirements/")
    check_page(page, "closing-requirements")
    page.goto(f"{address}/closings/")
    check_page(page, "closing-list")
    page.goto(f"{address}/closings/?why=unable")
    check_page(page, "closing-list-filtered")
    page.goto(f"{address}/assignments/{record.assignments.get().pk}/close/")
    assert page.url.endswith(f"/closings/{record.pk}/"), "what is closed leads to its record"
    leads_on(page.get_by_role("link", name="Reopen"))
    check_page(page, "closing-reopen")
    leads_on(page.get_by_role("button", name="Ask them again"))
    check_page(page, "closing-reopen-error")
    page.get_by_label("Why").fill("The rule was explained to Lou, who wants to sign.")
    leads_on(page.get_by_role("button", name="Ask them again"))
    check_page(page, "closing-reopened")
    version = record.version
    for why in ("unable", "exempted"):
        asked = Assignment.objects.open().filter(version=version).exclude(person=record.person)
        page.goto(f"{address}/assignments/{asked.get().pk}/close/{why}/")
        check_page(page, f"closing-{why}")


def sign_after_all(page, address, record):
    page.goto(f"{address}/closings/{record.pk}/")
    check_page(page, "closing-record-mine")
    page.goto(address)
    check_page(page, "closing-tasks-again")
    leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your name").fill("Lou Berg")
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    assert "/receipts/" in page.url
    page.goto(f"{address}/closings/{record.pk}/")
    check_page(page, "closing-record-signed")
    page.goto(f"{address}/receipts/")
    check_page(page, "closing-receipts")


def test_who_refused_reads_the_record_and_signs_all_the_same(browser, live_server, cast):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    required(version, people=[cast.lou])
    said = {"witness": cast.theo, "refused_on": today(), "statement": SAID}
    record = closing.refuse(version.assignments.get(), by=cast.pat, **said)
    with open_page(browser, width=390) as page:
        sign_in(page, live_server.url, cast.lou)
        check_page(page, "refused-tasks")
        leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
        check_page(page, "refused-record")
        page.goto(f"{live_server.url}/policies/529/")
        check_page(page, "refused-policy")
        leads_on(page.get_by_role("link", name="See the record"))
        leads_on(page.get_by_role("link", name="Read and sign 529"))
        check_page(page, "refused-sign")
        page.get_by_label("I have read this version").check()
        page.get_by_label("Your name").fill("Lou Berg")
        leads_on(page.get_by_role("button", name="Sign policy 529"))
        assert "/receipts/" in page.url
    assert Closing.objects.get() == record
    assert not version.assignments.closed().exists()
