"""Whatever the portal answers says what a browser may do with it."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from district_portal.ui.fencing import ALONE, PERMISSIONS, FencingMiddleware

SOMETHING_OF_EACH_KIND = [
    "/accounts/login/",
    "/nothing/of/that/name/",
    "/healthz",
    "/static/css/base.css",
    "/check/",
    "/api/openapi.json",
]


@pytest.mark.parametrize("address", SOMETHING_OF_EACH_KIND)
def test_every_answer_is_fenced(cast, client, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == PERMISSIONS


def test_pages_keep_their_own_policy_and_say_no_more_to_other_sites(cast, client):
    page = client.get("/accounts/login/")
    policy = dict(part.strip().partition(" ")[::2]
                  for part in page["Content-Security-Policy"].split(";"))  # fmt: skip
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["X-Frame-Options"] == "DENY"


def test_only_what_is_open_to_every_site_may_be_put_into_another(cast, client):
    answer = client.get("/check/answer.json", {"address": "https://example.com/somebody"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    client.force_login(cast.hana)
    assert "Access-Control-Allow-Origin" not in client.get("/")


def test_a_policy_of_its_own_is_kept_and_whatever_has_none_gets_one():
    def view(request):
        own = {"Content-Security-Policy": "sandbox"} if request.path == "/own" else {}
        return HttpResponse("x", headers=own)

    fenced = FencingMiddleware(view)
    assert fenced(RequestFactory().get("/own"))["Content-Security-Policy"] == "sandbox"
    assert fenced(RequestFactory().get("/"))["Content-Security-Policy"] == ALONE


def test_nobody_has_a_request_sent_back(cast, client):
    answer = client.trace("/accounts/login/", headers={"X-Secret": "planted"})
    assert answer.status_code == 405
    assert b"planted" not in answer.content
    assert answer["Content-Security-Policy"] == ALONE


def test_the_fence_stands_around_everything_else():
    assert settings.MIDDLEWARE[0] == "district_portal.ui.fencing.FencingMiddleware"


def test_what_is_said_once_waits_in_a_cookie_of_our_name(cast, client):
    client.force_login(cast.hana)
    client.post("/accounts/by-mail/")
    client.post("/accounts/by-mail/")
    assert "messages" not in client.cookies
