"""Somebody types one concern in two windows: the older one is told, and nothing typed is lost."""

from __future__ import annotations

import threading
import uuid
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from approvals.concerns import reporting
from approvals.concerns.models import Concern
from approvals.concerns.reporting import ChangedError
from tests.approvals.concerns.test_pages import NEW, lou, text, typed  # noqa: F401 – a fixture
from tests.factories import concerns as factory

pytestmark = pytest.mark.django_db
Kind = Concern.Kind


@pytest.fixture
def draft(cast):
    return factory.drafted(cast.lou, kind=Kind.CONDUCT, what="Walnut")


def window(browser, draft):
    """Where a window that shows the draft sends it, and the page that it shows."""
    page = browser.get(draft.get_absolute_url())
    return page.context["action"], page


def words(draft):
    return reporting.draft(Concern.objects.get(pk=draft.pk))["what"]


def test_an_older_draft_never_overwrites_a_newer_one(cast, draft):
    seen = reporting.mark(draft)
    newer = factory.drafted(cast.lou, once=draft.once, kind=Kind.CONDUCT, what="Newer")
    assert reporting.mark(newer) != seen
    again = {"by": cast.lou, "once": draft.once, "place": draft.place, "seen": seen}
    with pytest.raises(ChangedError) as told:
        reporting.save(Kind.CONDUCT, told=factory.told(what="Older"), **again)
    assert told.value.concern == draft
    assert words(draft) == "Newer"
    reporting.save(Kind.CONDUCT, told=factory.told(what="Newer"), **again)
    same = Concern.objects.get(pk=draft.pk)
    assert reporting.mark(same) == reporting.mark(newer), "the same words are no other draft"
    with pytest.raises(ChangedError):
        reporting.save(
            Kind.CONDUCT, told=factory.told(what="Newer"), **{**again, "place": cast.transportation}
        )


def test_the_number_of_a_draft_of_another_kind_is_told_as_a_change(cast, draft):
    again = {"by": cast.lou, "once": draft.once, "told": factory.told(what="Walnut")}
    with pytest.raises(ChangedError):
        reporting.save(Kind.CONFIDENTIAL, place=draft.place, seen="", **again)
    draft.refresh_from_db()
    assert draft.kind == Kind.CONDUCT


def test_what_is_sent_while_a_file_is_taken_out_is_told(lou, cast, monkeypatch):  # noqa: F811
    draft = factory.drafted(cast.lou, what="Walnut", files=[("a.jpg", factory.picture())])
    url, page = window(lou, draft)

    def late(concern, key, *, by):
        raise reporting.SentError(reporting.send(concern, by=by))

    monkeypatch.setattr(reporting, "take_out", late)
    answer = lou.post(url, typed(page, take_out=str(draft.draft_files.get().key)))
    sent = Concern.objects.get()
    assert answer["Location"] == reverse("concerns:sent", args=[sent.number])


def test_what_was_typed_stays_where_the_key_is_missing(lou, draft, settings):  # noqa: F811
    url, page = window(lou, draft)
    known, settings.CONCERN_KEYS = settings.CONCERN_KEYS, [bytes(32)]
    answer = lou.post(url, typed(page, save="1", what="Much worse"))
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "The key to concerns is missing" in answer.text
    assert "Much worse" in answer.text
    assert answer.context["action"] == url
    assert lou.get(draft.get_absolute_url()).status_code == HTTPStatus.SERVICE_UNAVAILABLE
    settings.CONCERN_KEYS = known
    assert lou.post(url, typed(answer, save="1", what="Much worse")).status_code == 302
    assert words(draft) == "Much worse"


def test_a_mark_says_nothing_of_the_words(cast):
    drafts = [factory.drafted(cast.lou, what="Walnut") for _ in range(2)]
    assert len({reporting.mark(draft) for draft in drafts}) == 2


@pytest.mark.parametrize("button", ["save", "send", "take_out"])
def test_the_older_window_keeps_its_words_and_shows_the_newer_ones(lou, draft, button):  # noqa: F811
    (url, older), (_url, newer) = window(lou, draft), window(lou, draft)
    assert lou.post(url, typed(newer, what="Newer", save="1")).status_code == HTTPStatus.FOUND
    pressed = {button: str(uuid.uuid4())}
    page = lou.post(url, typed(older, what="Older", **pressed))
    assert page.status_code == HTTPStatus.CONFLICT
    assert "You saved this in another window since" in text(page)
    assert ">\nOlder</textarea>" in text(page)
    assert "<p>Newer" in text(page) or ">Newer" in text(page)
    assert words(draft) == "Newer"
    assert lou.post(url, typed(page, what="Both", save="1")).status_code == HTTPStatus.FOUND
    assert words(draft) == "Both"


def test_looking_who_receives_it_makes_no_window_newer(lou, draft):  # noqa: F811
    (url, older), (_url, newer) = window(lou, draft), window(lou, draft)
    lou.post(url, typed(newer, what="Newer", save="1"))
    page = lou.post(url, typed(older, what="Older", check="1"))
    assert page.status_code == HTTPStatus.OK
    assert lou.post(url, typed(page, what="Older", save="1")).status_code == HTTPStatus.CONFLICT
    assert words(draft) == "Newer"


def test_a_page_that_was_left_by_going_back_is_an_older_window_too(lou):  # noqa: F811
    page = lou.get(NEW)
    lou.post(NEW, typed(page, what="First", save="1"))
    lou.post(NEW, typed(page, what="First", save="1"))
    page = lou.post(NEW, typed(page, what="Second", save="1"))
    assert page.status_code == HTTPStatus.CONFLICT
    assert Concern.objects.count() == 1
    assert words(Concern.objects.get()) == "First"


def test_files_that_an_older_window_chose_are_asked_for_again(lou, draft):  # noqa: F811
    (url, older), (_url, newer) = window(lou, draft), window(lou, draft)
    lou.post(url, typed(newer, what="Newer", save="1"))
    file = SimpleUploadedFile("page.jpg", factory.picture(), "image/jpeg")
    page = lou.post(url, typed(older, what="Older", save="1", pictures=[file]))
    assert "Choose your files again" in text(page)
    assert not draft.draft_files.exists()


def test_a_draft_that_was_thrown_away_is_sent_as_a_new_one_after_a_question(lou, draft):  # noqa: F811
    url, older = window(lou, draft)
    lou.post(reverse("concerns:discard", args=[draft.once]))
    page = lou.post(url, typed(older, what="Typed here", send="1"))
    assert page.status_code == HTTPStatus.CONFLICT
    assert "You discarded this draft in another window" in text(page)
    assert "Typed here" in text(page)
    assert not Concern.objects.exists()
    assert page.context["action"] == NEW
    answer = lou.post(NEW, typed(page, what="Typed here", send="1"))
    sent = Concern.objects.get()
    assert answer["Location"] == reverse("concerns:sent", args=[sent.number])
    assert sent.once != draft.once
    assert reporting.statement(sent)["what"] == "Typed here"


def test_what_was_never_there_is_not_found_by_looking_at_it(lou, client, cast, draft):  # noqa: F811
    strange = reverse("concerns:draft", args=[uuid.uuid4()])
    assert lou.get(f"{strange}?kind=conduct").status_code == HTTPStatus.NOT_FOUND
    assert lou.post(strange).status_code == HTTPStatus.NOT_FOUND
    assert lou.post(f"{strange}?kind=other").status_code == HTTPStatus.NOT_FOUND
    client.force_login(cast.gus)
    theirs = f"{draft.get_absolute_url()}?kind=conduct"
    assert client.post(theirs, {"what": "Mine", "save": "1"}).status_code == HTTPStatus.NOT_FOUND


def test_what_was_sent_elsewhere_is_told_and_the_words_stay(lou, draft):  # noqa: F811
    (url, older), (_url, newer) = window(lou, draft), window(lou, draft)
    first = lou.post(url, typed(newer, what="Newer", student="Zadie Quill", send="1"))
    same = lou.post(url, typed(newer, what="Newer", student="Zadie Quill", send="1"))
    assert first["Location"] == same["Location"], "a double click"
    page = lou.post(url, typed(older, what="Older", save="1"))
    assert page.status_code == HTTPStatus.CONFLICT
    assert "You sent this in another window already" in text(page)
    assert "Older" in text(page)
    assert Concern.objects.count() == 1
    assert lou.post(NEW, typed(page, what="Older", save="1")).status_code == HTTPStatus.FOUND
    assert words(Concern.objects.get(state="draft")) == "Older"


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [({}, False), ({"student": "Another"}, True), ({"about": "Tom Reyes"}, True)],
)
def test_only_what_differs_from_what_was_sent_is_told(lou, draft, changed, is_told):  # noqa: F811
    url, page = window(lou, draft)
    data = typed(page, what="Words", student="Zadie Quill", send="1")
    lou.post(url, data)
    answer = lou.post(url, {**data, **changed})
    assert answer.status_code == (HTTPStatus.CONFLICT if is_told else HTTPStatus.FOUND)


def test_a_file_of_another_window_is_looked_at_before_it_is_sent(lou, draft):  # noqa: F811
    url, older = window(lou, draft)
    file = SimpleUploadedFile("page.jpg", factory.picture(), "image/jpeg")
    lou.post(url, typed(older, save="1", pictures=[file]))
    page = lou.post(url, typed(older, send="1"))
    assert "Look at the files" in text(page)
    assert "page.jpg" in text(page)
    assert Concern.objects.get().state == "draft"
    lou.post(url, typed(page, take_out=str(draft.draft_files.get().key)))
    again = lou.post(url, typed(page, send="1"))
    assert "Look at the files" in text(again)
    lou.post(url, typed(again, send="1"))
    assert Concern.objects.get().state == "open"


def test_what_another_window_saved_is_not_thrown_away_unseen(lou, draft):  # noqa: F811
    url, page = window(lou, draft)
    discard = f"{reverse('concerns:discard', args=[draft.once])}?seen={page.context['seen_whole']}"
    assert discard in text(page)
    lou.post(url, typed(page, what="Newer", save="1"))
    answer = lou.post(discard, follow=True)
    assert "Nothing was thrown away" in text(answer)
    assert words(draft) == "Newer"
    now = answer.context["seen_whole"]
    lou.post(f"{reverse('concerns:discard', args=[draft.once])}?seen={now}")
    assert not Concern.objects.exists()


def test_files_of_another_window_are_not_thrown_away_unseen(lou, draft):  # noqa: F811
    url, page = window(lou, draft)
    discard = f"{reverse('concerns:discard', args=[draft.once])}?seen={page.context['seen_whole']}"
    file = SimpleUploadedFile("page.jpg", factory.picture(), "image/jpeg")
    lou.post(url, typed(page, save="1", pictures=[file]))
    answer = lou.post(discard, follow=True)
    assert "Nothing was thrown away" in text(answer)
    assert "page.jpg" in text(answer)
    assert draft.draft_files.count() == 1
    seen = answer.context["seen_whole"]
    lou.post(f"{reverse('concerns:discard', args=[draft.once])}?seen={seen}")
    assert not Concern.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_save_at_once_one_is_told(cast):
    draft = factory.drafted(cast.lou, kind=Kind.CONDUCT, what="Walnut")
    seen, start, told = reporting.mark(draft), threading.Barrier(2), []

    def save(what):
        try:
            start.wait()
            reporting.save(
                Kind.CONDUCT,
                by=cast.lou,
                once=draft.once,
                told=factory.told(what=what),
                place=draft.place,
                seen=seen,
            )
            told.append(what)
        except ChangedError:
            told.append(None)
        finally:
            connection.close()

    windows = [threading.Thread(target=save, args=[what]) for what in ("One", "Other")]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert told.count(None) == 1
    assert words(draft) == next(what for what in told if what)
