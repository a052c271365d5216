"""In the next school year the owner tells parents again, in two languages, from My tasks."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from approvals.registry import lapsing
from approvals.registry.models import Account
from district_portal.district.current import today
from district_portal.district.models import District
from tests.district_portal.setup.pictures import picture
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_text_of_the_district_to_the_notice(browser, portal, district, script):
    cast = district
    began = today() - dt.timedelta(days=100)
    District.objects.update(school_year_month=began.month, school_year_day=min(began.day, 28))
    account = factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    Account.objects.update(state="active", active_from=account.approved_at)
    with open_page(browser, width=1280, script=script) as ada:
        portal.sign_in(ada, cast.ada.email)
        reword(portal, ada, script)
    with open_page(browser, width=390, script=script) as lou:
        portal.sign_in(lou, cast.lou.email)
        seen(lou, "parents-tasks", script)
        portal.open(lou, "/registry/?parents=overdue")
        expect(lou.get_by_role("main")).to_contain_text("Parents not told")
        seen(lou, "parents-registry", script)
        leads_on(lou.get_by_role("link", name="Northside Band"))
        seen(lou, "parents-account-late", script)
        lapsing.suspend_lapsed()  # unless the clock was faster
        portal.open(lou, account.get_absolute_url())
        expect(lou.get_by_role("main")).to_contain_text("Suspended: parents were not told")
        seen(lou, "parents-account-suspended", script)
        leads_on(lou.get_by_role("link", name="Tell parents and record it"))
        leads_on(lou.get_by_role("link", name="Both"))
        seen(lou, "parents-notice", script)
        letter = lou.get_by_label("What parents were told").input_value()
        assert "Dear families" in letter
        assert "Estimados padres" in letter
        lou.get_by_label("Letter home").check()
        lou.get_by_label("On which day?").fill(today().isoformat())
        shot = {"name": "letter.png", "mimeType": "image/png", "buffer": picture()}
        lou.get_by_label("Copy of what went out").set_input_files([shot])
        leads_on(lou.get_by_role("button", name="Record notice"))
        expect(lou.get_by_role("main")).to_contain_text("Northside Band is active.")
        seen(lou, "parents-told", script)


def reword(portal, page, script):
    portal.open(page, "/setup/")
    seen(page, "parents-setup", script)
    leads_on(page.get_by_role("link", name="Change accounts and parents"))
    page.get_by_label("Suspend an account while parents are not told").check()
    seen(page, "parents-setting", script)
    leads_on(page.get_by_role("button", name="Save settings"))
    District.objects.update(parents_suspend_on=today() - dt.timedelta(days=20))
    leads_on(page.get_by_role("link", name="Change letter to parents"))
    field = page.get_by_label("Text", exact=True)
    field.fill(field.input_value().replace("Dear parents and guardians", "Dear {familys}"))
    leads_on(page.get_by_role("button", name="Save this text"))
    expect(page.get_by_role("main")).to_contain_text("There is no {familys}")
    seen(page, "parents-letter-wrong", script)
    field.fill(field.input_value().replace("{familys}", "families"))
    leads_on(page.get_by_role("button", name="Show the preview"))
    expect(page.get_by_role("main")).to_contain_text("Dear families")
    leads_on(page.get_by_role("button", name="Save this text"))
    seen(page, "parents-letter", script)


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
