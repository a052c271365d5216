"""HR prepares a meeting and prints its codes; Gus signs at a shared device; Theo was there."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from policies.acknowledgments.models import Presence, Signature
from policies.acknowledgments.views import at_kiosk
from tests.factories.acknowledgments import required
from tests.factories.meetings import PIN
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"\b[34679CFGHJKMNPRTVWX]{5}-[34679CFGHJKMNPRTVWX]{5}\b")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_slip_to_the_witness(browser, live_server, cast, script):
    cache.clear()
    required(published("529", "Staff Use of Social Media", clauses=CLAUSES), people=[cast.gus])
    address = live_server.url
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, address, cast.hana)
        code = prepare(page, address)
        page.goto(f"{address}/kiosk/")
        check_page(page, "kiosk-signed-in")
    with open_page(browser, width=390, script=script) as page:
        sign_at_kiosk(page, address, code, script=script)
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, address, cast.theo)
        confirm(page, address)
    signature = Signature.objects.get()
    assert signature.method == "kiosk"
    assert Presence.objects.get().witness == cast.theo


def prepare(page, address) -> str:
    """The code on the slip that was printed."""
    page.goto(f"{address}/meetings/")
    check_page(page, "meetings-none")
    leads_on(page.get_by_role("link", name="Prepare a signing meeting"))
    leads_on(page.get_by_role("button", name="Show who is expected"))
    check_page(page, "meeting-error")
    page.get_by_label("Name").fill("Bus drivers, August")
    leads_on(page.get_by_role("button", name="Show who is expected"))
    check_page(page, "meeting-expected")
    leads_on(page.get_by_role("button", name="Prepare this meeting"))
    check_page(page, "meeting-prepared")
    with page.expect_download() as download:
        page.get_by_role("button", name="Print the codes").click()
    page.reload()
    check_page(page, "meeting-printed")
    return CODE.search(text_of(download.value.path().read_bytes())).group()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def sign_at_kiosk(page, address, code, *, script):
    page.goto(f"{address}/kiosk/")
    check_page(page, "kiosk-start")
    page.get_by_label("Code on your slip").fill("529")
    leads_on(page.get_by_role("button", name="Continue"))
    check_page(page, "kiosk-mistyped")
    page.get_by_label("Code on your slip").fill(code.lower())
    leads_on(page.get_by_role("button", name="Continue"))
    check_page(page, "kiosk-pin")
    page.get_by_label("Choose a PIN").fill("123456")
    page.get_by_label("The same PIN once more").fill("123456")
    leads_on(page.get_by_role("button", name="Keep this PIN"))
    check_page(page, "kiosk-pin-weak")
    page.get_by_label("Choose a PIN").fill(PIN)
    page.get_by_label("The same PIN once more").fill(PIN)
    leads_on(page.get_by_role("button", name="Keep this PIN"))
    check_page(page, "kiosk-list")
    if script:
        warn(page)
    leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
    check_page(page, "kiosk-sign")
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    check_page(page, "kiosk-sign-error")
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your name").fill("Gus de la Cruz")
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    expect(page.get_by_text("you have nothing left to sign")).to_be_visible()
    check_page(page, "kiosk-signed")
    page.goto(f"{address}/kiosk/stay/")
    check_page(page, "kiosk-stay")
    leads_on(page.get_by_role("button", name="I am still here"))
    leads_on(page.get_by_role("button", name="Finished: clear this device"))
    check_page(page, "kiosk-finished")
    page.go_back()
    expect(page.get_by_text("Gus")).to_have_count(0)
    page.goto(f"{address}/kiosk/policies/")
    expect(page.get_by_label("Code on your slip")).to_be_visible()


def warn(page):
    """What a device says that nobody has used for five minutes, and how one goes on."""
    page.clock.install()
    page.reload()
    page.clock.fast_forward((at_kiosk.IDLE - at_kiosk.WARNING + 1) * 1000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    check_page(page, "kiosk-warning")
    with page.expect_response("**/kiosk/stay/") as answer:
        page.get_by_role("button", name="I am still here").click()
    assert answer.value.status == 204
    expect(page.get_by_text("Are you still there?")).to_be_hidden()


def confirm(page, address):
    page.goto(f"{address}/meetings/")
    check_page(page, "meetings-witness")
    leads_on(page.get_by_role("link", name="Bus drivers, August"))
    check_page(page, "meeting-witness")
    page.get_by_label("I saw Gus de la Cruz sign").check()
    leads_on(page.get_by_role("button", name="I saw the ticked people sign"))
    expect(page.get_by_text("Confirmed by Theo")).to_be_visible()
    check_page(page, "meeting-confirmed")
