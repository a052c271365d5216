"""The shared device, as a browser sees it: nobody signed in, and nothing left behind."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_portal import mailing
from policies.acknowledgments.kiosk import ending, opening
from policies.acknowledgments.models import Assignment, Signature, Slip
from policies.acknowledgments.paper import coding
from policies.acknowledgments.views import at_kiosk
from tests.factories.acknowledgments import required
from tests.factories.meetings import PIN, codes, opened
from tests.factories.policies import published
from tests.factories.questions import marks, questioned
from tests.standing import standing

pytestmark = pytest.mark.django_db
START, PIN_PAGE = reverse("acknowledgments:kiosk"), reverse("acknowledgments:kiosk_pin")
LIST = reverse("acknowledgments:kiosk_list")


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def device(client, code):
    return opened(client, code)


@standing
def page(cast, requirement):
    pk = requirement.assignments.get(person=cast.gus).pk
    return reverse("acknowledgments:kiosk_sign", args=[pk])


def later(monkeypatch, **passed):
    now = timezone.now() + dt.timedelta(**passed)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_the_sign_in_page_leads_here(client, cast):
    assert f'href="{START}"' in client.get(reverse("account_login")).text


def test_a_code_a_pin_and_a_signature(client, cast, code, page, version):
    answer = client.post(START, {"code": code.lower()})
    assert answer.url == PIN_PAGE
    asked = client.get(PIN_PAGE)
    assert "Hello Gus" in asked.text
    assert "de la Cruz" not in asked.text
    assert client.post(PIN_PAGE, {"pin": PIN, "again": PIN}).url == LIST
    assert "Staff Use of Social Media" in client.get(LIST).text
    assert (
        "read Policy 529" in client.get(page).text
        or "have read policy 529" in client.get(page).text
    )
    answer = client.post(page, {"agree": "on", "typed_name": "Gus de la Cruz"}, follow=True)
    signature = Signature.objects.get()
    assert signature.receipt in answer.text
    assert signature.method == "kiosk"
    assert signature.person == cast.gus
    assert signature.slip == Slip.objects.get()
    assert signature.pin == opening.pin_of(cast.gus)
    assert signature.opened_at is not None
    assert mailing.history(cast.gus).filter(name="signed").count() == 1


def test_the_square_on_the_slip_opens_the_same(client, cast, code):
    answer = client.get(reverse("acknowledgments:kiosk_code", args=[code]))
    assert answer.url == PIN_PAGE
    assert "Hello Gus" in client.get(PIN_PAGE).text


def test_a_box_without_a_tick_signs_nothing(device, page):
    assert "Tick the box" in device.post(page, {"typed_name": "Gus de la Cruz"}).text
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("12345", "12345", "A PIN has six digits"),
        ("123456", "123456", "easily guessed"),
        (PIN, "739104", "The two PINs differ"),
        ("", "", "Choose a PIN"),
    ],
)
def test_what_is_wrong_with_a_pin_stands_beside_it(client, code, pin, again, said):
    client.post(START, {"code": code})
    assert said in client.post(PIN_PAGE, {"pin": pin, "again": again}).text
    assert Slip.objects.get().used_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Type the code"), ("529", "No code looks like this"), (None, "No slip has this code")],
)
def test_what_is_wrong_with_a_code_stands_beside_it(client, code, typed, said):
    typed = coding.fresh() if typed is None else typed
    assert said in client.post(START, {"code": typed}).text


def test_who_guesses_codes_waits_and_reads_for_how_long(client, code):
    for _guess in range(5):
        client.post(START, {"code": coding.fresh()})
    answer = client.post(START, {"code": code})
    assert answer.status_code == 429
    assert "Too many wrong codes were typed. Wait" in answer.text


def test_who_guesses_pins_waits_and_reads_for_how_long(client, cast, held, device):
    device.post(reverse("acknowledgments:kiosk_finish"))
    device.post(START, {"code": codes(held, cast.gus, by=cast.hana)[0]})
    for _guess in range(5):
        assert "This is not your PIN" in device.post(PIN_PAGE, {"pin": "739104"}).text
    answer = device.post(PIN_PAGE, {"pin": PIN})
    assert answer.status_code == 429
    assert "Too many wrong PINs. Wait" in answer.text


def test_it_is_no_sign_in(device, cast):
    assert "_auth_user_id" not in device.session
    for address in ("/", "/people/me/", reverse("acknowledgments:receipts"), "/meetings/"):
        answer = device.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_other_people_s_tasks_are_not_there(device, cast, requirement):
    lous = requirement.assignments.get(person=cast.lou)
    assert device.get(reverse("acknowledgments:kiosk_sign", args=[lous.pk])).status_code == 404
    assert device.post(reverse("acknowledgments:kiosk_sign", args=[lous.pk])).status_code == 404


def test_finished_leaves_nothing(device, page):
    assert device.get(page).status_code == 200
    device.post(reverse("acknowledgments:kiosk_finish"))
    for address in (page, LIST, PIN_PAGE):
        assert device.get(address).url == START
    assert "Gus" not in device.get(START).text


def test_no_page_is_kept_by_the_browser(device, client, page):
    for address in (page, LIST, reverse("acknowledgments:kiosk_stay")):
        assert "no-store" in device.get(address)["Cache-Control"]
    assert "no-store" in Client().get(START)["Cache-Control"]


def test_after_some_minutes_of_nothing_it_is_ended(device, page, monkeypatch):
    later(monkeypatch, seconds=at_kiosk.IDLE + 1)
    answer = device.post(page, {"agree": "on", "typed_name": "Gus de la Cruz"}, follow=True)
    assert "Nobody used this device" in answer.text
    assert not Signature.objects.exists()


def test_being_there_goes_on_where_one_was(device, page, monkeypatch):
    device.get(page)
    later(monkeypatch, seconds=at_kiosk.IDLE - 10)
    stay = reverse("acknowledgments:kiosk_stay")
    assert "Are you still there?" in device.get(stay).text
    assert device.post(stay).url == page
    later(monkeypatch, seconds=at_kiosk.IDLE - 10)
    assert device.get(page).status_code == 200


def test_a_script_says_quietly_that_somebody_is_there(device, page, monkeypatch):
    stay = reverse("acknowledgments:kiosk_stay")
    assert device.post(stay, {"quietly": "yes"}).status_code == 204
    later(monkeypatch, seconds=at_kiosk.IDLE + 1)
    assert device.post(stay, {"quietly": "yes"}).url == START


def test_to_be_asked_is_not_to_be_there(device, page, monkeypatch):
    device.get(page)
    later(monkeypatch, seconds=at_kiosk.IDLE - 10)
    device.get(reverse("acknowledgments:kiosk_stay"))
    later(monkeypatch, seconds=20)
    assert device.get(page).url == START


def test_a_pin_of_long_ago_is_asked_again_and_nothing_is_lost(device, page, monkeypatch):
    for _look in range(8):
        device.get(page)
        later(monkeypatch, seconds=at_kiosk.IDLE - 10)
    answer = device.post(page, {"agree": "on", "typed_name": "Gus de la Cruz"})
    assert answer.url == reverse("acknowledgments:kiosk_again")
    assert not Signature.objects.exists()
    assert "This is not your PIN" in device.post(answer.url, {"pin": "739104"}).text
    assert device.post(answer.url, {"pin": PIN}).url == page
    assert 'value="Gus de la Cruz"' in device.get(page).text


def test_a_used_code_opens_no_second_device(device, code):
    answer = Client().post(START, {"code": code})
    assert "This code was used before" in answer.text


def test_two_devices_that_both_ask_for_the_pin_open_once(client, code):
    other = Client()
    client.post(START, {"code": code})
    other.post(START, {"code": code})
    assert client.post(PIN_PAGE, {"pin": PIN, "again": PIN}).url == LIST
    answer = other.post(PIN_PAGE, {"pin": PIN, "again": PIN}, follow=True)
    assert "This is not your PIN" not in answer.text
    assert "This code was used before" in answer.text
    assert other.get(LIST).url == START


def test_who_left_goes_on_with_nothing(device, cast, page):
    type(cast.gus).objects.filter(pk=cast.gus.pk).update(is_active=False)
    assert device.post(page, {"agree": "on", "typed_name": "Gus"}).url == START
    assert not Signature.objects.exists()


def test_an_ended_meeting_stops_whoever_is_at_it(device, cast, held, page):
    ending.end(held, by=cast.hana)
    assert "This was ended" in device.get(page, follow=True).text


def test_a_stale_page_signs_nothing(device, cast, page):
    device.get(page)
    published("529", "Staff Use of Social Media", asks_again="everyone")
    answer = device.post(page, {"agree": "on", "typed_name": "Gus de la Cruz"}, follow=True)
    assert "You need not sign this any more" in answer.text
    assert not Signature.objects.exists()


def test_the_same_page_sent_twice_signs_once(device, page):
    for _click in range(2):
        device.post(page, {"agree": "on", "typed_name": "Gus de la Cruz"})
    assert Signature.objects.count() == 1


def test_the_next_code_takes_the_device_over(device, cast, held):
    [lous] = codes(held, cast.lou, by=cast.hana)
    device.get(reverse("acknowledgments:kiosk_code", args=[lous]))
    assert "Hello Lou" in device.get(PIN_PAGE).text
    assert device.get(LIST).url == START


def test_who_is_signed_in_is_asked_to_sign_out_first(client, cast, code):
    client.force_login(cast.hana)
    assert "Sign out first" in client.get(START).text
    assert "Sign out first" in client.get(reverse("acknowledgments:kiosk_code", args=[code])).text
    assert client.post(PIN_PAGE, {"pin": PIN}).url == START
    assert client.get(LIST).url == START


def test_nothing_leads_away_from_the_text(device, cast, version, page):
    required(published("540", "Phones", clauses=["See policy 529."]), people=[cast.gus])
    other = Assignment.objects.open().get(person=cast.gus, version__code="540")
    text = device.get(reverse("acknowledgments:kiosk_sign", args=[other.pk])).text
    assert "/policies/529" not in text.replace("/kiosk/policies/", "")


def answer(person, question, chosen):
    """What the page sends for one question."""
    seen = marks(person, question.version)[question.pk]
    return {f"q{question.pk}": str(chosen), f"m{question.pk}": seen}


def test_questions_before_signing_are_asked_here_too(device, cast, version, page):
    question = questioned(version, "May you?")
    text = device.get(page).text
    assert "May you?" in text
    assert "Answer the questions above first" in text
    told = {"agree": "on", "typed_name": "Gus de la Cruz"}
    assert device.post(page, told).url.endswith("#check")
    assert not Signature.objects.exists()
    check = reverse("acknowledgments:kiosk_answer", args=[page.rstrip("/").rpartition("/")[2]])
    assert "What clause" in device.post(check, answer(cast.gus, question, 1)).text
    assert device.post(check, answer(cast.gus, question, 0)).url == f"{page}#sign"
    device.post(page, told)
    assert Signature.objects.get().method == "kiosk"


def test_the_device_speaks_another_language_until_its_person_has_finished(client, code):
    chosen = client.post(f"/language/?next={START}", {"language": "es"})
    assert chosen.url == START
    device = opened(client, code)
    page = device.get(LIST)
    assert '<html lang="es">' in page.text
    assert 'value="en" lang="en">English</button>' in page.text
    device.post(reverse("acknowledgments:kiosk_finish"))
    assert '<html lang="en">' in device.get(START).text


def test_a_device_that_was_left_alone_speaks_its_own_language_again(client, code, monkeypatch):
    client.post(f"/language/?next={START}", {"language": "es"})
    device = opened(client, code)
    later(monkeypatch, seconds=at_kiosk.IDLE + 1)
    page = device.get(START, follow=True)
    assert page.redirect_chain
    assert '<html lang="en">' in page.text


def test_who_is_signed_in_is_not_offered_the_device_s_languages(client, cast):
    client.force_login(cast.gus)
    assert "kiosk-languages" not in client.get(START).text
