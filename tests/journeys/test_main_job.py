"""The whole chain in a browser: from a file to a signature, an account, and HR's sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from approvals.registry.models import Account
from district_portal.audit.verifying import verify
from district_portal.demo import people_names
from district_portal.district.current import today, zone
from district_portal.reminders import digest
from district_portal.reminders.tasks import sweep
from district_portal.schooldays.counting import school_day_from
from policies.acknowledgments.models import Signature
from policies.models import Policy
from tests.approvals.test_in_browser import fill_in_the_account
from tests.cast import PASSWORD, call_the_cast
from tests.factories.approvals import enter_presets
from tests.journeys.browser import check_page, open_browser, open_page
from tests.journeys.portal import let_in, link_in, run_portal
from tests.shared import SHARED

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TWINS = Path(people_names.__file__).with_name("texts") / "twins"
SEEDS = SHARED / "seeds"


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


@pytest.fixture(scope="module")
def browser():
    with open_browser() as browser:
        yield browser


@pytest.fixture
def portal(tmp_path):
    with run_portal(tmp_path) as portal:
        yield portal


@pytest.mark.parametrize(
    ("which", "script"),
    [
        pytest.param("twins", True, id="twins"),
        pytest.param("twins", False, id="twins-no-script", marks=pytest.mark.slow_journey),
        pytest.param("seeds", True, id="seeds", marks=pytest.mark.slow_journey),
        pytest.param("seeds", False, id="seeds-no-script", marks=pytest.mark.slow_journey),
    ],
)
def test_from_a_file_to_hr_s_sheet(browser, portal, which, script):
    if which == "seeds" and not SEEDS.is_dir():
        pytest.skip("the real policies are not beside this clone")
    texts, tag = TEXTS[which], f"main-{which}{'' if script else '-plain'}-"
    enter_presets()
    cast = call_the_cast()
    let_in(*cast.people().values())
    journey = Journey(browser, portal, cast, texts, script=script, tag=tag)
    journey.polly_publishes_and_requires()
    journey.gus_signs_on_his_phone()
    journey.lou_asks_for_an_account()
    journey.pat_and_ada_approve()
    journey.lou_tells_the_parents()
    journey.hana_exports()
    assert verify()[1] == []


class Journey:
    """Each step is one person's; they see nothing but pages and mail."""

    def __init__(self, browser, portal, cast, texts, *, script, tag):
        self.browser, self.portal, self.cast, self.texts = browser, portal, cast, texts
        self.script, self.tag = script, tag

    def page(self, width=1280):
        return open_page(self.browser, width=width, script=self.script)

    def check(self, page, name):
        check_page(page, self.tag + name)

    def sign_in(self, page, person, *, to="/"):
        """Go to an address, which asks to sign in first and then leads there."""
        page.goto(to if to.startswith("http") else self.portal.address + to)
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, "Sign in")

    def polly_publishes_and_requires(self):
        with self.page() as page:
            self.sign_in(page, self.cast.polly, to="/policies/import/")
            assert "There is a problem" not in page.get_by_role("main").inner_text()
            page.get_by_label("Files").set_input_files(self.texts.coded)
            press(page, "Read the text")
            self.check(page, "preview")
            self.polly_corrects(page)
            page.get_by_role("link", name="Go on to publish").click()
            press(page, "Publish version 1 now")
            self.check(page, "policy")
            page.get_by_role("link", name="Require acknowledgment").click()
            press(page, "Show whom it reaches")
            self.check(page, "require-preview")
            press(page, f"Require policy {self.texts.code}")
            page.goto(self.portal.address + "/policies/import/")
            page.get_by_label("Files").set_input_files(self.texts.bare)
            press(page, "Read the text")
            press(page, f"Use {self.texts.offered}")
            page.get_by_role("link", name="Go on to publish").click()
            press(page, "Publish version 1 now")
            assert self.texts.offered in page.get_by_role("main").inner_text()

    def polly_corrects(self, page):
        """One clause is split, and then it was right before after all."""
        page.get_by_text("Change •", exact=False).first.click()
        page.get_by_role("link", name="Edit text, label or kind").first.click()
        text = page.get_by_label("Text")
        before = text.input_value()
        text.fill("One half.\n\nThe other half.")
        press(page, "Save the clause")
        assert "The other half." in page.get_by_role("main").inner_text()
        press(page, "Undo")
        kept = " ".join(page.locator(".draft-text").inner_text().split())
        assert " ".join(before.split()) in kept
        assert "The other half." not in kept

    def gus_signs_on_his_phone(self):
        sweep.delay()
        digest.remind(at=_a_school_morning())
        mail = self.portal.wait_for_mail(self.cast.gus, containing=self.texts.title)
        with self.page(width=390) as page:
            self.sign_in(page, self.cast.gus, to=link_in(mail))
            self.check(page, "sign")
            page.get_by_label("I have read this version").check()
            page.get_by_label("Your name").fill("Gus de la Cruz")
            press(page, f"Sign policy {self.texts.code}")
            self.check(page, "receipt")
        signature = Signature.objects.get(person=self.cast.gus)
        assert signature.version.sha256 == signature.version_sha256
        self.portal.wait_for_mail(self.cast.gus, containing=signature.receipt)

    def lou_asks_for_an_account(self):
        with self.page() as page:
            self.sign_in(page, self.cast.lou, to="/requests/new/")
            press(page, "Start")
            fill_in_the_account(page)
            press(page, "Continue")
            self.check(page, "promises")
            for box in page.get_by_role("checkbox").all():
                box.check()
            press(page, "Continue")
            self.check(page, "check")
            press(page, "Send request")
            assert "Pat Novak" in page.get_by_role("main").inner_text()

    def pat_and_ada_approve(self):
        for person in (self.cast.pat, self.cast.ada):
            mail = self.portal.wait_for_mail(person, containing="Northside Band")
            with self.page() as page:
                self.sign_in(page, person, to=link_in(mail))
                self.check(page, f"decide-{person.given_name.lower()}")
                page.get_by_label("Approve.").check()
                press(page, "Save decision")
        assert Account.objects.get().state == "waiting"

    def lou_tells_the_parents(self):
        account = Account.objects.get()
        mail = self.portal.wait_for_mail(self.cast.lou, containing="arents")
        with self.page() as page:
            self.sign_in(page, self.cast.lou, to=link_in(mail))
            page.goto(f"{self.portal.address}/registry/{account.pk}/notice/")
            page.get_by_label("Letter home").check()
            page.get_by_label("On which day?").fill(today().isoformat())
            press(page, "Parents were told: make it active")
            self.check(page, "account-active")
        account.refresh_from_db()
        assert account.state == "active"

    def hana_exports(self):
        policy = Policy.objects.get(code=self.texts.code)
        with self.page() as page:
            self.sign_in(page, self.cast.hana, to=f"/reports/?policy={policy.slug}")
            self.check(page, "report")
            sheet = _csv(_download(page, "CSV"))
            book = _xlsx(_download(page, "Excel"))
        asked = {
            person
            for name, person in self.cast.people().items()
            if name not in ("bea", "mia", "left")
        }
        names = {f"{person.family_name}, {person.given_name}" for person in asked}
        assert sheet.keys() == book.keys() == names
        signed = {name for name, status in sheet.items() if status == "Signed"}
        assert signed == {"de la Cruz, Gus"}
        assert {name for name, status in book.items() if status == "Signed"} == signed
        assert set(sheet.values()) == {"Signed", "Not signed"}


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def _a_school_morning() -> dt.datetime:
    """Today at ten if there is school, else the next school day: people are told by day only."""
    ten = dt.time(10)
    return dt.datetime.combine(
        school_day_from(timezone.now().astimezone(zone()).date()), ten, zone()
    )


def _download(page, name) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def _csv(content: bytes) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {row["Name"]: row["Status"] for row in rows}


def _xlsx(content: bytes) -> dict[str, str]:
    page = openpyxl.load_workbook(io.BytesIO(content))["Acknowledgments"]
    heading, *rows = page.iter_rows(values_only=True)
    return {row[heading.index("Name")]: row[heading.index("Status")] for row in rows}
