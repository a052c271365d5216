"""An account over its years: secured, checked, handed over when its owner goes, closed."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts import moving
from approvals.registry.models import Account
from district_portal.district.current import school_year, today
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_an_account_is_kept_checked_handed_over_and_closed(
    browser, running_portal, district, script
):
    cast = district
    account = factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        recovery_owner=cast.tom.email,
        writes_to_students="no",
    )
    asked = {"asked_on": today(), "due_on": today() + dt.timedelta(days=5)}
    account.yearly_checks.create(school_year=school_year(), **asked)
    portal, where = running_portal, running_portal.address + account.get_absolute_url()
    with open_page(browser, script=script) as page:
        portal.sign_in(page, cast.lou.email)
        look_after(page, where, script)
        check_it(page, portal.address, script)
    moving.leave(cast.lou, by=cast.hana)
    with open_page(browser, script=script) as page:
        portal.sign_in(page, cast.pat.email)
        hand_it_over(page, portal.address, script)
    with open_page(browser, script=script) as page:
        portal.sign_in(page, cast.ada.email)
        suspend_and_reopen(page, where, script)
        close(page, where, script)
    assert Account.objects.get().state == "closed"
    acts = list(account.entries.values_list("act", flat=True))
    life = ["suspended", "reopened", "closed"]
    assert acts == ["care", "two_factor", "recovery", "certified", "left", "handed_over", *life]


def look_after(page, where, script):
    page.goto(where)
    seen(page, "account-owner", script)
    leads_on(page.get_by_role("link", name="Change how it is looked after"))
    page.get_by_label("One more manager").fill("Val O'Neill")
    seen(page, "account-care", script)
    leads_on(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main")).to_contain_text("Val O’Neill")
    leads_on(page.get_by_role("link", name="Confirm how it is secured"))
    leads_on(page.get_by_role("button", name="I have looked: confirm"))
    expect(page.get_by_text("Mark what you have looked at").first).to_be_visible()
    page.get_by_label("Two-factor sign-in is on").check()
    page.get_by_label("Tom Reyes has the recovery codes").check()
    seen(page, "account-confirm", script)
    leads_on(page.get_by_role("button", name="I have looked: confirm"))
    expect(page.get_by_text("Confirmed by the owner on").first).to_be_visible()


def check_it(page, address, script):
    page.goto(address)
    leads_on(page.get_by_role("link", name="Yearly check of Northside Band"))
    leads_on(page.get_by_role("button", name="All of this holds: confirm"))
    expect(page.get_by_text("Confirm the purpose, or close the account").first).to_be_visible()
    seen(page, "account-yearly", script)
    for box in page.get_by_role("checkbox").all():
        box.check()
    leads_on(page.get_by_role("button", name="All of this holds: confirm"))
    expect(page.get_by_role("main")).to_contain_text("Yearly check done")


def hand_it_over(page, address, script):
    page.goto(address)
    seen(page, "account-tasks", script)
    leads_on(page.get_by_role("link", name="Say who looks after Northside Band"))
    expect(page.get_by_role("main")).to_contain_text("Lou Berg has left the district.")
    seen(page, "account-handover", script)
    page.get_by_label("Who looks after it from now on?").fill("Val O'Neill")
    leads_on(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main")).to_contain_text("Handed over")


def suspend_and_reopen(page, where, script):
    page.goto(where)
    leads_on(page.get_by_role("link", name="Suspend it"))
    leads_on(page.get_by_role("button", name="Suspend it"))
    expect(page.get_by_text("Say why you suspend it").first).to_be_visible()
    seen(page, "account-suspend", script)
    page.get_by_label("Why?").fill("Posts that nobody of us wrote.")
    leads_on(page.get_by_role("button", name="Suspend it"))
    expect(page.get_by_role("main")).to_contain_text("Suspended on")
    seen(page, "account-suspended", script)
    leads_on(page.get_by_role("link", name="Open it again"))
    page.get_by_label("Why?").fill("The password is changed.")
    seen(page, "account-reopen", script)
    leads_on(page.get_by_role("button", name="Open it again"))
    expect(page.get_by_role("main")).not_to_contain_text("Suspended on")


def close(page, where, script):
    page.goto(where)
    leads_on(page.get_by_role("link", name="Close it"))
    page.get_by_label("Why?").fill("The band has ended.")
    leads_on(page.get_by_role("button", name="Close it"))
    expect(page.get_by_role("main")).to_contain_text("Closed on")
    seen(page, "account-closed", script)


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
