"""From the draft of a schedule to the tombstone of a record, by two people and a command."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from approvals.models import Request
from district_portal.records.models import Run, Tombstone
from tests.cast import PASSWORD, call_the_cast
from tests.factories import approvals as requests
from tests.factories import records as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_schedule_to_the_tombstone(browser, live_server, script):
    requests.enter_presets()
    cast = call_the_cast()
    old, other = (
        factory.denied(cast.lou, decider=cast.pat, place=cast.northside) for _ in range(2)
    )
    factory.archived("request", old.pk, by=cast.tom)
    at = live_server.url
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.ada, "/records/")
        seen(page, "records-empty", script)
        adopt(page, script)
        try_on_a_person(page, at, script)
        page.goto(f"{at}/records/of/request/{other.pk}/")
        seen(page, "records-record", script)
        hold(page, script)
        page.goto(f"{at}/requests/{other.pk}/")
        expect(page.get_by_role("main")).to_contain_text("Closed and not archived yet")
        seen(page, "records-of-request", script)
        page.goto(f"{at}/records/due/?kind=request")
        seen(page, "records-due", script)
        expect(page.get_by_role("main")).to_contain_text("Not yet It is under a legal hold")
        page.get_by_label(f"Request {old.number}").check()
        page.get_by_label("Why should they go?").fill("The years of their class are over.")
        leads_on(page.get_by_role("button", name="Propose to dispose of what is ticked"))
        seen(page, "records-run-proposed", script)
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.tom, "/")
        leads_on(page.get_by_role("link", name="Confirm or refuse disposal"))
        seen(page, "records-run-to-confirm", script)
        page.get_by_text("Confirm", exact=True).first.click()
        leads_on(page.get_by_role("button", name="Yes, they may go"))
        expect(page.get_by_role("main")).to_contain_text("Confirmed, and not carried out yet")
        seen(page, "records-run-confirmed", script)
        leads_on(page.get_by_role("link", name="Stop this disposal"))
        seen(page, "records-run-stop", script)
        call_command("dispose_records")
        page.goto(f"{at}/records/disposals/")
        seen(page, "records-runs", script)
        page.goto(f"{at}/records/gone/")
        seen(page, "records-gone", script)
        expect(page.get_by_role("main")).to_contain_text("Ada Lindqvist, Tom Reyes")
    assert not Request.objects.filter(pk=old.pk).exists()
    assert Request.objects.filter(pk=other.pk).exists()
    assert Tombstone.objects.get().record == old.pk


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_what_was_needed_of_somebody_who_left_goes_by_two_people(browser, live_server, script):
    cast = call_the_cast()
    factory.adopted(by=cast.ada, years=0)
    at = live_server.url
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.ada, "/records/due/?kind=leaver")
        expect(page.get_by_role("main")).to_contain_text("Without e-mail addresses")
        page.get_by_label("Person who left Lena Past").check()
        page.get_by_label("Why should they go?").fill("The years of their class are over.")
        seen(page, "records-due-leaver", script)
        leads_on(page.get_by_role("button", name="Propose to dispose of what is ticked"))
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.tom, Run.objects.get().get_absolute_url())
        page.get_by_text("Confirm", exact=True).first.click()
        seen(page, "records-run-leaver", script)
        leads_on(page.get_by_role("button", name="Yes, they may go"))
        call_command("dispose_records")
        page.goto(f"{at}/records/gone/")
        seen(page, "records-gone-leaver", script)
        expect(page.get_by_role("main")).to_contain_text("The name and what proves stay")
        page.goto(f"{at}/people/{cast.left.pk}/")
        seen(page, "records-of-leaver", script)
        expect(page.get_by_role("main")).to_contain_text("as the retention schedule says")
    cast.left.refresh_from_db()
    assert (cast.left.email, str(cast.left)) == (None, "Lena Past")


def adopt(page, script):
    leads_on(page.get_by_role("button", name="Draft a schedule"))
    page.get_by_label("Days of notice").fill("30")
    leads_on(page.get_by_role("button", name="Save the days of notice"))
    seen(page, "records-draft", script)
    leads_on(page.get_by_role("link", name="SM-1 Accounts"))
    page.get_by_label("Years kept").fill("10")
    seen(page, "records-class", script)
    leads_on(page.get_by_role("button", name="Save"))
    page.get_by_label("Days of notice").fill("0")
    leads_on(page.get_by_role("button", name="The board has adopted it"))
    expect(page.get_by_role("main")).to_contain_text("With 0 days a disposal can be confirmed")
    page.get_by_label("By which act?").fill("Resolution 14 on records")
    seen(page, "records-adopt", script)
    leads_on(page.get_by_role("button", name="Put it in force"))
    expect(page.get_by_role("main")).to_contain_text("Retention schedule 1 is in force.")
    seen(page, "records-home", script)


def try_on_a_person(page, at, script):
    page.goto(f"{at}/records/holds/new/")
    seen(page, "records-choose-hold", script)
    leads_on(page.get_by_role("link", name="All that concerns a person"))
    page.get_by_label("Person").fill("berg")
    leads_on(page.get_by_role("button", name="Show what it would keep"))
    expect(page.get_by_role("main")).to_contain_text("It keeps 2 records")
    seen(page, "records-look-hold", script)


def hold(page, script):
    leads_on(page.get_by_role("link", name="Place a legal hold"))
    page.get_by_label("Case").fill("Doe v. District")
    page.get_by_label("Why?").fill("Counsel asks for it.")
    seen(page, "records-place-hold", script)
    leads_on(page.get_by_role("button", name="Place the hold"))
    expect(page.get_by_role("main")).to_contain_text("It is held from now on.")
    seen(page, "records-hold", script)


def open_as(page, at, person, address):
    page.goto(f"{at}/accounts/login/?next={address}")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    leads_on(page.get_by_role("button", name="Sign in", exact=True))


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
