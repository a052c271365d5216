"""The whole chain in a browser: from a file to a signature, an account, and HR's sheet.

Web, worker, clock and mail server are real. People see nothing but pages and mail, and what
every page must hold is looked at on each page that they reach.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from approvals.registry.models import Account
from district_portal import audit
from district_portal.audit.verifying import verify
from district_portal.demo import people_names
from district_portal.district.current import today
from policies.acknowledgments.models import Signature
from policies.models import Policy
from tests.approvals.test_in_browser import fill_in_the_account
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import follow
from tests.shared import SHARED

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TWINS = Path(people_names.__file__).with_name("texts") / "twins"
SEEDS = SHARED / "seeds"
RECORDED = {
    "drafts.edited",
    "drafts.undone",
    "policies.published",
    "requirements.required",
    "acknowledgments.assigned",
    "reminders.queued",
    "acknowledgments.signed",
    "requests.sent",
    "requests.decided",
    "registry.opened",
    "registry.notice_recorded",
    "registry.activated",
    "reports.exported",
}


@dataclass
class Texts:
    """One policy with a code and one without, whose code its own references give away."""

    coded: Path
    code: str
    title: str
    bare: Path
    offered: str


TEXTS = {
    "twins": Texts(
        TWINS / "417.2-employee-social-media" / "v1.txt",
        "417.2",
        "Employee Social Media",
        TWINS / "staff-presence-on-social-media" / "v1.txt",
        "533",
    ),
    "seeds": Texts(
        SEEDS / "401.15-employee-use-of-social-media.txt",
        "401.15",
        "Employee Use of Social Media",
        SEEDS / "amery-staff-use-of-social-media.txt",
        "529",
    ),
}


@pytest.mark.parametrize(
    ("which", "script"),
    [
        pytest.param("twins", True, id="twins"),
        pytest.param("twins", False, id="twins-no-script", marks=pytest.mark.slow_journey),
        pytest.param("seeds", True, id="seeds", marks=pytest.mark.slow_journey),
        pytest.param("seeds", False, id="seeds-no-script", marks=pytest.mark.soak),
    ],
)
def test_from_a_file_to_hr_s_sheet(browser, portal, district, which, script):
    if which == "seeds" and not SEEDS.is_dir():
        pytest.skip("the real policies are not beside this clone")
    journey = Journey(browser, portal, district, TEXTS[which], which, script=script)
    journey.polly_publishes_both()
    journey.polly_requires_the_first_from_everyone()
    journey.gus_signs_on_his_phone()
    journey.lou_asks_for_an_account()
    journey.pat_and_ada_approve()
    journey.lou_tells_the_parents()
    journey.hana_exports()
    assert set(audit.events().values_list("act", flat=True)) >= RECORDED
    recorded = audit.events().count()
    report = verify()
    assert report.findings == []
    assert report.events >= recorded, "the portal runs, and may record more meanwhile"


class Journey:
    """Each step is one person's."""

    def __init__(self, browser, portal, cast, texts, which, *, script):
        self.browser, self.portal, self.cast, self.texts = browser, portal, cast, texts
        self.script, self.tag = script, f"main-{which}{'' if script else '-plain'}-"

    def page(self, width=1280):
        return open_page(self.browser, width=width, script=self.script)

    def check(self, page, name):
        check_page(page, self.tag + name)

    def sign_in(self, page, person, *, to="/"):
        """Go to an address, which asks to sign in first and then leads there."""
        page.goto(to if to.startswith("http") else self.portal.address + to)
        self.portal.sign_in(page, person.email)

    def polly_publishes_both(self):
        with self.page() as page:
            self.portal.open(page, "/")
            self.check(page, "sign-in")
            self.sign_in(page, self.cast.polly)
            self.check(page, "tasks-of-a-new-district")
            follow(page, "Policies")
            self.check(page, "no-policies")
            follow(page, "Import policies")
            self.check(page, "import")
            page.get_by_label("Choose files").set_input_files(self.texts.coded)
            press(page, "Read the text")
            self.check(page, "draft")
            self.polly_corrects(page)
            follow(page, "Continue to publish")
            self.check(page, "publish")
            press(page, "Continue")
            self.check(page, "publish-check")
            press(page, "Publish version 1 now")
            self.check(page, "policy")
            assert page.locator(".policy-text").get_by_text("(a)", exact=True).count() == 1
            self.portal.open(page, "/policies/import/")
            page.get_by_label("Choose files").set_input_files(self.texts.bare)
            press(page, "Read the text")
            self.check(page, "draft-without-code")
            press(page, f"Use {self.texts.offered}")
            self.check(page, "draft-with-its-code")
            follow(page, "Continue to publish")
            press(page, "Continue")
            press(page, "Publish version 1 now")
            assert self.texts.offered in page.get_by_role("main").inner_text()
            self.check(page, "policy-without-printed-code")

    def polly_corrects(self, page):
        """One label is changed for good; two clauses are joined, and parted again."""
        before = page.locator(".draft-text .node").count()
        follow(page, "Edit •")
        self.check(page, "draft-clause")
        page.get_by_label("Printed label").fill("(a)")
        press(page, "Save the clause")
        self.check(page, "draft-corrected")
        page.get_by_text("More for •").first.click()
        press(page, "Join with the one above")
        assert page.locator(".draft-text .node").count() == before - 1
        press(page, "Undo")
        assert page.locator(".draft-text .node").count() == before
        self.check(page, "draft-undone")

    def polly_requires_the_first_from_everyone(self):
        with self.page() as page:
            self.sign_in(page, self.cast.polly, to="/policies/")
            self.check(page, "policies")
            follow(page, self.texts.title)
            follow(page, "Require acknowledgment")
            self.check(page, "require")
            press(page, "Show whom it reaches")
            self.check(page, "require-preview")
            press(page, f"Require policy {self.texts.code}")
            self.check(page, "requirements")

    def gus_signs_on_his_phone(self):
        mail = self.portal.mail_to(self.cast.gus.email, about=self.texts.title)
        with self.page(width=390) as page:
            self.sign_in(page, self.cast.gus, to=self.portal.link_in(mail))
            self.check(page, "sign")
            page.get_by_label("I have read this version").check()
            page.get_by_label("Your name").fill("Gus de la Cruz")
            press(page, f"Sign policy {self.texts.code}")
            self.check(page, "receipt")
            signature = Signature.objects.get(person=self.cast.gus)
            mail = self.portal.mail_to(self.cast.gus.email, about=signature.receipt)
            assert signature.version_sha256 in mail.text
            page.goto(self.portal.link_in(mail))
            assert signature.receipt in page.get_by_role("main").inner_text()
            follow(page, "Back to my tasks")
            self.check(page, "tasks-all-done")

    def lou_asks_for_an_account(self):
        with self.page() as page:
            self.sign_in(page, self.cast.lou, to="/requests/")
            self.check(page, "no-requests")
            follow(page, "Ask for something")
            self.check(page, "request-kinds")
            press(page, "An account, page, blog or site")
            self.check(page, "request-details")
            fill_in_the_account(page)
            press(page, "Continue")
            self.check(page, "request-promises")
            for box in page.get_by_role("checkbox").all():
                box.check()
            press(page, "Continue")
            self.check(page, "request-check")
            press(page, "Send request")
            assert "Pat Novak" in page.get_by_role("main").inner_text()
            self.check(page, "request-sent")

    def pat_and_ada_approve(self):
        for person in (self.cast.pat, self.cast.ada):
            mail = self.portal.mail_to(person.email, about="Please decide")
            with self.page() as page:
                self.sign_in(page, person, to=self.portal.link_in(mail))
                self.check(page, f"decide-{person.given_name.lower()}")
                page.get_by_label("Approve.").check()
                press(page, "Save decision")
                self.check(page, f"decided-{person.given_name.lower()}")
        assert Account.objects.get().state == "waiting"

    def lou_tells_the_parents(self):
        lou = self.cast.lou.email
        self.portal.mail_to(lou, about="One step further")
        mail = self.portal.mail_to(lou, about="Tell parents first")
        with self.page() as page:
            self.sign_in(page, self.cast.lou, to=self.portal.link_in(mail))
            self.check(page, "notice")
            page.get_by_label("Letter home").check()
            page.get_by_label("On which day?").fill(today().isoformat())
            press(page, "Parents were told: make it active")
            self.check(page, "account-active")
        assert Account.objects.get().state == "active"
        self.portal.mail_to(lou, about="Active: Northside Band")

    def hana_exports(self):
        with self.page() as page:
            self.sign_in(page, self.cast.hana)
            leads_on(page.get_by_role("navigation").get_by_role("link", name="Reports"))
            self.check(page, "report-of-all")
            slug = Policy.objects.get(code=self.texts.code).slug
            page.get_by_role("search", name="Filter the list").get_by_label("Policy").select_option(
                slug
            )
            press(page, "Apply")
            self.check(page, "report")
            sheet = _csv(_download(page, "CSV"))
            book = _xlsx(_download(page, "Excel"))
        assert sheet == book == self.expected()

    def expected(self):
        """Everyone at work on the roster but the Board officer; Gus has signed."""
        absent = {"bea", "mia", "left"}
        people = {who: one for who, one in self.cast.people().items() if who not in absent}
        receipt = Signature.objects.get().receipt
        return {
            one.number: {
                "Name": f"{one.family_name}, {one.given_name}",
                "E-mail": one.email,
                "Policy": self.texts.code,
                "Version": "1",
                "Status": "Signed" if who == "gus" else "Not signed",
                "Receipt": receipt if who == "gus" else "",
            }
            for who, one in people.items()
        }


def press(page, name):
    leads_on(page.get_by_role("button", name=name).first)


def _download(page, name) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


COLUMNS = ("Name", "E-mail", "Policy", "Version", "Status", "Receipt")


def _csv(content: bytes) -> dict[str, dict[str, str]]:
    return _by_number(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _xlsx(content: bytes) -> dict[str, dict[str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Acknowledgments"]
    heading, *rows = sheet.iter_rows(values_only=True)
    return _by_number(dict(zip(heading, row, strict=True)) for row in rows)


def _by_number(rows) -> dict[str, dict[str, str]]:
    """Employee number → the columns that are looked at, as text."""
    found = list(rows)
    told = {
        row["Employee number"]: {name: _as_text(row[name]) for name in COLUMNS} for row in found
    }
    assert len(told) == len(found), "somebody stands there twice"
    return told


def _as_text(value) -> str:
    """A cell as Excel and the CSV both show it; a workbook knows no whole numbers."""
    return f"{value:g}" if isinstance(value, float) else str(value or "")
