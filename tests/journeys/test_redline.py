"""What changed is read by keyboard, side by side, on a phone, and then signed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from policies.drafts import drafting
from policies.models import Version
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

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


def test_the_redline_by_keyboard(browser, live_server, cast, versions):
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.lou)
        page.goto(f"{live_server.url}/policies/529/v3/changes/v1/")
        tab_to(page, "ol.changes li:last-child a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/#w3.2")
        assert page.locator("#w3\\.2").inner_text().startswith("b.")
        page.keyboard.press("Tab")
        tab_to(page, "details.folded summary", back=True)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Rule 3 of the house")).to_be_visible()
        tab_to(page, ".look a[href*='view=side']", back=True)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_by_role("columnheader", name="Version 1").is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_after_a_revision_one_reads_first_what_changed_and_signs(
    browser, live_server, cast, script
):
    title = "Staff Use of Social Media"
    required(published("529", title, clauses=FIRST))
    signed(cast.lou, Version.objects.get())
    published("529", title, clauses=SECOND, asks_again="nobody", summary="In other order.")
    third = published("529", title, clauses=THIRD, summary="Two people look after each account.")
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.lou)
        leads_on(page.locator("a[href^='/sign/']"))
        headings = page.locator("main h2").all_inner_texts()
        assert headings[:3] == [
            "What changed since you signed version 1",
            "Changes, clause by clause",
            "The whole policy",
        ]
        assert "in writing," in page.locator("ins").first.inner_text()
        check_page(page, "sign-changes")
        leads_on(page.get_by_role("link", name="See the changes in the whole text"))
        assert page.url.endswith("/policies/529/v3/changes/v1/")
        page.go_back()
        page.get_by_label("I have read this version").check()
        page.get_by_label("Your name").fill("Lou Berg")
        leads_on(page.get_by_role("button", name="Sign policy 529"))
        assert "/receipts/" in page.url
    assert third.assignments.get(person=cast.lou).ended_why == "signed"


def test_who_signs_too_late_is_shown_what_changed(browser, live_server, cast):
    title = "Staff Use of Social Media"
    first = published("529", title, clauses=FIRST)
    required(first)
    with open_page(browser, width=390) as page:
        sign_in(page, live_server.url, cast.lou)
        leads_on(page.get_by_role("link", name=title))
        published("529", title, clauses=THIRD)
        page.get_by_label("I have read this version").check()
        page.get_by_label("Your name").fill("Lou Berg")
        leads_on(page.get_by_role("button", name="Sign policy 529"))
        assert page.get_by_role("heading", name="What changed from version 1 to version 2").count()
        check_page(page, "sign-too-late")
        leads_on(page.get_by_role("link", name="Read and sign version 2"))


def test_a_draft_beside_the_version_in_force(browser, live_server, cast, versions):
    draft = drafting.revise(versions[2].policy, by=cast.polly)
    draft.text["nodes"][0]["text"] = "Words reach further than the person who writes them."
    draft.text["nodes"].pop()
    draft.save()
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/policies/drafts/{draft.pk}/changes/")
        check_page(page, "draft-changes")
        leads_on(page.get_by_role("link", name="Side by side"))
        check_page(page, "draft-changes-side")


def tab_to(page, selector, *, back=False, most=80):
    """Press Tab, or go back by it, until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} can't be reached by Tab")
