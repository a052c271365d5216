"""What the judge of forms is there to find is found."""

from __future__ import annotations

import sys

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from accounts.models import Place
from district_portal import urls as portal
from tests.forms.finding import Shown, Visitors
from tests.forms.judging import judged
from tests.forms.typing import File, Sent, multipart, urlencoded

FORM = "application/x-www-form-urlencoded"


@login_not_required
def fails_on_nul(request):
    if "\0" in request.POST["name"]:
        raise ValueError("a NUL")
    return HttpResponse("Taken")


@login_not_required
def half_taken(request):
    Place.objects.create(name=request.POST["name"], kind="school")
    return HttpResponse("Wrong", status=400)


@login_not_required
def taken_back(request):
    with transaction.atomic():
        Place.objects.create(name=request.POST["name"], kind="school")
        transaction.set_rollback(True)
    return HttpResponse("Wrong", status=400)


@login_not_required
def shown_again(request):
    Place.objects.create(name=request.POST["name"], kind="school")
    return HttpResponse("<div data-error-summary>Wrong</div>")


@login_not_required
def taken(request):
    Place.objects.create(name=request.POST["name"], kind="school")
    return HttpResponse("Taken")


urlpatterns = [
    *portal.urlpatterns,
    path("fails/", fails_on_nul),
    path("half/", half_taken),
    path("back/", taken_back),
    path("again/", shown_again),
    path("taken/", taken),
]


@pytest.mark.parametrize(
    ("where", "typed", "found"),
    [
        ("/fails/", "a", (200, "")),
        ("/fails/", "a\0", (500, "500: ValueError: a NUL")),
        ("/half/", "a", (400, "400, and yet written to ['accounts_place']")),
        ("/back/", "a", (400, "")),
        ("/again/", "a", (200, "200, and yet written to ['accounts_place']")),
        ("/taken/", "a", (200, "")),
    ],
)
def test_a_failure_and_a_form_half_taken_are_told(cast, settings, where, typed, found):
    settings.ROOT_URLCONF = sys.modules[__name__]
    form = Shown("any", "POST", {"name": [""]}, at={"lou": where})
    sent = Sent("lou", FORM, urlencoded([("name", typed)]))
    assert judged(Visitors(cast), form, sent) == found


def test_what_is_sent_is_what_was_meant():
    assert urlencoded([("a", "\ud800&"), ("b", "\0")]) == b"a=%ED%A0%80%26&b=%00"
    body = multipart([("f", File("a\0.txt", b"x"))])
    assert b'name="f"; filename="a\0.txt"\r\nContent-Type: application/octet-stream' in body
