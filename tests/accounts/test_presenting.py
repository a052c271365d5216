"""My profile: what a person settles about themselves, and where it shows."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils.html import strip_tags
from django.utils.http import urlencode

from accounts.models import Person
from district_portal import audit
from policies.acknowledgments import signing
from tests.factories.policies import published

pytestmark = pytest.mark.django_db

PROFILE = {"preferred_name": "", "phone": "", "reach": "", "appearance": "system"}


@pytest.fixture
def lou(cast, client):
    client.force_login(cast.lou)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def save(client, **changes):
    return client.post("/people/me/", {**PROFILE, **changes}, follow=True)


def test_a_preferred_name_stands_wherever_the_name_does(cast, lou):
    save(lou, preferred_name="Louise")
    person = Person.objects.get(pk=cast.lou.pk)
    assert (str(person), person.called) == ("Louise Berg", "Louise")
    assert person.full_name == "Louise Berg (Lou Berg)"
    assert person.sort_name == cast.lou.sort_name
    lou.force_login(cast.pat)
    assert "Berg, Louise (Lou)" in words(lou.get("/people/?q=louise"))


def test_the_roster_s_own_name_is_no_preferred_one(cast, lou):
    save(lou, preferred_name="Lou")
    assert Person.objects.get(pk=cast.lou.pk).preferred_name == ""
    assert not audit.events(act="people.presented").exists()


@pytest.mark.parametrize("typed", ["Amanda Berg", "mandy berg", "Mandy  Bérg"])
def test_either_name_is_right_when_one_signs(cast, typed):
    cast.lou.given_name, cast.lou.preferred_name = "Amanda", "Mandy"
    assert signing.name_matches(cast.lou, typed)
    assert not signing.name_matches(cast.lou, "Lou Berg")
    said = signing.statement(cast.lou, published("529", "Phones"))
    assert said.startswith("I, Mandy Berg (Amanda Berg), have read")


def test_contact_details_are_recorded_as_changed_without_what_they_say(cast, lou):
    save(lou, phone="715 555 0142", reach="Room 114", appearance="dark")
    event = audit.events(act="people.presented").get()
    assert event.after == {"appearance": "dark", "changed": ["phone", "reach"]}
    assert "555" not in str(event.before) + str(event.after)
    save(lou, phone="715 555 0142", reach="Room 114", appearance="dark")
    assert audit.events(act="people.presented").count() == 1


def test_the_browser_can_fill_in_what_it_knows_of_oneself(lou):
    sign_in = Client().get("/accounts/login/").text
    assert re.search(r'name="login"[^>]*autocomplete="(email|username)"', sign_in)
    assert re.search(r'name="password"[^>]*autocomplete="current-password"', sign_in)
    assert re.search(r'name="phone"[^>]*autocomplete="work tel"', lou.get("/people/me/").text)


def test_those_who_may_see_my_page_see_how_to_reach_me(cast, lou):
    save(lou, phone="715 555 0142", reach="Room 114")
    lou.force_login(cast.pat)
    seen = words(lou.get(f"/people/{cast.lou.pk}/"))
    assert "715 555 0142" in seen
    assert "Room 114" in seen
    lou.force_login(cast.gus)
    assert lou.get(f"/people/{cast.lou.pk}/").status_code == 404


@pytest.mark.parametrize(("field", "value"), [("preferred_name", "<b>"), ("phone", "1\x002")])
def test_what_would_break_a_mail_is_refused_beside_its_field(lou, field, value):
    assert "Leave out line breaks" in words(save(lou, **{field: value}))


@pytest.mark.parametrize(
    ("appearance", "marks"),
    [
        ("system", ['<html lang="en">', 'content="light dark"']),
        ("dark", ['data-appearance="dark"', 'name="color-scheme" content="dark"']),
        ("light", ['data-appearance="light"', 'name="color-scheme" content="light"']),
    ],
)
def test_the_page_comes_in_the_appearance_that_was_chosen(lou, appearance, marks):
    page = save(lou, appearance=appearance).content.decode()
    assert all(mark in page for mark in marks)


def test_dark_by_choice_is_as_dark_as_by_the_device():
    css = (configured.BASE_DIR / Path("static/css/tokens.css")).read_text()
    _start, by_device, by_choice = re.split(r"prefers-color-scheme: dark|\"dark\"\] \{", css)
    tokens = [re.findall(r"(--[\w-]+): ([^;]+);", part) for part in (by_device, by_choice)]
    assert tokens[0] == tokens[1]
    assert len(tokens[0]) > 20


def test_one_language_is_not_offered_and_two_are(lou, settings):
    assert 'name="language"' in lou.get("/people/me/").content.decode()
    settings.LANGUAGES = [("en", "English")]
    assert 'name="language"' not in lou.get("/people/me/").content.decode()


def test_pages_and_mails_follow_the_language_that_was_chosen(lou, cast):
    answer = save(lou, language="es")
    assert Person.objects.get(pk=cast.lou.pk).language == "es"
    assert '<html lang="es"' in answer.text
    assert save(lou, language="en").headers["Content-Language"] == "en"


def test_who_has_chosen_none_is_spoken_with_as_the_browser_asks(lou):
    asks = {"headers": {"accept-language": "es-MX, es;q=0.9"}}
    assert '<html lang="es"' in lou.get("/people/me/", **asks).text
    assert '<html lang="en"' in lou.get("/people/me/", headers={"accept-language": "tlh"}).text
    save(lou, language="en")
    assert '<html lang="en"' in lou.get("/people/me/", **asks).text


def test_a_guest_chooses_and_the_browser_remembers(client, cast):
    page = client.get("/accounts/login/?next=/policies/")
    assert 'href="/language/?next=%2Faccounts%2Flogin%2F%3Fnext%3D%2Fpolicies%2F"' in page.text
    answer = client.post("/language/?next=/accounts/login/", {"language": "es"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    page = client.get("/accounts/login/")
    assert '<html lang="es"' in page.text
    assert "Cookie" in page["Vary"]
    client.force_login(cast.lou)
    assert '<html lang="es"' in client.get("/people/me/").text
    assert Person.objects.get(pk=cast.lou.pk).language == ""


def test_a_choice_while_signed_in_is_kept_with_the_person(lou, cast):
    for _again in range(2):
        lou.post("/language/?next=/people/me/", {"language": "es"})
    assert Person.objects.get(pk=cast.lou.pk).language == "es"
    event = audit.events(act="people.presented").get()
    assert event.after == {"language": "es", "changed": []}
    elsewhere = Client()
    elsewhere.force_login(cast.lou)
    assert '<html lang="es"' in elsewhere.get("/people/me/").text


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_choice_never_leads_to_another_site(client, away):
    answer = client.post(f"/language/?{urlencode({'next': away})}", {"language": "es"})
    assert answer["Location"] == "/"


def test_a_language_that_is_not_offered_changes_nothing(lou, cast):
    assert lou.post("/language/", {"language": "tlh"}).status_code == 200
    assert "django_language" not in lou.get("/language/").cookies
    assert Person.objects.get(pk=cast.lou.pk).language == ""


def test_in_another_language_it_is_said_which_text_applies(lou):
    said = "the language in which they were adopted"
    assert said not in lou.get("/language/").text
    lou.post("/language/", {"language": "es"})
    assert "el idioma en que fueron adoptadas" in lou.get("/language/").text


def test_human_resources_choose_the_language_of_somebody_who_does_not(cast, client):
    page = f"/people/{cast.gus.pk}/language/"
    client.force_login(cast.gus)
    assert client.get(page).status_code == 404
    client.force_login(cast.hana)
    assert "English" in words(client.get(f"/people/{cast.gus.pk}/"))
    assert 'value="tlh"' not in client.get(page).text
    assert client.post(page, {"language": "tlh"}).status_code == 200
    answer = client.post(page, {"language": "es"}, follow=True)
    assert "Pages and mails come in that language from now on." in words(answer)
    client.post(page, {"language": "es"})
    assert Person.objects.get(pk=cast.gus.pk).language == "es"
    event = audit.events(act="people.spoken_with").get()
    assert (event.actor, event.after) == ("Hana Sato", {"language": "es"})
    assert client.get(f"/people/{cast.hana.pk}/language/").status_code == 404
