"""A role is given after a password; somebody asks another to act, who accepts and decides."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.contrib.sessions.models import Session

from accounts.models import Delegation, RoleGrant
from approvals.models import Decision
from district_portal.district.current import today
from tests.cast import PASSWORD
from tests.factories import approvals as requests
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


def let_time_pass():
    """Every sign-in was an hour ago."""
    for session in Session.objects.all():
        kept = session.get_decoded()
        for record in kept.get("account_authentication_methods", []):
            record["at"] = time.time() - 3600
        kept["signed_in_at"] = time.time() - 3600
        session.session_data = Session.objects.encode(kept)
        session.save()


def press(page, name):
    leads_on(page.get_by_role("button", name=name))


def test_a_role_is_given_after_a_recent_sign_in_and_ended(browser, live_server, cast):
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.ada)
        page.goto(f"{live_server.url}/people/roles/")
        check_page(page, "roles")
        press(page, "Give this role")
        check_page(page, "give-role-error")
        page.get_by_label("Person").fill("Lou Berg")
        page.get_by_label("Role", exact=True).select_option("hr")
        page.get_by_label("Only for").select_option("Northside School")
        let_time_pass()
        press(page, "Give this role")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        leads_on(page.locator("main button").first)
        assert RoleGrant.objects.get(person=cast.lou).place == cast.northside
        check_page(page, "person-with-role")
        leads_on(page.get_by_role("link", name="What Lou may do, and why"))
        check_page(page, "access")
        page.go_back()
        leads_on(page.get_by_role("link", name="Why can I see this?"))
        check_page(page, "why")
        page.goto(f"{live_server.url}/people/{cast.lou.pk}/")
        leads_on(page.get_by_role("link", name="End Human resources"))
        check_page(page, "end-role")
        press(page, "End this role")
        assert not RoleGrant.objects.current().filter(person=cast.lou).exists()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_delegate_accepts_and_decides(browser, live_server, cast, script):
    requests.enter_presets()
    asked = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    last = today() + dt.timedelta(days=9)
    with open_page(browser, script=script) as pat:
        sign_in(pat, live_server.url, cast.pat)
        pat.goto(f"{live_server.url}/people/delegations/")
        check_page(pat, "delegations-none")
        leads_on(pat.get_by_role("link", name="Ask somebody to act for me"))
        press(pat, "Ask this person")
        check_page(pat, "ask-delegate-error")
        pat.get_by_label("Who is to act").fill("theo@marlow.example")
        pat.get_by_label("Requests to decide").check()
        pat.get_by_label("My people’s acknowledgments").check()
        pat.get_by_label("From").fill(today().isoformat())
        pat.get_by_label("Last day").fill(last.isoformat())
        pat.get_by_label("Note").fill("I am at a conference.")
        check_page(pat, "ask-delegate")
        press(pat, "Ask this person")
        check_page(pat, "delegations-asked")
    with open_page(browser, width=390, script=script) as theo:
        sign_in(theo, live_server.url, cast.theo)
        check_page(theo, "tasks-will-you-act")
        leads_on(theo.get_by_role("link", name="Will you act for Pat Novak?"))
        check_page(theo, "delegations-to-answer")
        press(theo, "Accept")
        assert Delegation.objects.current().count() == 2
        check_page(theo, "delegations-accepted")
        theo.goto(f"{live_server.url}/queue/")
        check_page(theo, "queue-in-place-of")
        leads_on(theo.get_by_role("link", name=asked.title))
        check_page(theo, "decide-in-place-of")
        theo.get_by_label("Approve").check()
        press(theo, "Save decision")
    decision = Decision.objects.get(step__submission__request=asked)
    assert (decision.person, decision.seat.stands_in_for) == (cast.theo, cast.pat)
    with open_page(browser, script=script) as lou:
        sign_in(lou, live_server.url, cast.lou)
        lou.goto(f"{live_server.url}/requests/{asked.pk}/")
        assert "in place of Pat Novak" in lou.content()
        check_page(lou, "request-decided-in-place-of")
