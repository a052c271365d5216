"""A draft in a browser: corrected by keys, written by two people, commented on and reviewed."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district.current import today
from policies import storing
from policies.drafts import drafting, editing
from policies.models import Draft
from tests.factories.policies import draft, published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

SCAN = """529 - Staff Networks

CONDUCT

1. Be kind to students, and to
2. colleagues who differ.

District Handbook 2024, page 1

3. Ask first.
4. Tell parents.

District Handbook 2024, page 2

5. Keep records.

District Handbook 2024, page 3
"""


def imported(by):
    reading = storing.read(SCAN.encode(), name="scan.txt")
    return drafting.start(reading.parsed, by=by, source_name="scan.txt", source=reading.source)


def words(the_draft):
    the_draft.refresh_from_db()
    return [node["text"] for node in the_draft.nodes]


def edit(page, text):
    """The link to the editor of the clause of these words."""
    return page.get_by_role("link", name="Edit").filter(has_text=text)


def more(page, text):
    """The link that opens what else can be done with the clause of these words."""
    return page.get_by_role("link", name="More for").filter(has_text=text)


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def by_key(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def restored(page):
    """Wait until a page that has loaded has put scroll and focus back where they were."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def stand_on(page, text):
    """Put the focus on the clause of these words, where it stays."""
    restored(page)
    edit(page, text).focus()


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_an_import_is_corrected_by_keys(browser, live_server, cast):
    the_draft = imported(cast.polly)
    before = words(the_draft)
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(live_server.url + the_draft.get_absolute_url())
        check_page(page, "draft-with-running-heads")
        leads_on(page.get_by_role("button", name="Leave out all 3"))
        assert not [text for text in words(the_draft) if "Handbook" in text]
        stand_on(page, "colleagues")
        by_key(page, "Backspace")
        assert "Be kind to students, and to 2. colleagues who differ." in words(the_draft)
        restored(page)
        assert focused(page).startswith("Edit 1. Be kind")
        stand_on(page, "Ask first")
        keys(page, "x", "j", "x")
        assert page.get_by_role("status").filter(has_text="2 ticked").is_visible()
        by_key(page, "]")
        the_draft.refresh_from_db()
        depths = {node["text"]: node["depth"] for node in the_draft.nodes}
        assert (depths["Ask first."], depths["Tell parents."]) == (1, 1)
        stand_on(page, "Keep records")
        by_key(page, "Alt+ArrowUp")
        assert words(the_draft)[-2:] == ["Keep records.", "Tell parents."]
        check_page(page, "draft-by-keys")
        stand_on(page, "Keep records")
        for _ in range(3):
            by_key(page, "u")
            stand_on(page, "Keep records")
        by_key(page, "u")
        assert words(the_draft) == before
        stand_on(page, "Keep records")
        by_key(page, "r")
        assert not [text for text in words(the_draft) if "Handbook" in text]


def test_a_clause_and_its_lines_are_found_from_either_side(browser, live_server, cast):
    the_draft = imported(cast.polly)
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(live_server.url + the_draft.get_absolute_url())
        more(page, "Tell parents").click()
        assert page.locator(".line-chosen").all_text_contents() == ["4. Tell parents."]
        check_page(page, "draft-clause-tools")
        page.locator("#l9").click()
        assert "Ask first" in focused(page)
        leads_on(page.get_by_role("link", name="Tick all like this"))
        assert page.locator(".node-tick:checked").count() >= 4
        page.get_by_label("With the ticked clauses").select_option("Make it: Paragraph")
        leads_on(page.get_by_role("button", name="Do it"))
        assert "Changed" in page.locator(".draft-last").text_content()
        leads_on(edit(page, "Ask first"))
        box = page.get_by_label("Text", exact=True)
        box.fill("Ask first. Then act.")
        box.evaluate("box => box.setSelectionRange(11, 11)")
        leads_on(page.get_by_role("button", name="Split at the cursor"))
        assert words(the_draft)[words(the_draft).index("Ask first.") + 1] == "Then act."


def write(page, address, the_draft, text):
    page.goto(f"{address}{the_draft.get_absolute_url()}clauses/1/#clause-form")
    page.get_by_label("Text", exact=True).fill(text)


def test_two_people_write_one_clause_and_nothing_is_lost(browser, live_server, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    with open_page(browser) as hers, open_page(browser) as his:
        sign_in(hers, live_server.url, cast.polly)
        sign_in(his, live_server.url, cast.ada)
        his.goto(f"{live_server.url}{the_draft.get_absolute_url()}clauses/1/#clause-form")
        write(hers, live_server.url, the_draft, "Be very kind.")
        hers.get_by_text("Draft saved").wait_for()
        with hers.expect_response(lambda answer: answer.request.method == "POST"):
            hers.get_by_label("Text", exact=True).fill("Be very kind to all.")
        his.get_by_label("Text", exact=True).fill("Be strict.")
        his.get_by_text("Two people have changed this clause").wait_for()
        conflict = his.locator(".conflict-texts").text_content()
        assert "Be very kind" in conflict
        assert "Be strict." in conflict
        his.evaluate("document.dispatchEvent(new Event('looked'))")
        assert words(the_draft)[0].startswith("Be very kind")
        leads_on(his.get_by_role("button", name="Keep what I wrote"))
        assert words(the_draft)[0] == "Be strict."
        leads_on(his.get_by_role("button", name="Undo"))
        assert words(the_draft)[0].startswith("Be very kind")


def test_a_button_pressed_while_the_clause_saves_itself_goes_through(browser, live_server, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind."])
    with open_page(browser) as page:

        def press_meanwhile(route):
            """The portal has saved what was typed, and the page has not heard of it yet."""
            answer = route.fetch()
            page.get_by_role("button", name="Save the clause").click()
            route.fulfill(response=answer)

        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}{the_draft.get_absolute_url()}clauses/1/#clause-form")
        page.route("**/clauses/**", press_meanwhile, times=1)
        with page.expect_navigation():
            page.get_by_label("Text", exact=True).fill("Be very kind.")
        check_page(page, "draft-saved-meanwhile")
        assert words(the_draft) == ["Be very kind."]


def test_without_script_the_conflict_is_a_page(browser, live_server, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    with open_page(browser, script=False) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(live_server.url + the_draft.get_absolute_url())
        leads_on(more(page, "Ask first"))
        check_page(page, "draft-tools-no-script")
        leads_on(page.get_by_role("button", name="Move up"))
        leads_on(page.get_by_role("button", name="Undo"))
        leads_on(page.get_by_role("button", name="Redo"))
        assert words(the_draft) == ["Ask first.", "Be kind."]
        page.get_by_label("Tick 2. Ask first.").check()
        page.get_by_label("With the ticked clauses").select_option("Leave out")
        leads_on(page.get_by_role("button", name="Do it"))
        assert words(the_draft) == ["Be kind."]
        page.goto(f"{live_server.url}{the_draft.get_absolute_url()}clauses/1/")
        editing.write(the_draft, 1, revision=the_draft.revision, by=cast.ada, text="Be strict.")
        page.get_by_label("Text", exact=True).fill("Be lenient.")
        leads_on(page.get_by_role("button", name="Save the clause"))
        check_page(page, "draft-conflict", expect_status=409)
        assert words(the_draft) == ["Be strict."]
        leads_on(page.get_by_role("button", name="Keep what I wrote"))
        assert words(the_draft) == ["Be lenient."]


def test_a_draft_is_commented_on_and_reviewed(browser, live_server, cast):
    published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    the_draft = draft("529", "Staff Networks", clauses=["Be kind to all.", "Ask first.", "Go."])
    with open_page(browser) as page, open_page(browser, width=390) as phone:
        sign_in(page, live_server.url, cast.polly)
        page.goto(live_server.url + the_draft.get_absolute_url())
        leads_on(page.get_by_role("link", name="Ask for a review"))
        check_page(page, "readers-none")
        page.get_by_label("Find people by name").fill("berg")
        leads_on(page.get_by_role("button", name="Find"))
        leads_on(page.get_by_role("button", name="Ask for the review"))
        check_page(page, "readers-error")
        page.get_by_label("Lou Berg").check()
        page.get_by_label("What they should look at").fill("Is it clear whom to ask?")
        page.get_by_label("Answer by").fill((today() + dt.timedelta(days=7)).isoformat())
        leads_on(page.get_by_role("button", name="Ask for the review"))
        check_page(page, "readers-asked")

        sign_in(phone, live_server.url, cast.lou)
        check_page(phone, "tasks-with-a-draft")
        leads_on(phone.get_by_role("link", name="Read the draft of 529 Staff Networks"))
        check_page(phone, "review")
        leads_on(phone.get_by_role("link", name="Comment on 2. Ask first."))
        leads_on(phone.get_by_role("button", name="Add the comment"))
        check_page(phone, "comment-error")
        phone.get_by_label("Your comment").fill("Whom?")
        leads_on(phone.get_by_role("button", name="Add the comment"))
        check_page(phone, "comments-on-a-clause")
        phone.goto(f"{live_server.url}{the_draft.get_absolute_url()}review/")
        phone.get_by_role("radio", name="Should be changed").check()
        leads_on(phone.get_by_role("button", name="Send your answer"))
        check_page(phone, "review-error")
        phone.get_by_label("What should be changed, or").fill("Say whom to ask.")
        leads_on(phone.get_by_role("button", name="Send your answer"))
        check_page(phone, "review-answered")

        page.goto(live_server.url + the_draft.get_absolute_url())
        assert page.get_by_text("Should be changed").is_visible()
        check_page(page, "draft-with-opinions")
        leads_on(page.get_by_role("link", name="1 comment on 2. Ask first."))
        page.get_by_text("Answer", exact=False).locator("visible=true").last.click()
        page.get_by_label("Your answer").fill("Your supervisor.")
        leads_on(page.get_by_role("button", name="Send the answer"))
        check_page(page, "comments-answered")
        page.goto(f"{live_server.url}{the_draft.get_absolute_url()}publish/")
        check_page(page, "publish-with-an-open-comment")
        assert page.get_by_text("1 comment is still open.").is_visible()
        page.goto(f"{live_server.url}{the_draft.get_absolute_url()}comments/")
        leads_on(page.get_by_role("button", name="Resolve"))
        check_page(page, "comments-resolved")
        page.goto(f"{live_server.url}/policies/drafts/")
        check_page(page, "drafts-with-reviews")
        assert Draft.objects.get().comments.count() == 2
