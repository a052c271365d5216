"""The pages: the open one for everybody, and those of the people who deal with the cases."""

from __future__ import annotations

import io
import uuid
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from PIL import Image

from approvals.impostors import capturing
from approvals.impostors.models import Act, Capture, Impostor, Report
from approvals.impostors.views import public
from approvals.registry.models import Account
from tests.district_portal.setup.pictures import picture
from tests.factories import approvals
from tests.factories.district import set_up
from tests.factories.impostors import FAKE, What, reported, stepped, warned_of
from tests.standing import standing

ADDRESS = "/check/report/"


def words(page):
    return " ".join(strip_tags(page.text).split())


def shot(name="shot.png", content=None):
    return SimpleUploadedFile(name, content or picture(), content_type="text/html")


def send(client, **changes):
    form = {"address": FAKE, "saw": "It asks for money.", **changes}
    return client.post(ADDRESS, {name: value for name, value in form.items() if value is not None})


@standing
def _platforms(cast):
    approvals.enter_presets()


def test_a_guest_reports_with_files_and_gets_the_same_answer_as_the_first(band, client):
    page = client.get(ADDRESS, {"address": FAKE})
    assert page["X-Robots-Tag"] == "noindex"
    assert page.context["form"]["address"].value() == FAKE
    first = send(client, captures=[shot(), shot("page.png", picture(size=(50, 50)))])
    again = send(client, saw="Me too.")
    assert (
        (first.status_code, first.url)
        == (again.status_code, again.url)
        == (302, "/check/report/thanks/")
    )
    assert "Your report is with us" in client.get(first.url).text
    impostor = Impostor.objects.get()
    assert (impostor.reports.count(), impostor.captures.count()) == (2, 2)
    assert client.get(ADDRESS, {"address": FAKE}).text.count("asks for money") == 0


def test_who_only_looked_is_led_to_the_report(band, client):
    set_up(contact_email="office@marlow.example")
    for text in ("@northsldeband", "@elsewhere"):
        page = client.get("/check/", {"address": text})
        assert "/check/report/?address=%40" in page.text
        assert "office@marlow.example" in page.text
    assert "/check/report/" in client.get("/check/").text


@pytest.mark.usefixtures("_platforms")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": ""}, "Paste its link, or type its handle"),
        ({"address": "two words"}, "Leave no space inside the handle or link"),
        ({"address": "@northsldeband"}, "Choose where you saw it, or paste the whole link"),
        ({"saw": " "}, "Say what you saw"),
        ({"captures": shot("a.png", b"<html>")}, "is no PNG, JPEG or PDF file"),
        ({"captures": [shot(f"{n}.png") for n in range(4)]}, "Choose at most 3 files"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(client, changes, said):
    page = send(client, **changes)
    assert page.status_code == 200
    assert said in words(page)
    assert not Impostor.objects.exists()
    if "saw" not in changes:
        assert "It asks for money." in page.text
    if "captures" in changes:
        assert "Choose your files again" in page.text


def test_what_is_ours_is_refused_by_name_only_while_it_is_active(band, client):
    assert "This is ours: Northside Band" in words(send(client, address=band.address))
    Account.objects.update(state="suspended")
    page = words(send(client, address=band.address))
    assert "This is ours, but it doesn’t speak for us now." in page
    assert "Northside Band" not in page
    assert not Impostor.objects.exists()


@pytest.mark.usefixtures("_platforms")
def test_a_program_that_fills_in_everything_reports_nothing(client):
    assert send(client, website="https://spam.example").url == "/check/report/thanks/"
    assert not Report.objects.exists()


@pytest.mark.usefixtures("_platforms")
def test_a_form_without_the_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.get(ADDRESS)
    assert send(strict).status_code == 403
    assert not Report.objects.exists()
    token = strict.cookies["portal_csrf"].value
    assert send(strict, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.usefixtures("_platforms")
def test_a_stranger_may_send_pictures_larger_than_other_forms_but_not_without_end(
    client, monkeypatch
):
    raw = io.BytesIO()
    Image.effect_noise((1500, 1200), 90).convert("RGB").save(raw, "PNG")
    assert len(raw.getvalue()) > 1024 * 1024
    assert send(client, captures=shot("large.png", raw.getvalue())).status_code == 302
    assert Capture.objects.count() == 1
    monkeypatch.setattr(public, "LARGEST", 1000)
    for guest in (client, Client(enforce_csrf_checks=True)):
        guest.get(ADDRESS)
        refused = send(guest, captures=shot("large.png", raw.getvalue()))
        assert refused.status_code == 413
        assert "The files were too large" in refused.text
    assert Report.objects.count() == 1


@pytest.mark.usefixtures("_platforms")
def test_who_reports_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(public, "MOST", 2)
    for _time in range(2):
        assert send(client).status_code == 302
    refused = send(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert Report.objects.count() == 2
    assert client.get(ADDRESS).status_code == 200


def test_the_public_check_warns_and_leads_to_the_real_one(band, cast, client):
    impostor = warned_of(by=cast.tom)
    page = client.get("/check/", {"address": FAKE})
    assert "No. This is not ours" in words(page)
    assert "We reported it to Instagram" in words(page)
    assert "Northside Band" in words(page)
    assert "asks for money" not in page.text
    answer = client.get("/check/answer.json", {"address": FAKE}).json()
    assert answer["verdict"] == "impostor"
    assert [row["address"] for row in answer["warnings"]] == ["instagram.com/northsldeband"]
    plain = client.get("/check/")
    assert "instagram.com/northsldeband" in words(plain)
    assert 'href="https://www.instagram.com/northsldeband' not in page.text + plain.text
    stepped(What.REMOVED, impostor, by=cast.ada)
    assert "northsldeband" not in client.get("/check/").text
    assert "only looks like" in words(client.get("/check/", {"address": FAKE}))


def test_before_the_platform_was_told_nothing_else_is_claimed(band, cast, client):
    stepped(What.WARNED, reported(), by=cast.tom)
    page = words(client.get("/check/", {"address": FAKE}))
    assert "looking into it" in page
    assert "reported it" not in page


def test_the_check_costs_one_statement_more_for_any_number_of_warnings(band, cast, client):
    with CaptureQueriesContext(connection) as none:
        client.get("/check/")
    for number in range(12):
        stepped(What.WARNED, reported(f"https://instagram.com/fake{number}"), by=cast.tom)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/check/")
    assert len(page.context["warnings"]) == 10
    assert len(many) == len(none)


def test_a_case_is_seen_by_those_who_deal_with_it_alone(band, cast, client):
    impostor = reported(captures=[("a.png", picture())])
    file = f"/impostors/captures/{impostor.captures.get().pk}/"
    for who, status in ((cast.tom, 200), (cast.ada, 200), (cast.lou, 404), (cast.polly, 404)):
        client.force_login(who)
        pages = ["/impostors/", impostor.get_absolute_url(), file, f"{file}take-away/"]
        assert {client.get(page).status_code for page in pages} == {status}
    client.force_login(cast.tom)
    kept = client.get(file)
    assert kept["Content-Disposition"].startswith("attachment; filename=")
    assert (kept["Content-Type"], kept["X-Content-Type-Options"]) == ("image/png", "nosniff")
    page = client.get(impostor.get_absolute_url())
    assert "It says that it is our band" in words(page)
    assert "Looks like oursNorthside Band" in words(page)
    assert f'href="{impostor.address}"' not in page.text


def test_each_step_by_its_page(band, cast, client):
    impostor = reported()
    client.force_login(cast.tom)
    page = f"{impostor.get_absolute_url()}told_platform/"
    assert "Number of the report" in words(client.get(page))
    assert "not in the future" in words(client.post(page, {"day": "2150-01-01"}))
    assert client.post(page, {"day": "2024-05-01", "number": "CASE-77"}).status_code == 302
    case = words(client.get(impostor.get_absolute_url()))
    assert "number CASE-77" in case
    assert "Say why, or what you found" in words(
        client.post(f"{impostor.get_absolute_url()}removed/", {"text": ""})
    )
    client.post(f"{impostor.get_absolute_url()}removed/", {"text": "Gone since Monday."})
    assert "Gone since Monday." in words(client.get(impostor.get_absolute_url()))
    late = client.get(f"{impostor.get_absolute_url()}refused/", follow=True)
    assert "This can’t be done now" in words(late)
    assert client.get(f"{impostor.get_absolute_url()}opened/").status_code == 404
    assert client.get(f"{impostor.get_absolute_url()}nothing/").status_code == 404


def test_a_website_is_reported_to_its_host_and_what_is_gone_asks_for_no_picture_of_it(
    band, cast, client
):
    client.force_login(cast.tom)
    website = reported("https://fake-marlow.example.net")
    page = words(client.get(website.get_absolute_url()))
    assert "We reported it to its host or registrar" in page
    assert "We reported it to the platform" not in page
    assert "Before it is gone" in page
    stepped(What.REMOVED, website, by=cast.tom)
    page = words(client.get(website.get_absolute_url()))
    assert "What it showed, with its address." in page
    assert "Before it is gone" not in page


def test_who_was_slower_reads_who_was_faster_and_may_go_on(band, cast, client):
    impostor = reported()
    client.force_login(cast.tom)
    page = f"{impostor.get_absolute_url()}not_impostor/"
    seen = client.get(page).context["form"]["seen"].value()
    stepped(What.TOLD_PLATFORM, impostor, by=cast.ada)
    answer = client.post(page, {"text": "A fan page.", "seen": seen})
    assert "Ada Lindqvist has gone on meanwhile" in words(answer)
    assert "A fan page." in answer.text
    newer = answer.context["form"]["seen"].value()
    assert client.post(page, {"text": "A fan page.", "seen": newer}).status_code == 302
    impostor.refresh_from_db()
    assert impostor.state == "not_impostor"


def test_captures_are_added_and_taken_away_by_their_pages(band, cast, client):
    impostor = reported()
    client.force_login(cast.tom)
    page = f"{impostor.get_absolute_url()}captures/"
    assert "Choose at least one file" in words(client.post(page, {"text": "x"}))
    assert client.post(page, {"captures": shot(), "text": "First page"}).status_code == 302
    kept = Capture.objects.get()
    away = f"/impostors/captures/{kept.pk}/take-away/"
    assert "Say why it is taken away" in words(client.post(away, {"reason": ""}))
    assert client.post(away, {"reason": "A child."}).status_code == 302
    assert client.get(f"/impostors/captures/{kept.pk}/").status_code == 404
    assert client.get(away).status_code == 302
    assert "Taken away by Tom Reyes: A child." in words(client.get(impostor.get_absolute_url()))


def test_the_list_is_filtered_and_says_when_it_is_empty(band, cast, client):
    client.force_login(cast.tom)
    assert "Nobody has reported an impostor" in client.get("/impostors/").text
    warned_of(by=cast.ada)
    reported("https://fake-marlow.example.net")
    listed = {
        "": ("northsldeband", "fake-marlow"),
        "?state=reported": ("northsldeband",),
        "?warning=off": ("fake-marlow",),
        "?words=4711": ("northsldeband",),
        "?words=https://www.instagram.com/north": ("northsldeband",),
        "?words=zebra": (),
        "?state=nonsense": ("northsldeband", "fake-marlow"),
    }
    for query, expected in listed.items():
        page = client.get(f"/impostors/{query}").text
        found = [name for name in ("northsldeband", "fake-marlow") if name in page]
        assert tuple(found) == expected, query
    assert "No case matches" in client.get("/impostors/?words=zebra").text


def test_a_new_case_is_a_task_of_those_who_deal_with_it(band, cast, client):
    impostor = reported()
    for who, is_told in ((cast.tom, True), (cast.ada, True), (cast.lou, False)):
        client.force_login(who)
        page = words(client.get("/"))
        assert ("Look at @northsldeband, Instagram" in page) == is_told
        assert ('href="/impostors/"' in client.get("/registry/").text) == is_told
    stepped(What.TOLD_PLATFORM, impostor, by=cast.tom)
    client.force_login(cast.tom)
    assert "northsldeband" not in client.get("/").text
    Impostor.objects.update(changed_at="2024-01-01T12:00Z")
    page = words(client.get("/"))
    assert "Ask the platform about @northsldeband" in page
    assert "My tasks 1" in page


@pytest.mark.thorough
def test_the_pages_cost_the_same_for_few_and_for_many(band, cast, client):
    client.force_login(cast.ada)
    impostor = reported(captures=[("a.png", picture())])
    pages = ("/impostors/", impostor.get_absolute_url())
    few = [_cost(client, page) for page in pages]
    for number in range(8):
        reported(captures=[("a.png", picture(size=(30, 30 + number)))])
        reported(f"https://instagram.com/fake{number}")
        stepped(What.NOTED, impostor, by=cast.tom, text=f"Note {number}")
    assert [_cost(client, page) for page in pages] == few
    assert max(few) <= 12
    assert Act.objects.filter(impostor=impostor).count() == 9


def _cost(client, page):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_a_form_sent_again_for_another_address_is_another_report(cast, client):
    approvals.enter_presets()
    once = str(uuid.uuid4())
    for handle in ("northsldeband", "marlow_fake"):
        address = f"https://www.instagram.com/{handle}"
        typed = {"address": address, "saw": "It asks for money.", "once": once}
        assert client.post("/check/report/", typed).status_code == 302
        assert client.post("/check/report/", typed).status_code == 302
    assert [case.reports.count() for case in Impostor.objects.all()] == [1, 1]


@pytest.mark.parametrize("at", range(20, 120, 7))
def test_a_picture_with_broken_facts_is_kept_or_refused(at):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[274] = 6
    exif[271] = "A phone"
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif.tobytes())
    content = bytearray(file.getvalue())
    content[at : at + 4] = b"\xff\xfe\x00\x07"
    with suppress(capturing.CaptureError):
        capturing.read(bytes(content), name="a.jpg")


def test_what_is_ours_by_now_is_not_among_the_warnings(cast, client):
    approvals.enter_presets()
    warned_of("https://www.instagram.com/northsideband", by=cast.tom)
    assert "These are not ours" in client.get("/check/").text
    approvals.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )
    assert "These are not ours" not in client.get("/check/").text
