"""Everything works by keyboard alone: reading, signing, deciding."""

from __future__ import annotations

import pytest

from policies.acknowledgments.models import Signature
from tests.cast import PASSWORD
from tests.factories import approvals as requests
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


def tab_to(page, selector, *, most=80):
    """Press Tab until the element has the focus, and see that the focus shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle + s.boxShadow }"
            )
            assert outline != "nonenone", f"the focus on {selector} does not show"
            return
    raise AssertionError(f"{selector} can't be reached by Tab")


def sign_in(page, address, person):
    page.goto(f"{address}/accounts/login/")
    tab_to(page, "[name=login]")
    page.keyboard.type(person.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def test_a_policy_is_signed_by_keyboard(browser, live_server, cast):
    required(published("529", "Staff Use of Social Media"))
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.gus)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/#main")  # the skip link comes first
        tab_to(page, "main .task a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign/*/")
        tab_to(page, "main [type=checkbox]")
        page.keyboard.press("Space")
        tab_to(page, "main [type=text]")
        page.keyboard.type("Gus de la Cruz")
        tab_to(page, "main button.button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/receipt*/**")
    assert Signature.objects.get().person == cast.gus


def test_a_request_is_decided_by_keyboard(browser, live_server, cast):
    asked = requests.sent(cast.lou, manager=cast.hana, place=cast.northside)
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.pat)
        page.goto(live_server.url + requests.url("decide", asked))
        tab_to(page, "main [type=radio]")
        page.keyboard.press("Space")
        tab_to(page, "main textarea")
        page.keyboard.type("Welcome.")
        tab_to(page, "main form button.button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    step = asked.submissions.get().steps.get(order=1)
    decision = step.decisions.get()
    assert (decision.outcome, decision.reason) == ("approved", "Welcome.")
