"""A teacher asks about a clause before signing; the principal answers and hands on; it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from policies.acknowledgments.models import Assignment
from policies.questions.models import Question
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
ASKED = "Does this hold for the account of our band, which parents run?"
ANSWER = "No. What parents run is theirs, and says so."


@pytest.fixture
def version(cast):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    required(version)
    return version


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_a_clause_that_is_unclear_to_an_answer_for_everybody(
    browser, live_server, cast, version, script
):
    with open_page(browser, width=390, script=script) as lou:
        sign_in(lou, live_server.url, cast.lou)
        ask_before_signing(lou, script=script)
        with open_page(browser, script=script) as pat:
            sign_in(pat, live_server.url, cast.pat)
            answer(pat)
            hand_on(pat)
        read_and_ask_further(lou, live_server.url)
        with open_page(browser, script=script) as polly:
            sign_in(polly, live_server.url, cast.polly)
            answer_for_everybody(polly, live_server.url)
        lou.goto(f"{live_server.url}/policies/529/")
        lou.get_by_text("Asked before:").click()
        expect(lou.get_by_text("Whoever runs an account")).to_be_visible()
        check_page(lou, "asked-before")
    assert Assignment.objects.get(person=cast.lou).ended_at is None
    assert Question.objects.get(kind="question").state == "closed"


def ask_before_signing(page, *, script):
    leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
    check_page(page, "ask-where-one-signs")
    clause = page.locator(".clause", has_text="Ask the supervisor before")
    leads_on(clause.get_by_role("link", name="Ask about"))
    expect(page.get_by_label("What is it about?")).to_contain_text("Ask the supervisor before")
    chosen = page.get_by_label("What is it about?").locator("option:checked").inner_text()
    assert "Ask the supervisor before" in chosen
    page.go_back()
    leads_on(page.get_by_role("link", name="I have a question"))
    expect(page.get_by_text("Your task stays open")).to_be_visible()
    option = page.get_by_label("What is it about?").locator("option", has_text="Ask the super")
    page.get_by_label("What is it about?").select_option(option.get_attribute("value"))
    leads_on(page.get_by_role("button", name="Send the question"))
    expect(page.get_by_text("Write what you want to know").first).to_be_visible()
    check_page(page, "ask-error")
    page.get_by_label("Your question").fill(ASKED)
    leads_on(page.get_by_role("button", name="Send the question"))
    expect(page.get_by_text("Your task to sign stays open")).to_be_visible()
    leads_on(page.get_by_role("link", name="Sign on paper"))
    check_page(page, "ask-paper")
    leads_on(page.get_by_role("button", name="Ask for the sheet"))
    expect(page.get_by_role("link", name="Your sheet to sign 529 on paper")).to_be_visible()
    check_page(page, "ask-sent")


def answer(page):
    check_page(page, "questions-tasks")
    leads_on(page.get_by_role("link", name="Lou Berg asks about 529, clause 3"))
    check_page(page, "question-open")
    page.get_by_label("Your answer").fill(ANSWER)
    leads_on(page.get_by_role("button", name="Send the answer"))
    expect(page.get_by_text("Your answer is sent to Lou Berg.")).to_be_visible()
    check_page(page, "question-answered")


def hand_on(page):
    leads_on(page.get_by_role("link", name="Hand it on"))
    leads_on(page.get_by_role("button", name="Hand it on"))
    check_page(page, "question-hand-on-error")
    page.get_by_label("Polly Hart").check()
    page.get_by_label("Note").fill("Please look whether the text should say so.")
    leads_on(page.get_by_role("button", name="Hand it on"))
    expect(page.get_by_text("It is with Polly Hart now.")).to_be_visible()
    page.goto(page.url.split("/questions/")[0] + "/questions/")
    check_page(page, "questions-list")


def read_and_ask_further(page, address):
    page.goto(f"{address}/")
    check_page(page, "questions-waiting")
    leads_on(page.get_by_role("link", name="Question about 529, clause 3"))
    expect(page.get_by_text("Pat Novak handed it on to Polly Hart")).to_be_visible()
    page.get_by_label("What else do you want to know?").fill("And who tells the parents?")
    leads_on(page.get_by_role("button", name="Send", exact=True))
    check_page(page, "question-further")


def answer_for_everybody(page, address):
    page.goto(f"{address}/policies/529/")
    check_page(page, "policy-with-questions")
    leads_on(page.get_by_role("link", name="All that was asked about it"))
    check_page(page, "questions-of-policy")
    leads_on(page.get_by_role("link", name="529, clause 3"))
    page.get_by_label("Your answer").fill("The principal tells them.")
    leads_on(page.get_by_role("button", name="Send the answer"))
    leads_on(page.get_by_role("link", name="Publish the answer"))
    check_page(page, "question-publish")
    page.get_by_label("The question, in your own words").fill("Does it hold for parents?")
    page.get_by_label("The answer").fill("Whoever runs an account for the school asks first.")
    leads_on(page.get_by_role("button", name="Publish it"))
    leads_on(page.get_by_role("button", name="Close it"))
    check_page(page, "question-published")
    leads_on(page.get_by_role("link", name="Withdraw it"))
    check_page(page, "question-withdraw")
