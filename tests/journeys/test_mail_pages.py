"""The delivery log and the demo's outbox, in a real Chromium."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from district_portal import mailing
from district_portal.demo import sink
from district_portal.mailing.enveloping import envelop
from district_portal.mailing.models import Message
from district_portal.reminders.digest import Line
from tests.cast import call_the_cast
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_sign_in_pages import sign_in

pytestmark = [
    pytest.mark.slow_journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.district_portal.demo.urls_in_the_demo"),
]
STATES = ("queued", "sent", "failed", "held", "doubtful", "cancelled", "sent")


@pytest.fixture
def mails():
    """One digest in each state; the last was sent perhaps twice."""
    cast = call_the_cast()
    people = (cast.lou, cast.mia, cast.gus, cast.theo, cast.val, cast.pat, cast.tom)
    day = dt.date(2026, 11, 27)
    lines = (Line("529 Staff Use of Social Media", day, 3), Line("511 Staff Conduct", day, -2))
    context = {"lines": lines, "first": lines[0], "late": 1, "link": "/"}
    for person, state in zip(people, STATES, strict=True):
        key = f"mail:{person.pk}"
        mailing.queue("digest", key=key, to=person, context=context)
        sent_at = timezone.now() if state == "sent" else None
        Message.objects.filter(key=key).update(state=state, sent_at=sent_at, attempts=1)
    Message.objects.filter(state="failed").update(answer="550 5.1.1 No such mailbox here")
    Message.objects.filter(person=cast.tom).update(repeats=1)
    return cast


def test_human_resources_looks_for_a_stuck_mail_and_sends_it_again(browser, live_server, mails):
    with open_page(browser) as page:
        sign_in(page, live_server, mails.hana.email)
        leads_on(page.get_by_role("navigation").get_by_role("link", name="Mail"))
        check_page(page, "mail-log")
        page.get_by_label("State").select_option("failed")
        leads_on(page.get_by_role("button", name="Apply"))
        check_page(page, "mail-log-filtered")
        leads_on(page.locator("tbody").get_by_role("link"))
        expect(page.locator("main")).to_contain_text("550 5.1.1 No such mailbox here")
        check_page(page, "mail-failed")
        leads_on(page.get_by_role("button", name="Send it again"))
        expect(page.locator("main")).to_contain_text("The mail goes out again.")
        check_page(page, "mail-again")
        page.goto(live_server.url + "/mail/?who=nobody")
        check_page(page, "mail-none")


def test_a_held_mail_is_left_without_script(browser, live_server, mails):
    held = Message.objects.get(state="held")
    with open_page(browser, width=390, script=False) as page:
        sign_in(page, live_server, mails.hana.email)
        page.goto(f"{live_server.url}/mail/{held.pk}/")
        check_page(page, "mail-held")
        page.get_by_text("Leave it unsent").click()
        leads_on(page.get_by_role("button", name="Yes, leave it"))
        expect(page.locator("main")).to_contain_text("The mail will not be sent.")


def test_anyone_in_the_demo_reads_a_mail_in_the_outbox(
    browser, live_server, mails, settings, tmp_path
):
    settings.OUTBOX_DIR = tmp_path
    with open_page(browser, width=390) as page:
        page.goto(live_server.url + "/outbox/")
        check_page(page, "outbox-empty")
        for message in Message.objects.all():
            content = envelop(message, district="Marlow Test District")
            sink.keep(content, to=message.address, folder=tmp_path)
        page.reload()
        check_page(page, "outbox")
        page.get_by_label("E-mail address").fill("lou@")
        leads_on(page.get_by_role("button", name="Apply"))
        leads_on(page.locator("tbody").get_by_role("link"))
        expect(page.locator("main").get_by_role("link", name="http")).to_have_count(1)
        check_page(page, "outbox-mail")


def test_the_html_of_a_mail_reads_well_and_has_no_fault(browser, live_server, mails):
    message = Message.objects.filter(person=mails.lou).get()
    html = message_from_bytes(envelop(message, district="X"), policy=policy.default)
    with open_page(browser, width=390) as page:
        page.set_content(html.get_body(("html",)).get_content())
        expect(page.get_by_role("listitem")).to_have_count(2)
        expect(page.get_by_role("link", name="Read and sign them")).to_be_visible()
        check_page(page, "mail-html")


def test_lou_reads_the_inbox_on_a_phone_without_script(browser, live_server, mails):
    for number in range(3):
        mailing.queue("first_password", key=f"more:{number}", to=mails.lou, context={"link": "/"})
    with open_page(browser, width=390, script=False) as page:
        sign_in(page, live_server, mails.lou.email)
        leads_on(page.get_by_role("navigation").get_by_role("link", name="Messages"))
        check_page(page, "inbox")
        expect(page.get_by_text("Unread", exact=True).locator("visible=true")).to_have_count(4)
        leads_on(page.get_by_role("button", name="Past due"))
        expect(page.locator("main")).to_contain_text("529 Staff Use of Social Media")
        check_page(page, "inbox-message")
        leads_on(page.get_by_role("button", name="Mark as unread"))
        leads_on(page.get_by_role("button", name="Mark all as read"))
        expect(page.locator("main")).to_contain_text("4 messages are marked as read.")
        page.goto(live_server.url + "/messages/?words=zebra")
        check_page(page, "inbox-none")


def test_human_resources_notes_what_came_back_and_sends_several_again(browser, live_server, mails):
    sent = Message.objects.get(person=mails.mia)
    with open_page(browser) as page:
        sign_in(page, live_server, mails.hana.email)
        page.goto(f"{live_server.url}/mail/{sent.pk}/")
        leads_on(page.get_by_role("link", name="It came back"))
        leads_on(page.get_by_role("button", name="Note that it came back"))
        check_page(page, "mail-bounce-wrong")
        page.get_by_label("Why it came back").fill("550 mailbox is full")
        leads_on(page.get_by_role("button", name="Note that it came back"))
        expect(page.locator("main")).to_contain_text("550 mailbox is full")
        check_page(page, "mail-bounced")
        page.goto(live_server.url + "/mail/")
        for box in page.get_by_role("checkbox").all():
            box.check()
        check_page(page, "mail-log-ticked")
        leads_on(page.get_by_role("button", name="Send the ticked ones again"))
        check_page(page, "mail-several")
        leads_on(page.get_by_role("button", name="Yes, send all 3 again"))
        expect(page.locator("main")).to_contain_text("3 mails go out again.")
        assert not Message.objects.filter(state__in=["failed", "held", "bounced"]).exists()
