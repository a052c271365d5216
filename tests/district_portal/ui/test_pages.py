from __future__ import annotations

import errno
import re

import pytest
from django.db import OperationalError
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from psycopg2.errors import DiskFull

from district_portal.ui import views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district_set_up")]

GUIDE = ["/styleguide/", "/styleguide/form/", "/styleguide/task/"]


@pytest.mark.parametrize("address", GUIDE)
def test_the_style_guide_is_there_for_developers_only(client, settings, address):
    assert client.get(address).status_code == 404
    settings.DEBUG = True
    assert client.get(address).status_code == 200


def test_anyone_may_read_about_accessibility(client):
    answer = client.get("/accessibility/")
    assert answer.status_code == 200
    assert "Web Content Accessibility Guidelines" in answer.text


def test_the_title_of_a_page_with_problems_begins_with_error(client, settings):
    settings.DEBUG = True
    assert "<title>Error: Ask for" in client.post("/styleguide/form/", {}).text


def test_an_address_that_leads_nowhere_is_explained_in_the_districts_name(client, cast):
    client.force_login(cast.lou)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert "Marlow Test District" in answer.text


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html", "no_room.html"])
def test_the_last_pages_stand_without_any_context(name):
    html = get_template(name).render()
    assert "What you can do" in html
    assert 'rel="stylesheet"' in html


def test_the_error_page_stands_without_the_list_of_static_files(settings, tmp_path):
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = tmp_path
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "/static/css/reset.css" in answer.text


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left"), OperationalError("no space left")]
)
def test_want_of_room_is_told_as_such(error):
    error.__cause__ = DiskFull() if isinstance(error, OperationalError) else None
    try:
        raise error
    except type(error):
        answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 503
    assert "The portal has no room left" in answer.text


def test_who_is_signed_in_may_sign_out_and_sees_whom_to_ask(client, cast):
    client.force_login(cast.lou)
    html = client.get("/accessibility/").text
    assert 'action="/accounts/logout/"' in html
    assert "Questions? Ask Pat Novak, your supervisor." in html


def test_the_demos_sign_ins_stand_in_a_table_by_role():
    lou = {"role": "Teacher", "name": "Lou Berg", "email": "lou@marlow.example", "password": "pw"}
    html = render_to_string("account/demo_signins.html", {"demo_signins": [lou]})
    assert re.search(r'role="rowheader">Teacher</th>', html)
    assert "<code>lou@marlow.example</code>" in html


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/signup/", "There is nothing to sign up for"),
        ("/accounts/inactive/", "This account is closed"),
        ("/accounts/password/reset/done/", "Look in your mailbox"),
        ("/accounts/password/reset/key/done/", "Your password is saved"),
    ],
)
def test_a_page_around_the_sign_in_says_where_you_stand(client, address, heading):
    assert f"<h1>{heading}</h1>" in client.get(address).text


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/accounts/logout/", "Sign out?"), ("/accounts/reauthenticate/", "Confirm that it is you")],
)
def test_a_page_for_those_who_are_signed_in_says_where_they_stand(client, cast, address, heading):
    client.force_login(cast.lou)
    assert f"<h1>{heading}</h1>" in client.get(address, follow=True).text


def test_who_never_chose_a_password_is_asked_to(client, cast):
    cast.lou.set_unusable_password()
    cast.lou.save()
    client.force_login(cast.lou)
    html = client.get("/accounts/password/change/", follow=True).text
    assert "<h1>Choose a password</h1>" in html


def test_a_form_that_was_open_too_long_is_explained(cast):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.lou)
    answer = careful.post("/accounts/logout/")
    assert answer.status_code == 403
    assert "This page was open too long" in answer.text


def test_a_page_that_is_refused_is_explained(rf, cast):
    request = rf.get("/")
    request.user = cast.lou
    assert "not open to you" in views.forbidden(request, PermissionError()).text
