"""Human resources lets a program read: the token is made, used and revoked."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_program_reads_until_its_token_is_revoked(browser, portal, district, script):
    with open_page(browser, script=script, width=1280 if script else 390) as page:
        portal.sign_in(page, district.hana.email)
        leads_on(page.get_by_role("link", name="Tokens for programs"))
        seen(page, "api-no-tokens", script)
        leads_on(page.get_by_role("main").get_by_role("link", name="Make a token").first)
        leads_on(page.get_by_role("button", name="Make the token"))
        expect(page.get_by_text("Choose at least one thing that it may read").first).to_be_visible()
        seen(page, "api-new-wrong", script)
        page.get_by_role("textbox", name="Name").fill("Payroll")
        page.get_by_label("People: name, number, position and place").check()
        leads_on(page.get_by_role("button", name="Make the token"))
        expect(page.get_by_role("heading", level=1)).to_have_text("The token is made")
        seen(page, "api-made", script)
        token = page.locator(".whole").inner_text().strip()
        status, told = asked(portal, "people", token)
        assert status == 200
        assert {"Lou", "Gus"} <= {row["given_name"] for row in told["rows"]}
        status, told = asked(portal, "assignments", token)
        assert (status, told["title"]) == (403, "Forbidden")
        leads_on(page.get_by_role("link", name="All tokens"))
        expect(page.get_by_role("main")).to_contain_text("Payroll")
        expect(page.get_by_role("main")).not_to_contain_text(token)
        expect(page.get_by_role("main")).not_to_contain_text("Never")
        seen(page, "api-tokens", script)
        leads_on(page.get_by_role("link", name="Revoke Payroll"))
        seen(page, "api-revoke", script)
        leads_on(page.get_by_role("button", name="Revoke it"))
        expect(page.get_by_role("main")).to_contain_text("reads no more")
        status, told = asked(portal, "people", token)
        assert (status, told["title"]) == (401, "Unauthorized")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_anybody_reads_what_programs_can_ask(browser, portal, district, script):
    with open_page(browser, script=script) as page:
        portal.open(page, "/api/")
        expect(page.get_by_role("heading", name="List signatures")).to_be_visible()
        seen(page, "api-reference", script)
        leads_on(page.get_by_role("link", name="OpenAPI document"))
        assert json.loads(page.locator("body").inner_text())["openapi"] == "3.1.0"


def asked(portal, name, token):
    """What a program gets that shows `token`: the status, and what is told."""
    header = {"Authorization": f"Bearer {token}"}
    try:
        with urlopen(Request(f"{portal.address}/api/v1/{name}", headers=header)) as answer:  # noqa: S310 – our own address
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
