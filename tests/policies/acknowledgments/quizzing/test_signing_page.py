from __future__ import annotations

import re

import pytest
from django.urls import reverse

from policies.acknowledgments.models import Attempt, Signature
from policies.acknowledgments.quizzing import writing
from tests.cast import PASSWORD
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.factories.questions import answered, marks, questioned
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


def sent(cast, question, answer, **more) -> dict:
    """What the page sends for one question, as it stands now."""
    seen = marks(cast.lou, question.version)[question.pk]
    return {f"q{question.pk}": str(answer), f"m{question.pk}": seen, **more}


def is_checked(text: str, field: str) -> bool:
    """Whether the box or circle with that id is ticked."""
    [tag] = [tag for tag in re.findall("<input[^>]*>", text) if f'id="{field}"' in tag]
    return " checked" in tag


def test_the_questions_stand_between_the_text_and_the_statement(client, cast, version, page):
    questioned(version, "What comes before you post?")
    text = sign_in(client, cast.lou).get(page).content.decode()
    order = ["Be kind.", "Check yourself", "<legend>What comes before you post?", "Post at once",
             "Check my answer", 'id="statement"', "Answer the questions above first"]  # fmt: skip
    places = [text.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert "Sign policy 529" not in text.split("</header>")[-1], "there is nothing to sign yet"


def test_without_questions_the_page_says_nothing_of_them(client, cast, version, page):
    assert "Check yourself" not in sign_in(client, cast.lou).get(page).content.decode()


def test_a_wrong_answer_shows_the_clause_and_asks_again(client, cast, version, page):
    question = questioned(version)
    answer = sign_in(client, cast.lou).post(f"{page}check/", sent(cast, question, 1))
    text = answer.content.decode()
    words = "That is not what clause 2 says. Read it below, and choose again."
    assert text.count(words) == 2, "above the heading, and beside the field"
    assert text.startswith("<!doctype html>")
    assert "<title>Error: " in text
    assert "What clause 2 says" in text
    assert 'href="#c2"' in text
    assert is_checked(text, f"id_q{question.pk}_1")
    assert "I have read clause 2" not in text
    again = client.get(page).content.decode()
    assert "What clause 2 says" in again, "also after coming back"


def test_the_right_answer_leads_on_to_the_statement(client, cast, version, page):
    question = questioned(version)
    answer = sign_in(client, cast.lou).post(f"{page}check/", sent(cast, question, 0))
    assert answer.url == f"{page}#sign"
    text = client.get(page).content.decode()
    assert "You have answered the question. Now you can sign." in text
    assert client.post(page, SIGNED).url == f"/receipts/{Signature.objects.get().pk}/"


def test_after_two_wrong_answers_the_clause_can_be_read_instead(client, cast, version, page):
    question = questioned(version)
    answered(cast.lou, question, 1, 2)
    assert "I have read clause 2, and go on" in sign_in(client, cast.lou).get(page).content.decode()
    told = sent(cast, question, "", **{f"r{question.pk}": "on"})
    assert client.post(f"{page}check/", told).url == f"{page}#sign"
    assert "Clause read" in client.get(page).content.decode()


def test_each_question_left_empty_is_named(client, cast, version, page):
    first, second = questioned(version), questioned(version, "And then?")
    answer = sign_in(client, cast.lou).post(f"{page}check/", sent(cast, first, 0))
    text = answer.content.decode()
    assert text.count("Choose an answer to question 2") == 2
    assert "Choose an answer to question 1" not in text
    assert Attempt.objects.get().question == first, "what was answered is kept"
    assert second.attempts.count() == 0


def test_a_post_made_by_hand_that_skips_the_questions_signs_nothing(client, cast, version, page):
    question = questioned(version)
    answer = sign_in(client, cast.lou).post(page, SIGNED)
    assert answer.url == f"{page}#check"
    assert not Signature.objects.exists()
    text = client.get(page).content.decode()
    assert "There are questions to answer before you sign." in text
    client.post(f"{page}check/", sent(cast, question, 0))
    text = client.get(page).content.decode()
    assert 'value="Lou Berg"' in text, "what was typed is kept"


def test_a_mistake_beside_open_questions_leads_to_the_questions(client, cast, version, page):
    questioned(version)
    answer = sign_in(client, cast.lou).post(page, {"typed_name": "Lou B."})
    assert answer.url == f"{page}#check"


@pytest.mark.parametrize("junk", ["x", "9", "99999999999999999999", "-1", "1.5", "٣"])
def test_junk_counts_as_no_answer(client, cast, version, page, junk):
    question = questioned(version)
    told = sent(cast, question, junk, **{f"r{question.pk}": "on"})
    answer = sign_in(client, cast.lou).post(f"{page}check/", told)
    assert "Choose an answer to question 1" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_questions_that_changed_while_the_page_was_open_are_told(client, cast, version, page):
    first, second = questioned(version), questioned(version, "And then?")
    sign_in(client, cast.lou)
    shown = client.get(page).context["check"].wording
    told = sent(cast, first, 0, shown=shown) | sent(cast, second, 0)
    writing.end(second, by=cast.polly)
    questioned(version, "Anything else?")
    text = client.post(f"{page}check/", told).content.decode()
    assert "The questions were changed while your page was open." in text
    assert "Anything else?" in text
    assert "And then?" not in text
    assert Attempt.objects.get().question == first


def test_answers_survive_a_lapsed_sign_in(client, cast, version, page):
    question = questioned(version)
    asked = client.post(f"{page}check/", sent(cast, question, 2))
    assert asked.url == f"/accounts/login/?next={page}check/"
    back = client.post(asked.url, {"login": cast.lou.email, "password": PASSWORD}, follow=True)
    assert back.redirect_chain[-1][0] == f"{page}#check"
    assert not Attempt.objects.exists()
    assert is_checked(back.content.decode(), f"id_q{question.pk}_2")


def test_only_who_signs_answers(client, cast, version, page):
    question = questioned(version)
    told = sent(cast, question, 0)
    for person in (cast.gus, cast.pat, cast.polly, cast.hana):
        assert sign_in(client, person).post(f"{page}check/", told).status_code == 404
    assert not Attempt.objects.exists()
    sign_in(client, cast.lou)
    answered(cast.lou, question, 0)
    signed(cast.lou, version)
    assert client.post(f"{page}check/", told, follow=True).status_code == 200
    assert Attempt.objects.count() == 1


def test_the_receipt_shows_the_attempts_to_those_who_may_see_them(client, cast, version, page):
    question = questioned(version, "What comes before you post?")
    answered(cast.lou, question, 1, 0)
    receipt = reverse("acknowledgments:receipt", args=[signed(cast.lou, version).pk])
    for person, expected in ((cast.lou, True), (cast.hana, True), (cast.otto, True)):
        text = sign_in(client, person).get(receipt).content.decode()
        assert ("Post at once" in text) == expected, person
    text = sign_in(client, cast.pat).get(receipt).content.decode()
    assert "Post at once" not in text, "supervisors see the signature, not the attempts"


@pytest.mark.thorough
def test_the_page_costs_no_more_queries_the_more_questions_and_attempts(client, cast, page):
    version = published("511", "Conduct")
    required(version, people=[cast.lou])
    page = reverse("acknowledgments:sign", args=[version.assignments.get(person=cast.lou).pk])
    sign_in(client, cast.lou)
    answered(cast.lou, questioned(version), 1)
    few = cost(client, page)
    for number in range(6):
        answered(cast.lou, questioned(version, f"Question {number}?"), 1, 2, 1)
    assert cost(client, page) == few
