"""Files are chosen in a browser: three with a broken one among them, then many in a job."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from district_portal.jobs import running
from district_portal.jobs.models import Job
from policies.models import Draft
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.portal import PATIENCE
from tests.journeys.test_policy_text import bring_in, follow, sign_in
from tests.policies.importing.word.building import (
    document,
    level,
    listed,
    numbering,
    paragraph,
    run,
)

pytestmark = pytest.mark.django_db(transaction=True)

DELETED = '<w:del w:author="A"><w:r><w:delText>six </w:delText></w:r></w:del>'
INSERTED = '<w:ins w:author="A">' + run("ten ") + "</w:ins>"


@pytest.fixture
def files(tmp_path):
    """A text, a Word document with tracked changes, and one that was cut off."""
    body = (
        paragraph("529 - Staff Networks")
        + paragraph(run("Answer within "), DELETED, INSERTED, run("school days."))
        + listed("Be kind;")
        + listed("be honest.")
    )
    word = document(body, numbering=numbering(level(0, "lowerLetter", "%1.")))
    (tmp_path / "networks.docx").write_bytes(word)
    (tmp_path / "cut.docx").write_bytes(word[:500])
    (tmp_path / "phones.txt").write_text("530 - Phones\n\n1. Hang up.\n")
    return tmp_path


def many(folder):
    """Thirty policies, one of which is a picture."""
    for number in range(600, 629):
        text = f"{number} - Title {number}\n\n1. Be kind.\n2. Ask first.\n"
        (folder / f"{number}.txt").write_text(text)
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n" + bytes(500))
    return [*sorted(folder.glob("6*.txt")), folder / "photo.txt"]


@pytest.mark.slow_journey
def test_a_broken_file_is_named_and_the_word_document_is_read(live_server, browser, cast, files):
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/policies/import/")
        check_page(page, "import")
        bring_in(page, [files / name for name in ("networks.docx", "cut.docx", "phones.txt")])
        expect(page.get_by_text("cut.docx: The Word document is damaged").first).to_be_visible()
        check_page(page, "import-error")
        assert not Draft.objects.exists()
        bring_in(page, [files / "networks.docx", files / "phones.txt"])
        follow(page, "Staff Networks")
        expect(page.get_by_text("The document has tracked changes.").first).to_be_visible()
        expect(page.get_by_text("Answer within ten school days.").first).to_be_visible()
        check_page(page, "draft-of-word")


@pytest.mark.slow_journey
def test_a_job_is_followed_until_it_has_ended(live_server, browser, cast, files):
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/policies/import/")
        bring_in(page, many(files)[-8:])
        expect(page.get_by_text("1 of 8", exact=True)).to_be_visible()
        check_page(page, "job-waiting")
        running.sweep()
        expect(page.get_by_text("1 file could not be read.")).to_be_visible()
        expect(page.get_by_text("All files are done.")).to_be_attached()
        check_page(page, "job-done")
        follow(page, "Title 628")
        expect(page.get_by_role("heading", name="Title 628").first).to_be_visible()


@pytest.mark.slow_journey
def test_many_files_are_read_by_a_worker_while_one_waits(browser, portal, district, files):
    with open_page(browser) as page, open_page(browser, script=False) as plain:
        portal.sign_in(page, district.polly.email)
        portal.open(page, "/policies/import/")
        bring_in(page, many(files))
        expect(page.get_by_text("1 file could not be read.")).to_be_visible(timeout=PATIENCE * 1000)
        check_page(page, "job-of-many")
        job = Job.objects.get()
        assert (job.state, job.done, Draft.objects.count()) == ("done", 30, 29)
        portal.sign_in(plain, district.polly.email)
        portal.open(plain, job.get_absolute_url())
        expect(plain.get_by_text("photo.txt")).to_be_visible()
        leads_on(plain.get_by_role("link", name="Title 600"))
