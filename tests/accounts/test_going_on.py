"""Where one is sent after a sign-in lies in the portal, whatever the address said."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture.tree import ROOT, modules
from tests.cast import PASSWORD

OUTSIDE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/policies/",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    " https://evil.example",
    "\thttps://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.example/",
    "http://[evil",
]
CHECKED = "get_next_redirect_url"


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


@pytest.mark.parametrize("to", OUTSIDE)
def test_a_sign_in_leads_nowhere_else(cast, to):
    client = Client()
    sent = {"login": cast.hana.email, "password": PASSWORD, "next": to}
    answer = client.post("/accounts/login/", sent)
    assert (answer.status_code, answer.url) == (302, "/")


def test_a_sign_in_leads_back_to_where_one_came_from(cast):
    sent = {"login": cast.hana.email, "password": PASSWORD, "next": "/policies/"}
    assert Client().post("/accounts/login/", sent).url == "/policies/"


@pytest.mark.parametrize("to", OUTSIDE)
def test_the_password_once_more_leads_nowhere_else(cast, to):
    client = Client()
    client.force_login(cast.hana)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": to})
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert "evil" not in answer.url


@pytest.mark.parametrize("to", OUTSIDE)
@pytest.mark.parametrize("address", ["/accounts/by-mail/", "/accounts/with/cancelled/"])
def test_no_page_of_ours_carries_it_on(cast, address, to):
    client = Client()
    client.force_login(cast.hana)
    answer = client.get(address, {"next": to})
    assert answer.status_code == 200
    hidden = re.findall(r'(?:name="next" value|href)="([^"]*)"', answer.content.decode())
    assert [value for value in hidden if "evil" in value or "alert" in value] == []


def test_no_module_believes_an_address_by_itself():
    """One function says where one may go on: allauth's, which asks RosterAdapter.is_safe_url."""
    own = re.compile(r"""(GET|POST)(\.get\(|\[)["'](next|url|back|redirect)["']""")
    referring = re.compile(r"HTTP_REFERER|headers[.\[(get]*[\"']Referer")
    guilty = [
        str(path.relative_to(ROOT))
        for path in modules()
        if own.search(text := path.read_text(encoding="utf-8")) or referring.search(text)
    ]
    assert guilty == []
    carrying = [path for path in modules() if '{"next": ' in path.read_text(encoding="utf-8")]
    allowed = {"accounts/middleware.py", "accounts/arriving.py",
               "policies/acknowledgments/views/receipts.py"}  # fmt: skip
    for path in carrying:
        name = str(path.relative_to(ROOT))
        assert name in allowed or CHECKED in path.read_text(encoding="utf-8"), name
