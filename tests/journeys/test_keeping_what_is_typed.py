"""What is typed into a request is kept by itself: over a reload, two windows, a lost sign-in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from approvals.models import Request
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.portal import wait_for
from tests.journeys.walking import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
SAVED = "Saved at "


@pytest.fixture
def draft():
    factory.enter_presets()
    cast = call_the_cast()
    return factory.draft(cast.lou, manager=cast.hana, place=cast.northside)


def purpose(page):
    return page.get_by_label("What is it for?")


def type_slowly(page, text):
    """As a person does, key by key."""
    purpose(page).fill("")
    purpose(page).press_sequentially(text, delay=10)


def kept():
    return Request.objects.get().draft["details"]["purpose"]


def is_kept(page, text):
    """Wait until it is: where somebody rests between two keys, the beginning is kept before."""
    wait_for(lambda: kept() == [text], told=lambda: str(kept()))
    expect(page.get_by_text(SAVED)).to_be_visible()


def test_it_is_there_after_a_reload_and_two_windows_never_undo_one_another(
    browser, live_server, draft
):
    where = f"{live_server.url}{factory.url('details', draft)}"
    with open_page(browser, width=390) as page:
        sign_in(page, live_server.url, draft.requester)
        page.goto(where)
        other = page.context.new_page()
        other.goto(where)
        type_slowly(page, "Concerts and rehearsals")
        is_kept(page, "Concerts and rehearsals")
        check_page(page, "keeping-saved")
        page.reload()
        expect(purpose(page)).to_have_value("Concerts and rehearsals")
        type_slowly(other, "What the older window says")
        expect(other.get_by_text("you changed this in another window")).to_be_visible()
        assert kept() == ["Concerts and rehearsals"]
        expect(purpose(other)).to_have_value("What the older window says")
        other.get_by_role("button", name="Continue").click()
        expect(other.get_by_text("Another window was faster")).to_be_visible()
        leads_on(other.get_by_role("button", name="Continue"))
        assert kept() == ["What the older window says"]


def test_a_button_pressed_while_it_is_kept_goes_through(browser, live_server, draft):
    with open_page(browser, width=1280) as page:
        sign_in(page, live_server.url, draft.requester)
        page.goto(f"{live_server.url}{factory.url('details', draft)}")
        type_slowly(page, "Concerts")
        page.wait_for_timeout(1480)
        purpose(page).press_sequentially(" and more")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="Your promises", level=1)).to_be_visible()
        assert kept() == ["Concerts and more"]


def test_a_lost_sign_in_is_said_and_what_was_typed_is_kept_after_the_next(
    browser, live_server, draft
):
    with open_page(browser, width=1280) as page:
        sign_in(page, live_server.url, draft.requester)
        page.goto(f"{live_server.url}{factory.url('details', draft)}")
        page.context.clear_cookies()
        type_slowly(page, "Typed while nobody was signed in")
        expect(page.get_by_text("Not saved: you are signed out.")).to_be_visible()
        expect(purpose(page)).to_have_value("Typed while nobody was signed in")
        assert kept() != ["Typed while nobody was signed in"]
        other = page.context.new_page()
        sign_in(other, live_server.url, draft.requester)
        purpose(page).press_sequentially(" before")
        is_kept(page, "Typed while nobody was signed in before")


def test_nobody_leaves_a_page_that_can_not_be_kept(browser, live_server, draft):
    with open_page(browser, width=390) as page:
        sign_in(page, live_server.url, draft.requester)
        page.goto(f"{live_server.url}{factory.url('details', draft)}")
        page.context.set_offline(True)
        purpose(page).fill("Typed on the bus")
        for button in ("Continue", "Save and finish later"):
            page.locator("[data-keeps]").evaluate("said => { said.textContent = ''; }")
            page.get_by_role("button", name=button).click()
            expect(page.get_by_text("Not saved: no connection.")).to_be_in_viewport()
        purpose(page).press_sequentially(", and more")
        expect(page.get_by_text("Not saved: no connection.")).to_be_in_viewport()
        page.context.set_offline(False)
        leads_on(page.get_by_role("button", name="Continue"))
        assert kept() == ["Typed on the bus, and more"]


def test_signed_out_the_buttons_wait_for_the_next_sign_in(browser, live_server, draft):
    with open_page(browser, width=390) as page:
        sign_in(page, live_server.url, draft.requester)
        page.goto(f"{live_server.url}{factory.url('details', draft)}")
        page.context.clear_cookies()
        purpose(page).fill("Typed while nobody was signed in")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("Not saved: you are signed out.")).to_be_in_viewport()
        sign_in(page.context.new_page(), live_server.url, draft.requester)
        leads_on(page.get_by_role("button", name="Continue"))
        assert kept() == ["Typed while nobody was signed in"]


def test_without_script_nothing_is_said(browser, live_server, draft):
    with open_page(browser, width=390, script=False) as page:
        sign_in(page, live_server.url, draft.requester)
        page.goto(f"{live_server.url}{factory.url('details', draft)}")
        purpose(page).fill("Concerts")
        leads_on(page.get_by_role("button", name="Continue"))
        assert kept() == ["Concerts"]
