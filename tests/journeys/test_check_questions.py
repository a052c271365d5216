"""Two questions are written and looked at; on a phone one is got wrong, read up, and signed."""

from __future__ import annotations

import pytest

from policies.acknowledgments.models import Attempt
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.factories.questions import questioned
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
PAGE = "/policies/529/v1/questions/"
FIRST = "You want a page for your class. What comes first?"
SECOND = "A student tells you a secret. Whom do you tell?"


@pytest.fixture
def version(cast):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    required(version)
    return version


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_question_to_the_signature(browser, live_server, cast, version, script):
    with open_page(browser, script=script) as polly:
        sign_in(polly, live_server.url, cast.polly)
        write_two(polly, live_server.url)
    with open_page(browser, width=390, script=script) as lou:
        sign_in(lou, live_server.url, cast.lou)
        answer_and_sign(lou, script=script)
    kept = Attempt.objects.order_by("pk").values_list("question__text", "answer")
    assert list(kept) == [(FIRST, 1), (SECOND, 0), (FIRST, 0)]


def write_two(page, address):
    page.goto(f"{address}/policies/529/")
    leads_on(page.get_by_role("link", name="Check questions on version 1"))
    check_page(page, "questions-none")
    leads_on(page.get_by_role("link", name="Write the first question"))
    check_page(page, "question-new")
    leads_on(page.get_by_role("button", name="Add the question"))
    check_page(page, "question-error")
    fill(page, FIRST, ["A written yes", "A page for parents", "Nothing"], clause="Ask the sup")
    leads_on(page.get_by_role("button", name="Add the question"))
    leads_on(page.get_by_role("link", name="Write a question"))
    fill(page, SECOND, ["Nobody", "The other teachers"], clause="Keep what")
    leads_on(page.get_by_role("button", name="Add the question"))
    check_page(page, "questions")
    leads_on(page.get_by_role("link", name="See them as people see them"))
    page.get_by_label("Nothing").check()
    leads_on(page.get_by_role("button", name="Check my answers"))
    check_page(page, "questions-preview")
    assert not Attempt.objects.exists()


def fill(page, text, answers, *, clause):
    page.get_by_label("Question", exact=True).fill(text)
    for number, answer in enumerate(answers, start=1):
        page.get_by_role("textbox", name=f"Answer {number}").fill(answer)
    page.get_by_role("radio", name="Answer 1").check()
    options = page.get_by_label("Clause that says it").locator("option")
    value = options.filter(has_text=clause).first.get_attribute("value")
    page.get_by_label("Clause that says it").select_option(value)


def answer_and_sign(page, *, script):
    leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
    check_page(page, "check")
    page.get_by_label("A page for parents").check()
    page.get_by_label("Nobody").check()
    leads_on(page.get_by_role("button", name="Check my answers"))
    check_page(page, "check-wrong")
    if script:
        focused = page.evaluate("document.activeElement.dataset.errorSummary !== undefined")
        assert focused, "the summary of errors is where one reads on"
    assert "Ask the supervisor" in page.locator("#check blockquote").inner_text()
    page.get_by_label("A written yes").check()
    leads_on(page.get_by_role("button", name="Check my answer"))
    assert page.url.endswith("#sign")
    check_page(page, "check-passed")
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your name").fill("Lou Berg")
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    check_page(page, "check-receipt")


def test_what_the_author_sees_after_a_revision(browser, live_server, cast, version):
    kept, changed = (version.clauses.get(text__startswith=words) for words in ("Ask", "Keep"))
    questioned(version, FIRST, clause=kept)
    questioned(version, SECOND, clause=changed)
    clauses = [*CLAUSES[:-1], ("b.", "Tell the counselor what students confide to you.")]
    published("529", "Staff Use of Social Media", clauses=clauses)
    with open_page(browser) as polly:
        sign_in(polly, live_server.url, cast.polly)
        polly.goto(f"{live_server.url}/policies/529/")
        leads_on(polly.get_by_role("link", name="Check questions on version 2"))
        check_page(polly, "questions-waiting")
        leads_on(polly.get_by_role("link", name="Check and take over"))
        check_page(polly, "question-take-over")
