"""A concern is reported on a phone, saved, sent, and brought up while nobody reads it."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.concerns import escalating, reporting
from approvals.concerns.models import Concern, Evidence, StudentName
from district_portal.mailing.models import Message
from tests.factories import concerns as factory
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
Kind = Concern.Kind


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_three_concerns_are_reported_and_brought_up_while_nobody_reads_them(
    browser, live_server, cast, script
):
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.lou)
        what_was_revealed(page, live_server.url, script)
        what_a_student_wrote(page, live_server.url, script)
        what_is_about_the_principal(page, script)
    assert Concern.objects.filter(state="open").count() == 3
    first = Concern.objects.get(kind=Kind.COMMUNICATION)
    assert factory.receivers(first) == {cast.pat}
    escalating.escalate(at=timezone.now() + dt.timedelta(hours=4, minutes=1))
    assert factory.receivers(first) == {cast.pat, cast.ada}
    assert Message.objects.filter(person=cast.ada, subject="A concern waits for you").exists()
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.pat)
        page.goto(live_server.url)
        expect(page.get_by_role("main")).to_contain_text("Read a concern at once")
        seen(page, "concerns-my-tasks", script)


def what_was_revealed(page, url, script):
    """Sent at once, with a file."""
    page.goto(f"{url}/concerns/new/")
    seen(page, "concerns-start", script)
    leads_on(page.get_by_role("link", name="Report it Confidential information"))
    expect(page.get_by_role("main")).to_contain_text("Pat Novak, head of Northside School")
    seen(page, "concerns-new", script)
    page.get_by_label("What may have been revealed").fill("A list of grades lay open.")
    page.get_by_label("Pictures or files").set_input_files(
        [
            {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": factory.picture()},
            {"name": "film.mov", "mimeType": "video/quicktime", "buffer": b"no picture"},
        ]
    )
    leads_on(page.get_by_role("button", name="Send now"))
    expect(page.get_by_role("main")).to_contain_text("Your words are saved, and not sent yet")
    expect(page.get_by_label("What may have been revealed")).to_have_value(
        "A list of grades lay open."
    )
    expect(page.get_by_role("main")).to_contain_text("page.jpg")
    seen(page, "concerns-file-refused", script)
    leads_on(page.get_by_role("button", name="Send now"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your concern is sent")
    seen(page, "concerns-sent", script)
    assert Evidence.objects.count() == 1


def what_a_student_wrote(page, url, script):
    """Saved, found again and sent later, by keyboard."""
    page.goto(f"{url}/concerns/new/communication/")
    expect(page.get_by_role("main")).to_contain_text("This report does not stand in for yours")
    page.get_by_label("What happened?").fill("Messages at night.")
    page.get_by_label("Name of a student").fill("Zadie Quill")
    page.get_by_label("Pictures or files").set_input_files(
        {"name": "message.jpg", "mimeType": "image/jpeg", "buffer": factory.picture("red")}
    )
    leads_on(page.get_by_role("button", name="Save and send later"))
    expect(page.get_by_role("main")).to_contain_text("Nobody has seen it yet")
    seen(page, "concerns-draft", script)
    page.goto(url)
    leads_on(page.get_by_role("link", name="Send the concern that you began"))
    expect(page.get_by_label("What happened?")).to_have_value("Messages at night.")
    expect(page.get_by_role("main")).to_contain_text("message.jpg")
    page.get_by_role("button", name="Send now").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Your own duty remains")
    assert StudentName.objects.count() == 1


def what_is_about_the_principal(page, script):
    """It shows that somebody else will receive it before it is sent."""
    leads_on(page.get_by_role("link", name="My tasks", exact=True).last)
    leads_on(page.get_by_role("link", name="Report a concern"))
    leads_on(page.get_by_role("link", name="Report it Harassment"))
    page.get_by_label("Is it about somebody").fill("Pat Novak")
    leads_on(page.get_by_role("button", name="Show who will receive it"))
    who = page.get_by_role("region", name="Who will receive this")
    expect(who).to_contain_text("It is about Pat Novak")
    expect(who).to_contain_text("Ada Lindqvist, District Administrator")
    seen(page, "concerns-about", script)
    leads_on(page.get_by_role("button", name="Send now"))
    expect(page.get_by_role("main")).to_contain_text("Say what happened")
    seen(page, "concerns-nothing-said", script)
    page.get_by_label("What happened, and who was there?").fill("A remark before others.")
    leads_on(page.get_by_role("button", name="Send now"))
    expect(page.get_by_role("main")).to_contain_text("Ada Lindqvist")
    concern = Concern.objects.get(kind=Kind.CONDUCT)
    assert reporting.statement(concern)["what"] == "A remark before others."


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_older_of_two_windows_is_told_and_keeps_its_words(browser, live_server, cast, script):
    draft = factory.drafted(cast.lou, kind=Kind.CONDUCT, what="A remark before others.")
    url = f"{live_server.url}{draft.get_absolute_url()}"
    with open_page(browser, width=390, script=script) as older:
        sign_in(older, live_server.url, cast.lou)
        older.goto(url)
        newer = older.context.new_page()
        newer.goto(url)
        newer.get_by_label("What happened").fill("A remark before the whole class.")
        leads_on(newer.get_by_role("button", name="Save and send later"))
        older.get_by_label("What happened").fill("A remark in the hall.")
        leads_on(older.get_by_role("button", name="Send now"))
        expect(older.get_by_label("What happened")).to_have_value("A remark in the hall.")
        expect(older.get_by_role("main")).to_contain_text("A remark before the whole class.")
        seen(older, "concerns-newer", script, status=HTTPStatus.CONFLICT)
        newer.get_by_text("Discard draft").click()
        leads_on(newer.get_by_role("button", name="Yes, discard it"))
        leads_on(older.get_by_role("button", name="Save and send later"))
        expect(older.get_by_role("main")).to_contain_text("You discarded this draft")
        seen(older, "concerns-gone", script, status=HTTPStatus.CONFLICT)
        leads_on(older.get_by_role("button", name="Send now"))
        expect(older.get_by_role("heading", level=1)).to_have_text("Your concern is sent")
    sent = Concern.objects.get()
    assert reporting.statement(sent)["what"] == "A remark in the hall."


def seen(page, name, script, *, status=HTTPStatus.OK):
    """Axe needs script."""
    if script:
        check_page(page, name, expect_status=status)
        page.set_viewport_size({"width": 390, "height": 900})
