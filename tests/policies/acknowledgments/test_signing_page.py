from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from policies.acknowledgments import requiring
from policies.acknowledgments.models import Assignment, Signature
from tests.cast import PASSWORD
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
SIGNED = {"agree": "on", "typed_name": "Lou Berg"}


@standing
def version(cast):
    version = published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])
    required(version)
    return version


@standing
def page(cast, version) -> str:
    """The address at which Lou signs."""
    return reverse("acknowledgments:sign", args=[version.assignments.get(person=cast.lou).pk])


def test_the_page_shows_the_text_the_statement_and_what_is_kept(client, cast, version, page):
    answer = sign_in(client, cast.lou).get(page)
    text = answer.content.decode()
    assert "Ask first." in text
    assert "I, Lou Berg, have read policy 529, Staff Use of Social Media, version 1," in text
    assert "Sign policy 529" in text
    assert version.sha256[:12] in text
    assert 'aria-describedby="statement"' in text
    assert not Signature.objects.exists(), "nothing is acknowledged by opening"


def test_signing_leads_to_the_receipt(client, cast, version, page):
    sign_in(client, cast.lou).get(page)
    answer = client.post(page, SIGNED, headers={"User-Agent": "Firefox"}, follow=True)
    signature = Signature.objects.get()
    assert answer.redirect_chain == [(f"/receipts/{signature.pk}/", 302)]
    assert signature.receipt in answer.content.decode()
    assert (signature.address, signature.browser) == ("127.0.0.1", "Firefox")
    assert signature.signed_in_at <= signature.opened_at <= signature.signed_at


def test_who_has_signed_is_led_to_the_receipt(client, cast, version, page):
    signature = signed(cast.lou, version)
    assert sign_in(client, cast.lou).get(page).url == f"/receipts/{signature.pk}/"
    assert client.post(page, SIGNED).url == f"/receipts/{signature.pk}/"
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("agree", "Tick the box if you have read this version and agree"),
        ("typed_name", "Type your name"),
    ],
)
def test_each_missing_answer_has_its_own_message(client, cast, page, missing, message):
    answers = {name: value for name, value in SIGNED.items() if name != missing}
    text = sign_in(client, cast.lou).post(page, answers).content.decode()
    assert text.count(message) == 2, "above the heading, and beside the field"
    assert "This field is required" not in text
    assert not Signature.objects.exists()


def test_a_name_of_spaces_is_no_name(client, cast, page):
    answer = sign_in(client, cast.lou).post(page, {**SIGNED, "typed_name": "   "})
    assert "Type your name" in answer.content.decode()


def test_an_old_sign_in_is_asked_for_the_password_and_nothing_is_lost(client, cast, page):
    sign_in(client, cast.lou, minutes_ago=31)
    assert client.get(page).status_code == 200, "reading needs no password"
    asked = client.post(page, {**SIGNED, "typed_name": "lou berg"})
    assert asked.url == f"/accounts/reauthenticate/?next={page.replace('/', '%2F')}%23sign"
    assert not Signature.objects.exists()
    back = client.post(asked.url, {"password": PASSWORD})
    assert back.url == f"{page}#sign"
    text = client.get(page).content.decode()
    assert 'value="lou berg"' in text
    assert "checked" in text
    assert "Nothing was lost" in text
    client.post(page, {**SIGNED, "typed_name": "lou berg"})
    signature = Signature.objects.get()
    assert timezone.now() - signature.signed_in_at < dt.timedelta(minutes=1)
    assert signature.opened_at < signature.signed_in_at


def test_a_session_without_any_known_sign_in_is_asked_for_the_password(client, cast, page):
    client.force_login(cast.lou)
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert client.post(page, SIGNED).url.startswith("/accounts/reauthenticate/")


def test_a_lapsed_sign_in_comes_back_to_the_page_with_what_was_typed(client, cast, page):
    asked = client.post(page, SIGNED)
    assert asked.url == f"/accounts/login/?next={page}"
    back = client.post(asked.url, {"login": cast.lou.email, "password": PASSWORD})
    assert back.url == page
    assert 'value="Lou Berg"' in client.get(page).content.decode()


def test_only_who_is_asked_may_open_the_page(client, cast, page):
    for person in cast.people().values():
        if person.is_active:
            expected = 200 if person == cast.lou else 404
            assert sign_in(client, person).get(page).status_code == expected, person
            if person != cast.lou:
                assert client.post(page, SIGNED).status_code == 404, person
    assert not Signature.objects.exists()


def test_a_replaced_version_leads_to_the_new_one(client, cast, version, page):
    sign_in(client, cast.lou).get(page)
    newer = published("529", "Staff Use of Social Media")
    answer = client.post(page, SIGNED)
    newer_page = reverse("acknowledgments:sign", args=[newer.assignments.get(person=cast.lou).pk])
    text = answer.content.decode()
    assert "Version 1 of Staff Use of Social Media was replaced by version 2" in text
    assert f'href="{newer_page}"' in text
    assert not Signature.objects.exists()


def test_what_is_no_longer_required_says_so(client, cast, version, page):
    requiring.end(version.assignments.first().requirement, by=cast.polly)
    text = sign_in(client, cast.lou).get(page).content.decode()
    assert "You need not sign this any more" in text


def test_who_signed_an_earlier_version_is_told(client, cast, version):
    signed(cast.lou, version)
    newer = published("529", "Staff Use of Social Media", summary="Clause 2 is shorter.")
    page = reverse("acknowledgments:sign", args=[newer.assignments.get(person=cast.lou).pk])
    text = sign_in(client, cast.lou).get(page).content.decode()
    assert "You signed version 1 on" in text
    assert "Clause 2 is shorter." in text


def test_what_changed_since_one_signed_comes_before_the_text(client, cast, version):
    signed(cast.lou, version)
    published("529", "Staff Use of Social Media", clauses=["Be very kind.", "Ask first."])
    clauses = ["Be very kind.", "Ask first.", "Answer at once."]
    newest = published("529", "Staff Use of Social Media", clauses=clauses)
    page = reverse("acknowledgments:sign", args=[newest.assignments.get(person=cast.lou).pk])
    text = sign_in(client, cast.lou).get(page).content.decode()
    order = [
        "What changed since you signed version 1",
        '<a href="#r1">Clause 1</a>: changed. Added “very”.',
        '<a href="#r3">Clause 3</a>: added.',
        'href="/policies/529/v3/changes/v1/"',
        "Changes, clause by clause",
        'id="r1"',
        "added:",
        "New clause",
        "The whole policy",
        'id="c1"',
        "Sign policy 529",
    ]
    places = [text.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_who_signed_and_signs_once_more_is_told_that_no_word_changed(client, cast, version, page):
    signed(cast.lou, version, at=timezone.now() - dt.timedelta(days=400))
    Assignment.objects.filter(person=cast.lou).update(ended_at=None, ended_why="", signature=None)
    text = sign_in(client, cast.lou).get(page).content.decode()
    assert "Not a word has changed" in text
    assert "What changed since" not in text


def test_a_replaced_version_shows_what_changed_in_the_new_one(client, cast, version, page):
    sign_in(client, cast.lou).get(page)
    published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask twice, then wait."])
    text = client.post(page, SIGNED).content.decode()
    assert "What changed from version 1 to version 2" in text
    assert '<a href="#c2">Clause 2</a>: changed.' in text
    assert 'href="/policies/529/v2/changes/v1/"' in text


def test_changes_cost_no_more_queries_the_more_there_are(client, cast, version):
    signed(cast.lou, version)
    sign_in(client, cast.lou)
    costs = []
    for count in (2, 30):
        clauses = [f"Rule number {n} of {count}, for all." for n in range(count)]
        newer = published("529", "Staff Use of Social Media", clauses=clauses)
        asked = newer.assignments.get(person=cast.lou)
        costs.append(cost(client, reverse("acknowledgments:sign", args=[asked.pk])))
    assert costs[0] == costs[1] <= 16


def test_a_long_text_costs_as_many_queries_as_a_short_one(client, cast, page):
    sign_in(client, cast.lou)
    short = cost(client, page)
    long = published("740", "Driving", clauses=[f"Clause {n}." for n in range(30)])
    required(long, people=[cast.lou])
    long_page = reverse("acknowledgments:sign", args=[long.assignments.get().pk])
    assert cost(client, long_page) == short
