"""HR makes an evidence bundle, follows it, downloads it; what is in it opens in any browser."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from district_portal.jobs import running
from policies.acknowledgments import closing
from policies.acknowledgments.evidence import verify
from policies.acknowledgments.models import Bundle
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def policy(cast):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES, by=cast.polly)
    required(version, people=[cast.lou, cast.gus, cast.val])
    browser = {"browser": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}
    signed(cast.lou, version, **browser)
    signed(cast.gus, version, typed_name="G. Cruz", **browser)
    asked = version.assignments.get(person=cast.val)
    closing.note_unable(asked, by=cast.hana, reason="In hospital until spring.")
    return version.policy


def test_from_the_policy_to_the_checked_file(browser, live_server, cast, policy, tmp_path):
    address = live_server.url
    with open_page(browser) as page:
        sign_in(page, address, cast.hana)
        page.goto(f"{address}/evidence/")
        check_page(page, "evidence-none")
        page.goto(f"{address}/people/{cast.lou.pk}/")
        check_page(page, "evidence-person")
        leads_on(page.get_by_role("link", name="Make an evidence bundle"))
        check_page(page, "evidence-of-person")
        page.goto(f"{address}/policies/529/")
        check_page(page, "evidence-policy")
        leads_on(page.get_by_role("link", name="Make an evidence bundle of its signatures"))
        check_page(page, "evidence-of-policy")
        leads_on(page.get_by_role("button", name="Make the bundle"))
        check_page(page, "evidence-waiting")
        running.sweep()
        expect(page.get_by_text("The bundle is ready.")).to_be_visible()
        check_page(page, "evidence-ready")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the ZIP file").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        bundle = Bundle.objects.get()
        assert path.name == f"evidence-{bundle.number}.zip"
        assert verify.check(path).manifest == bundle.manifest_sha256
        leads_on(page.get_by_role("link", name="Evidence bundles"))
        check_page(page, "evidence-list")
        look_up(page, bundle.manifest_sha256, "Yes, it is on record")
        look_up(page, "0" * 64, "No, it is not on record")
        look_up(page, "529", "A fingerprint has 64 digits")
        page.goto(f"{address}/reports/")
        check_page(page, "evidence-report")
    read_it(browser, path, tmp_path)


def look_up(page, fingerprint, answer):
    page.get_by_label("Fingerprint of a bundle").fill(fingerprint)
    leads_on(page.get_by_role("button", name="Look it up"))
    expect(page.get_by_text(answer).first).to_be_visible()
    check_page(page, f"evidence-{answer[:2]}".lower().strip())


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def served(folder):
    """The files of a folder at an address: where axe may read the stylesheet too."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def read_it(browser, path, folder):
    with zipfile.ZipFile(path) as file:
        file.extractall(folder / "unpacked")
    with served(folder / "unpacked") as address, open_page(browser) as page:
        page.goto(f"{address}/index.html")
        check_page(page, "evidence-index")
        leads_on(page.get_by_role("link", name="Text of 529, version 1"))
        expect(page.get_by_text("Ask the supervisor before an account is opened")).to_be_visible()
