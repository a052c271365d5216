"""Somebody reads what the portal keeps about them and takes it along; and whether it is well."""

from __future__ import annotations

import zipfile

import pytest

from tests.cast import call_the_cast
from tests.factories import records as factory
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_sign_in_pages import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


def test_lou_takes_their_data_along_on_a_phone_without_script(browser, live_server, tmp_path):
    cast = call_the_cast()
    factory.adopted(by=cast.ada)
    with open_page(browser, width=390, script=False) as page:
        sign_in(page, live_server, cast.lou.email)
        page.goto(live_server.url + "/people/me/")
        leads_on(page.get_by_role("link", name="What the portal keeps about me"))
        check_page(page, "privacy-kept")
        with page.expect_download() as coming:
            page.get_by_role("link", name="Download my data").click()
        coming.value.save_as(tmp_path / "own.zip")
        zipfile.ZipFile(tmp_path / "own.zip").extractall(tmp_path)
        page.goto((tmp_path / "index.html").as_uri())
        leads_on(page.get_by_role("link", name="Your postings", exact=True))
        assert "Northside School" in page.locator("table").inner_text()


def test_tom_sees_whether_the_portal_is_well(browser, live_server):
    cast = call_the_cast()
    with open_page(browser) as page:
        sign_in(page, live_server, cast.tom.email)
        page.goto(live_server.url + "/operations/")
        check_page(page, "operations-health")
