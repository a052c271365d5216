"""Whatever encoding a form says that it has: it is read, and in UTF-8."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from district_portal.ui.in_utf8 import in_utf8
from tests.cast import PASSWORD
from tests.forms.typing import BOUNDARY, multipart, urlencoded

CHARSETS = ["utf-8", "hex", "idna", "punycode", "rot13", "utf-16", "unknown"]
FORM = f"multipart/form-data; boundary={BOUNDARY}"
PLAIN = "application/x-www-form-urlencoded"


def as_served(client):
    """A browser at the portal as wsgi.py has it."""
    client.handler = in_utf8(client.handler)
    return client


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(("kind", "written"), [(FORM, multipart), (PLAIN, urlencoded)])
def test_a_form_is_read_whatever_encoding_it_says(cast, charset, kind, written):
    client = as_served(Client(enforce_csrf_checks=True))
    page = client.get("/accounts/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    typed = [
        ("csrfmiddlewaretoken", token),
        ("login", "lou@marlow.example"),
        ("password", PASSWORD),
    ]
    kind = f"{kind}; charset={charset}"
    answer = client.generic("POST", "/accounts/login/", written(typed), content_type=kind)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/")


def test_it_is_read_in_utf_8(cast, client):
    as_served(client).force_login(cast.ada)
    typed = [("q", "Nguyễn")]
    kind = f"{PLAIN}; charset=latin-1"
    answer = client.generic("POST", "/accounts/login/", urlencoded(typed), content_type=kind)
    assert answer.wsgi_request.POST["q"] == "Nguyễn"


@pytest.mark.parametrize("charset", CHARSETS)
def test_nor_does_it_harm_what_stands_in_the_address(cast, client, charset):
    kind = f"text/plain; charset={charset}"
    answer = as_served(client).generic("POST", "/accounts/login/?next=/a", b"", content_type=kind)
    assert answer.status_code == 200
    assert answer.wsgi_request.GET["next"] == "/a"


@pytest.mark.parametrize(
    "kind",
    ["text/plain; a*=unknown''%41", "text/plain; charset*=utf-8''hex", "a/b; charset", ";", ""],
)
def test_a_kind_that_makes_no_sense_is_none(cast, client, kind):
    answer = as_served(client).generic("POST", "/accounts/login/?a=b", b"x", content_type=kind)
    assert answer.status_code == 200


def test_whatever_parts_a_form_in_two_still_does(cast, client):
    boundary = 'a b";charset=hex'
    body = multipart([("login", "@")]).replace(BOUNDARY.encode(), boundary.encode())
    said = boundary.replace('"', '\\"')
    answer = as_served(client).generic(
        "POST",
        "/accounts/login/",
        body,
        content_type=f'multipart/form-data; charset=hex; boundary="{said}"',
    )
    assert answer.wsgi_request.POST["login"] == "@"
