"""What changed is read by keyboard, side by side, on a phone, and then signed."""

from __future__ import annotations

import pytest

from tests.cast import PASSWORD
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_browser, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
INTRODUCTION = {
    "kind": "para",
    "text": "Words about a school reach further than the person who writes them, and stay longer.",
}
ASK = "Ask the supervisor before an account is opened in the name of the school."
ANSWER = "Write as the school would speak, and answer within two school days."
PARENTS = "Whoever writes to a student copies a parent, and says in the first line who they are."
PICTURES = "Pictures of students are shown only where both parents have agreed in writing."
CLOSING = "An account that nobody looks after for a year is closed by the technology coordinator."
OPINION = "Say that the opinion is your own, and not that of the school or of the board."
SECRETS = "Keep what students confide to you to yourself."
ROOMS = [
    f"Rule {n} of the house speaks of room {n}, its keys and its windows." for n in range(1, 7)
]


def heading(text):
    return {"kind": "heading", "level": 1, "text": text}


def numbered(*texts):
    return [(f"{number}.", text) for number, text in enumerate(texts, start=1)]


FIRST = [
    INTRODUCTION,
    heading("On the district’s accounts"),
    *numbered(ASK, ANSWER, f"{PARENTS} {PICTURES}", CLOSING, *ROOMS),
    heading("On one’s own accounts"),
    ("a.", OPINION),
    ("b.", SECRETS),
]
SECOND = [
    INTRODUCTION,
    heading("On the district’s accounts"),
    *numbered(ASK, ANSWER, PARENTS, PICTURES, *ROOMS, CLOSING),
    heading("On one’s own accounts"),
    ("a.", OPINION),
    ("b.", SECRETS),
]
THIRD = [
    INTRODUCTION,
    heading("On the district’s accounts"),
    *numbered(
        ASK.replace("the supervisor", "the supervisor, in writing,"),
        ANSWER.replace("two school days", "a week"),
        "Two people look after each account.",
        PARENTS,
        PICTURES,
        *ROOMS,
        CLOSING,
    ),
    heading("On one’s own accounts"),
    ("a.", OPINION),
]


@pytest.fixture(scope="module")
def browser():
    with open_browser() as browser:
        yield browser


@pytest.fixture
def versions(cast):
    title = "Staff Use of Social Media"
    return [
        published("529", title, clauses=FIRST, by=cast.polly),
        published(
            "529", title, clauses=SECOND, by=cast.polly, revision="minor", summary="In other order."
        ),
        published(
            "529", title, clauses=THIRD, by=cast.ada, summary="Two people look after each account."
        ),
    ]


def sign_in(page, address, person):
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    leads_on(page.get_by_role("button", name="Sign in"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_redline_is_read_and_turned(browser, live_server, cast, versions, script):
    with open_page(browser, script=script) as page:
        sign_in(page, live_server.url, cast.lou)
        page.goto(f"{live_server.url}/policies/529/v3/changes/v1/")
        check_page(page, "changes")
        leads_on(page.get_by_role("link", name="Side by side"))
        check_page(page, "changes-side")
        leads_on(page.get_by_role("link", name="Show the whole text"))
        check_page(page, "changes-side-whole")
        leads_on(page.get_by_role("link", name="In one text"))
        leads_on(page.get_by_role("link", name="Show numbers, spaces and quotes"))
        check_page(page, "changes-whole-noise")
        page.get_by_label("Earlier version").select_option("2")
        leads_on(page.get_by_role("button", name="Compare"))
        assert page.url.endswith("/policies/529/v3/changes/v2/")
        check_page(page, "changes-from-second")
