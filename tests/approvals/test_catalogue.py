"""Platforms that may be asked for, need a closer look, or are barred; an exemption lifts it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from approvals import catalogue, kinds
from approvals.models import Platform, Request
from district_portal import audit
from tests.factories import approvals as factory
from tests.factories import exemptions
from tests.standing import standing


@standing
def tiktok(cast):
    factory.enter_presets()
    return Platform.objects.get(slug="tiktok")


def change(platform, by, **changes):
    platform.refresh_from_db()
    fields = {"standing": "allowed", "why": "", "barred_at": [], "minimum_age": 13, **changes}
    return catalogue.change(platform, by=by, seen=platform.changed_at, **fields)


def form(cast, who="lou", place="northside", **changes):
    request = Request(kind="account", requester=getattr(cast, who))
    typed = factory.typed(
        manager=cast.hana, place=getattr(cast, place), platform="tiktok", handle="@reads", **changes
    )
    request.draft = {"details": typed}
    return kinds.details_form(request, check=True)


def test_what_is_barred_can_not_be_asked_for(cast, tiktok):
    assert form(cast).is_valid()
    change(tiktok, cast.tom, standing="barred", why="State law bars it.")
    assert form(cast).errors["platform"] == [
        "TikTok is not allowed here. State law bars it. Ask for an exemption first."
    ]


def test_it_can_be_barred_at_some_places_alone(cast, tiktok):
    change(tiktok, cast.tom, barred_at=[cast.northside], why="Not for younger students.")
    assert "platform" in form(cast).errors
    assert form(cast, place="transportation").is_valid()


def test_an_exemption_lifts_it_for_its_holder(cast, tiktok):
    exemptions.granted(cast.lou, deciders=[cast.ada, cast.tom], place=cast.northside)
    change(tiktok, cast.tom, standing="barred", why="State law bars it.")
    assert form(cast).is_valid()
    assert "platform" in form(cast, who="gus").errors


def test_a_closer_look_is_told_to_who_decides(cast, tiktok):
    change(tiktok, cast.tom, standing="ask", why="Ask for the archive.")
    request = factory.sent(
        cast.lou, manager=cast.hana, place=cast.northside, platform="tiktok", handle="@reads"
    )
    doubts = kinds.kind_of(request).doubts(request.submissions.get().answers, request)
    assert "TikTok needs a closer look: Ask for the archive." in doubts


@pytest.mark.parametrize("changes", [{"standing": "barred"}, {"standing": "ask"}, {"barred_at": 1}])
def test_what_is_not_simply_allowed_is_explained(cast, tiktok, changes):
    if "barred_at" in changes:
        changes = {"barred_at": [cast.northside]}
    with pytest.raises(catalogue.ReasonMissingError):
        change(tiktok, cast.tom, **changes)


def test_the_database_wants_a_reason_too(tiktok):
    with pytest.raises(IntegrityError), transaction.atomic():
        Platform.objects.filter(pk=tiktok.pk).update(standing="barred", why="")


def test_saving_twice_is_once_and_a_stale_page_is_refused(cast, tiktok):
    seen = tiktok.changed_at
    fields = {"standing": "barred", "why": "State law.", "barred_at": [], "minimum_age": 13}
    catalogue.change(tiktok, by=cast.tom, seen=seen, **fields)
    catalogue.change(tiktok, by=cast.tom, seen=seen, **fields)
    assert audit.events(act="platforms.changed").count() == 1
    with pytest.raises(catalogue.PlatformChangedError):
        catalogue.change(tiktok, by=cast.ada, seen=seen, **{**fields, "why": "Another."})


def test_the_pages_show_and_change_it(cast, tiktok, client):
    client.force_login(cast.tom)
    assert "Allowed" in client.get("/requests/platforms/").text
    address = f"/requests/platforms/{tiktok.pk}/"
    typed = {"seen": tiktok.changed_at.isoformat(), "standing": "barred", "why": " "}
    assert "Say why: whoever asks for it reads it" in client.post(address, typed).text
    page = client.post(address, {**typed, "why": "State law."}, follow=True)
    assert "Not allowed" in page.text
    page = client.post(address, {**typed, "why": "Another."}, follow=True)
    assert "was changed in the meantime" in page.text


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-13-45T00:00", "2026-01-01T00:00:00"])
def test_a_page_that_no_browser_sends_is_told_so(cast, tiktok, client, seen):
    client.force_login(cast.tom)
    page = client.post(f"/requests/platforms/{tiktok.pk}/", {"seen": seen, "standing": "allowed"})
    assert page.status_code == 200
    assert not audit.events(act="platforms.changed").exists()
