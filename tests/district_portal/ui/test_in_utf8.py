"""Whatever encoding a form says that it has: it is read, and in UTF-8."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import PASSWORD
from tests.forms.typing import BOUNDARY, multipart, urlencoded

CHARSETS = ["utf-8", "hex", "idna", "punycode", "rot13", "utf-16", "unknown"]
FORM = f"multipart/form-data; boundary={BOUNDARY}"
PLAIN = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(("kind", "written"), [(FORM, multipart), (PLAIN, urlencoded)])
def test_a_form_is_read_whatever_encoding_it_says(cast, charset, kind, written):
    client = Client(enforce_csrf_checks=True)
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
    client.force_login(cast.ada)
    typed = [("q", "Nguyễn")]
    kind = f"{PLAIN}; charset=latin-1"
    answer = client.generic("POST", "/accounts/login/", urlencoded(typed), content_type=kind)
    assert answer.wsgi_request.POST["q"] == "Nguyễn"
