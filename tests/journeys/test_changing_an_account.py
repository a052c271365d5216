"""An owner asks for a change of an account, and a manager for its end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from approvals.models import Request
from approvals.registry.models import Account
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_an_account_changes_and_ends_by_requests(browser, live_server, script):
    factory.enter_presets()
    cast = call_the_cast()
    account = factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        writes_to_students="no",
    )
    home = live_server.url
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, home, cast.lou)
        lou_asks(page, f"{home}{account.get_absolute_url()}", script)
    asked = Request.objects.get(kind="account_change")
    for person in (cast.pat, cast.ada):
        with open_page(browser, width=1280, script=script) as page:
            sign_in(page, home, person)
            page.goto(f"{home}{factory.url('decide', asked)}")
            seen(page, "change-decide", script)
            page.get_by_label("Approve").first.check()
            leads_on(page.get_by_role("button", name="Save decision"))
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, home, cast.lou)
        page.goto(f"{home}{account.get_absolute_url()}")
        expect(page.get_by_role("main")).to_contain_text("Nothing may go live yet")
        expect(page.get_by_role("main")).to_contain_text("Changed, as was approved")
        seen(page, "change-done", script)
    with open_page(browser, width=1280, script=script) as page:
        sign_in(page, home, cast.val)
        page.goto(f"{home}{account.get_absolute_url()}")
        leads_on(page.get_by_role("button", name="Ask that it be closed"))
        seen(page, "closing-asked", script)
        page.get_by_label("Why should it be closed?").fill("Nobody posts there any more.")
        for button in ("Continue", "Send request"):
            leads_on(page.get_by_role("button", name=button))
    ending = Request.objects.get(kind="account_closing")
    with open_page(browser, width=1280, script=script) as page:
        sign_in(page, home, cast.ada)
        page.goto(f"{home}{factory.url('decide', ending)}")
        seen(page, "closing-decide", script)
        page.get_by_label("Approve").first.check()
        leads_on(page.get_by_role("button", name="Save decision"))
    assert Account.objects.get().state == "closed"


def lou_asks(page, where, script):
    """The account, the form as it stands, the promises that newly apply, what differs."""
    page.goto(where)
    seen(page, "change-account", script)
    leads_on(page.get_by_role("button", name="Ask for a change of what was approved"))
    page.get_by_label("Why should it change?").fill("Homework comes by it from now on.")
    leads_on(page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Nothing differs from what was approved").first).to_be_visible()
    seen(page, "change-details", script)
    page.get_by_label("What is it for?").fill("Homework and concert dates")
    page.get_by_role("group", name="Will it be used to write to students?").get_by_label(
        "Yes"
    ).check()
    page.get_by_role("group", name="under 13").get_by_label("No").check()
    leads_on(page.get_by_role("button", name="Continue"))
    boxes = page.get_by_role("main").get_by_role("checkbox")
    assert boxes.count()
    for box in boxes.all():
        box.check()
    seen(page, "change-promises", script)
    leads_on(page.get_by_role("button", name="Continue"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("the account rests until it is recorded that parents know")
    seen(page, "change-check", script)
    leads_on(page.get_by_role("button", name="Send request"))
    page.goto(where)
    expect(main).to_contain_text("This is asked for and not decided yet.")
    seen(page, "change-asked", script)


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
