"""A packet is put together, and somebody on a phone signs it policy by policy."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from policies.acknowledgments.models import Packet, Signature
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_packet_to_its_last_signature(browser, portal, district, script):
    at = timezone.now() - dt.timedelta(days=1)
    with transaction.atomic():
        for code, title in (("529", "Staff Use of Social Media"), ("540", "Phones")):
            published(code, title, by=district.polly, at=at)
    with open_page(browser, script=script) as polly:
        portal.sign_in(polly, district.polly.email)
        portal.open(polly, "/requirements/")
        leads_on(polly.get_by_role("link", name="Make a packet"))
        leads_on(polly.get_by_role("button", name="Show whom it reaches"))
        check_page(polly, "packet-errors")
        polly.get_by_label("Name", exact=True).fill("Start of the school year")
        polly.get_by_label("529 Staff Use of Social Media").check()
        polly.get_by_label("540 Phones").check()
        leads_on(polly.get_by_role("button", name="Show whom it reaches"))
        check_page(polly, "packet-preview")
        leads_on(polly.get_by_role("button", name="Ask for this packet"))
        check_page(polly, "packet-made")
    with open_page(browser, width=390, script=script) as lou:
        portal.sign_in(lou, district.lou.email)
        leads_on(lou.get_by_role("link", name="Staff Use of Social Media"))
        leads_on(lou.get_by_role("link", name="Start of the school year"))
        check_page(lou, "packet-mine")
        leads_on(lou.get_by_role("link", name="Read and sign 529").first)
        sign(lou, "529")
        leads_on(lou.get_by_role("link", name="Next: sign policy 540"))
        check_page(lou, "packet-sign")
        sign(lou, "540")
        portal.open(lou, f"/packets/{Packet.objects.get().pk}/")
        check_page(lou, "packet-done")
        assert lou.get_by_text("2 of 2 policies signed.").is_visible()
    assert Signature.objects.filter(person=district.lou).count() == 2
    with open_page(browser, script=script) as polly:
        portal.sign_in(polly, district.polly.email)
        portal.open(polly, "/requirements/")
        leads_on(polly.get_by_role("link", name="Change Start of the school year"))
        polly.get_by_label("540 Phones").uncheck()
        leads_on(polly.get_by_role("button", name="Show whom it reaches"))
        check_page(polly, "packet-change")
        leads_on(polly.get_by_role("button", name="Save this change"))


def sign(page, code):
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your name").fill("Lou Berg")
    leads_on(page.get_by_role("button", name=f"Sign policy {code}"))
