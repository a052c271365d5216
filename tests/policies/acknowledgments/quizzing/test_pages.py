from __future__ import annotations

import pytest
from django.urls import reverse

from district_portal.district.current import today
from policies.acknowledgments.models import Attempt, CheckQuestion
from policies.acknowledgments.paper import recording
from policies.acknowledgments.quizzing import writing
from tests.factories.acknowledgments import codes, cost, required, sign_in, signed
from tests.factories.policies import published
from tests.factories.questions import ANSWERS, answered, questioned
from tests.policies.acknowledgments.paper.conftest import scanned
from tests.standing import standing

pytestmark = pytest.mark.django_db
PAGE = "/policies/529/v1/questions/"


@standing
def version(cast):
    version = published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])
    required(version)
    return version


@pytest.fixture
def polly(client, cast, version):
    return sign_in(client, cast.polly)


def filled(version, **other) -> dict[str, str]:
    """The form of a question, filled in."""
    return {
        "text": "What comes before you post?",
        "answer_1": "Ask first",
        "answer_2": "Post at once",
        "answer_3": "",
        "answer_4": "Wait a week",
        "answer_5": "",
        "right": "0",
        "clause": version.clauses.get(path="2").key,
        **other,
    }


def read(client, page=PAGE) -> str:
    return client.get(page).content.decode()


def test_without_questions_the_page_says_what_they_are_for(polly):
    text = read(polly)
    assert "No questions yet" in text
    assert f'href="{PAGE}new/"' in text


def test_a_question_is_written(polly, cast, version):
    answer = polly.post(f"{PAGE}new/", filled(version))
    assert answer.url == PAGE
    question = CheckQuestion.objects.get()
    assert question.answers == ["Ask first", "Post at once", "Wait a week"]
    assert (question.right, question.clause.path, question.created_by) == (0, "2", cast.polly)
    text = read(polly)
    assert "The question is asked of everyone" in text
    assert "Nobody has answered yet: you can change it as it stands." in text


def test_the_right_answer_is_found_behind_a_gap(polly, version):
    polly.post(f"{PAGE}new/", filled(version, right="3"))
    assert CheckQuestion.objects.get().right == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": ""}, "Write the question"),
        ({"answer_1": " "}, "Write a first answer"),
        ({"answer_2": ""}, "Write a second answer"),
        ({"answer_4": "ask  FIRST"}, "This answer stands there already: write another one"),
        ({"right": ""}, "Choose which answer is right"),
        ({"right": "2"}, "Choose an answer that you have written"),
        ({"clause": ""}, "Choose the clause that says it"),
    ],
)
def test_each_mistake_has_its_own_message(polly, version, wrong, message):
    text = polly.post(f"{PAGE}new/", filled(version, **wrong)).content.decode()
    assert text.count(message) == 2, "above the heading, and beside the field"
    assert "This field is required" not in text
    assert not CheckQuestion.objects.exists()


@pytest.mark.parametrize("clause", ["nothere", "1", "\x00"])
def test_a_clause_that_is_not_there_can_not_be_chosen(polly, version, clause):
    assert polly.post(f"{PAGE}new/", filled(version, clause=clause)).status_code == 200
    assert not CheckQuestion.objects.exists()


def test_a_heading_says_nothing_and_can_not_be_chosen(polly, cast):
    clauses = [{"kind": "heading", "level": 1, "text": "On phones"}, "Phones sleep in class."]
    published("540", "Phones", clauses=clauses)
    text = read(polly, "/policies/540/v1/questions/new/")
    assert "Phones sleep in class." in text
    assert "On phones" not in text


def test_the_eleventh_keeps_what_was_typed(polly, version):
    for number in range(10):
        questioned(version, f"Question {number}?")
    assert "Ten questions are the limit." in read(polly)
    text = polly.post(f"{PAGE}new/", filled(version)).content.decode()
    assert "A version has at most 10 questions." in text
    assert "What comes before you post?" in text


def test_a_question_nobody_answered_is_changed(polly, version):
    question = questioned(version)
    page = f"/check-questions/{question.pk}/change/"
    assert 'value="Post at once"' in read(polly, page)
    assert polly.post(page, filled(version, text="And now?")).url == PAGE
    assert CheckQuestion.objects.get().text == "And now?"


def test_one_that_was_answered_says_so_and_is_kept(polly, cast, version):
    question = questioned(version)
    answered(cast.lou, question, 1)
    page = f"/check-questions/{question.pk}/change/"
    assert "People have answered this question" in read(polly, page)
    polly.post(page, filled(version, text="And now?"))
    rows = CheckQuestion.objects.values_list("text", "ended_by__given_name")
    assert set(rows) == {("What comes first?", "Polly"), ("And now?", None)}
    text = read(polly)
    assert "1 question that is no longer asked" in text
    assert "another took its place" in text
    assert polly.post(page, filled(version, text="Once more?"), follow=True).redirect_chain


def test_an_old_page_does_not_undo_what_somebody_else_changed(polly, version):
    question = questioned(version)
    page = f"/check-questions/{question.pk}/change/"
    seen = polly.get(page).context["form"].initial["seen"]
    writing.change(
        question, by=None, text="Theirs?", answers=ANSWERS, right=1, clause=question.clause
    )
    told = filled(version, text=question.text, answer_3="Wait a week", answer_4="", seen=seen)
    text = polly.post(page, told).content.decode()
    assert "Somebody changed this question while your page was open." in text
    assert CheckQuestion.objects.get().text == "Theirs?"


def test_questions_are_put_in_order_ended_and_asked_again(polly, version):
    first, second = questioned(version, "First?"), questioned(version, "Second?")
    polly.post(f"/check-questions/{second.pk}/move/1/")
    text = read(polly)
    assert text.index("Second?") < text.index("First?")
    assert polly.post(f"/check-questions/{first.pk}/end/").url == PAGE
    assert "1 question that is no longer asked" in read(polly)
    polly.post(f"/check-questions/{first.pk}/again/")
    live = version.check_questions.filter(ended_at=None).order_by("order")
    assert [question.text for question in live] == ["Second?", "First?"]


def test_the_preview_checks_answers_and_keeps_nothing(polly, version):
    question = questioned(version)
    text = polly.post(f"{PAGE}preview/", {f"q{question.pk}": "1"}).content.decode()
    assert "That is not what clause 2 says." in text
    text = polly.post(f"{PAGE}preview/", {f"q{question.pk}": "0"}).content.decode()
    assert "You have answered the question." in text
    assert not Attempt.objects.exists()


def test_a_preview_without_questions_has_nothing_to_try_out(polly, version):
    text = read(polly, f"{PAGE}preview/")
    assert "People read, tick and sign." in text
    assert "Try it out" not in text
    questioned(version)
    assert "Try it out" in read(polly, f"{PAGE}preview/")


def test_numbers_show_once_five_have_answered_and_never_who(polly, cast, version):
    question = questioned(version)
    people = [cast.lou, cast.val, cast.gus, cast.theo, cast.pat]
    for person in people[:4]:
        answered(person, question, 1, 0)
    text = read(polly)
    assert "Numbers show here once 5 people have answered" in text
    answered(people[4], question, 0)
    text = read(polly)
    assert "1 of 5 people got it right at once." in text
    assert "May be unclear" in text
    assert not [person for person in people if str(person) in text]


def test_who_reads_the_clause_instead_is_counted(polly, cast, version):
    question = questioned(version)
    for person in (cast.lou, cast.val, cast.gus, cast.theo):
        answered(person, question, 0)
    answered(cast.pat, question, 1, 2, None)
    text = read(polly)
    assert "4 of 5 people got it right at once. 1 went on by reading the clause." in text
    assert "May be unclear" not in text


def test_what_waits_after_a_revision_is_taken_over_or_left_out(polly, cast, version):
    questioned(version, "Kind?", path="1")
    first, other = questioned(version, "First?"), questioned(version, "And then?")
    newer = published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask Pat first."])
    page = "/policies/529/v2/questions/"
    text = read(polly, page)
    assert text.count("Clause changed") == 2
    assert "Check questions" in read(polly, "/policies/529/")
    assert f'href="{page}"' in read(polly, "/policies/529/")
    take = f"{page}new/{first.pk}/"
    assert "Ask first." in read(polly, take), "what the clause said is there to compare"
    assert polly.post(take, filled(newer, text="Whom first?")).url == page
    assert polly.post(take, filled(newer, text="Who is it?"), follow=True).status_code == 200
    assert polly.post(f"/check-questions/{other.pk}/end/").url == page
    live = newer.check_questions.filter(ended_at=None).order_by("order")
    assert [question.text for question in live] == ["Kind?", "Whom first?"]
    assert "From the versions before" not in read(polly, page)
    assert "This version is no longer signed" in read(polly)


def test_a_question_of_another_policy_is_not_taken_over(polly, cast, version):
    other = questioned(published("511", "Conduct"))
    assert polly.get(f"{PAGE}new/{other.pk}/").status_code == 404


def test_the_publish_page_tells_what_becomes_of_the_questions(polly, version):
    questioned(version, "Kind?", path="1")
    questioned(version, "First?")
    draft = polly.post("/policies/529/revise/").url
    text = read(polly, f"{draft}publish/")
    assert "2 questions go over to the new version: their clauses read the same." in text


def test_paper_asks_no_questions_and_the_receipt_says_so(polly, client, cast, version):
    questioned(version)
    [code] = codes(version.policy.requirements.get(), cast.lou, by=cast.hana)
    [signature] = recording.record([code], by=cast.hana, signed_on=today(), scan=scanned())
    text = read(sign_in(client, cast.lou), reverse("acknowledgments:receipt", args=[signature.pk]))
    assert "This version has 1 question to answer before signing. On paper it is not asked." in text


@pytest.mark.thorough
def test_the_page_costs_no_more_queries_the_more_there_is(polly, cast, version):
    answered(cast.lou, questioned(version), 1)
    few = cost(polly, PAGE)
    for number in range(6):
        question = questioned(version, f"Question {number}?")
        answered(cast.lou, question, 1)
        answered(cast.gus, question, 1, 2, None)
    writing.end(CheckQuestion.objects.first(), by=cast.polly)
    assert cost(polly, PAGE) == few
    answered_all = version.check_questions.filter(ended_at=None)
    for question in answered_all:
        answered(cast.lou, question, 0)
    signed(cast.lou, version)
    assert cost(polly, PAGE) == few
