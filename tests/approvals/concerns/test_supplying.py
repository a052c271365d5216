"""Files and words that are added to a concern later, and who sees which."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from approvals.concerns import closing, escalating, filing, handling, seating, supplying, watching
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern, Evidence
from approvals.concerns.views import in_memory
from district_portal import audit
from district_portal.district.models import District
from district_portal.mailing.models import Message
from tests.approvals.concerns.test_handling_pages import main, page_of, url
from tests.factories.concerns import joined, picture, receivers, reported

What, Kind = Act.What, Concern.Kind


@pytest.fixture
def concern(cast) -> Concern:
    return reported(cast.lou, kind=Kind.CONDUCT, about=cast.gus, files=[("first.jpg", picture())])


def again(concern):
    return Concern.objects.get(pk=concern.pk)


def file(name="later.jpg", color="red", **more):
    return filing.read(picture(color, **more), name=name)


def names(concern, **by):
    return [row.name for row in filing.listed(concern, concern.evidence.filter(**by))]


def upload(name="later.jpg", color="red", **more):
    return SimpleUploadedFile(name, picture(color, **more), "image/jpeg")


def add(concern, by, *files, **more):
    given = files or (file(),)
    return supplying.add_files(concern, given, by=by, **{"once": uuid4(), **more})


def tell(concern, by, text="It goes on", *files, **more):
    given = {"once": uuid4(), **more}
    return supplying.tell_more(concern, by=by, text=text, files=files, **given)


def test_who_deals_with_it_adds_a_file_which_is_sealed_like_the_first(cast, concern):
    act = add(concern, cast.pat, file(place="ZQX"), text="From the app")
    assert (act.what, handling.words(concern, act)) == (What.FILED, "From the app")
    assert names(concern) == ["first.jpg", "later.jpg"]
    late = concern.evidence.get(added_by=cast.pat)
    assert b"ZQX" not in bytes(late.original) + bytes(late.facts) + bytes(late.shown)
    assert b"ZQX" in filing.original(concern, late)
    assert b"ZQX" not in filing.picture(concern, late)
    events = audit.history(concern).filter(act="concerns.file_added")
    assert [(event.actor, event.after) for event in events] == [("Pat Novak", {"files": 1})]


def test_a_file_that_was_added_stays(cast, concern):
    add(concern, cast.pat)
    for change in (lambda rows: rows.update(size=1), lambda rows: rows.delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change(Evidence.objects.filter(added_by=cast.pat))


def test_one_form_is_one_act_and_a_file_that_is_there_is_not_added_twice(cast, concern):
    once = uuid4()
    first, second = (add(concern, cast.pat, once=once) for _ in range(2))
    assert first == second
    with pytest.raises(ActError, match="not there yet") as refused:
        add(concern, cast.pat)
    assert refused.value.field == "pictures"
    with pytest.raises(ActError):
        add(concern, cast.ada, once=once)
    assert concern.evidence.count() == 2


@pytest.mark.parametrize("name", ["lou", "gus", "tom", "hana", "bea"])
def test_nobody_adds_files_who_does_not_deal_with_it(cast, concern, name):
    with pytest.raises(Concern.DoesNotExist):
        add(concern, getattr(cast, name))


def test_files_may_follow_when_it_is_closed(cast, concern):
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
    add(concern, cast.pat)
    assert again(concern).state == "closed"


def test_there_is_an_end_to_the_files_that_a_concern_takes(cast, concern, monkeypatch):
    monkeypatch.setattr(filing, "MOST_KEPT", 2)
    with pytest.raises(ActError, match="takes at most 2 files"):
        add(concern, cast.pat, *(file("a.jpg", color) for color in ("red", "blue", "green")))
    assert concern.evidence.count() == 1


def test_neither_side_uses_up_the_files_of_the_other(cast, concern, monkeypatch):
    monkeypatch.setattr(filing, "MOST_KEPT", 2)
    joined(concern, cast.hana, by=cast.pat)
    tell(concern, cast.lou, "More", file("a.jpg", "red"))
    with pytest.raises(ActError, match="takes at most 2 files"):
        tell(concern, cast.lou, "More", file("b.jpg", "blue"))
    add(concern, cast.pat, file("c.jpg", "blue"))
    add(concern, cast.hana, file("d.jpg", "green"))
    with pytest.raises(ActError, match="takes at most 2 files"):
        add(concern, cast.pat, file("e.jpg", "white"))
    assert concern.evidence.count() == 4


def test_its_reporter_adds_words_and_files_and_all_who_have_it_read_it_anew(cast, concern):
    watching.look(concern, by=cast.pat)
    note = {"text": "Talked", "once": uuid4()}
    handling.record(What.NOTED, concern, by=cast.pat, **note)
    assert not seating.is_unread(concern)
    act = tell(concern, cast.lou, "It goes on", file())
    assert (act.what, act.by) == (What.TOLD_MORE, cast.lou)
    assert handling.words(concern, act) == "It goes on"
    assert names(concern, added_by=cast.lou) == ["first.jpg", "later.jpg"]
    assert seating.is_unread(concern)
    mail = Message.objects.filter(name="concern_waiting", person=cast.pat).order_by("pk").last()
    assert mail.subject == "A concern waits for you"
    assert "Something was added to a concern" in mail.text
    assert "It goes on" not in mail.subject + mail.text + mail.html
    assert concern.receivers.filter(read_at__isnull=False).exists(), "its first reading stays"
    assert watching.look(again(concern), by=cast.pat)
    assert not seating.is_unread(concern)


def test_what_was_added_and_is_not_read_goes_up_like_a_new_one(cast, concern):
    watching.look(concern, by=cast.pat)
    later = timezone.now() + dt.timedelta(days=2)
    tell(concern, cast.lou, at=later)
    assert receivers(concern) == {cast.pat}
    escalating.escalate(at=later + dt.timedelta(hours=1))
    assert receivers(concern) == {cast.pat}
    escalating.escalate(at=later + dt.timedelta(days=7))
    assert cast.ada in receivers(concern)


def test_who_tells_more_again_and_again_does_not_hold_up_what_nobody_reads(cast):
    District.objects.update(concern_unread_hours=4, concern_day_and_night=["conduct"])
    sent = timezone.now() + dt.timedelta(days=1)
    concern = reported(cast.lou, kind=Kind.CONDUCT, about=cast.gus, at=sent)
    for turn in (1, 2):
        later = sent + dt.timedelta(hours=3.5 * turn)
        escalating.escalate(at=later)
        tell(concern, cast.lou, f"More {turn}", at=later)
        assert (cast.ada in receivers(concern)) == (turn == 2)
    watching.look(again(concern), by=cast.pat, at=later)
    read = later + dt.timedelta(hours=3)
    tell(concern, cast.lou, "And more", at=read)
    assert again(concern).asked_at == read
    tell(concern, cast.lou, "At last", at=read + dt.timedelta(hours=1))
    assert again(concern).asked_at == read


def test_who_was_added_by_name_is_told_of_more_too(cast, concern):
    joined(concern, cast.hana, by=cast.pat)
    watching.look(concern, by=cast.hana)
    act = tell(concern, cast.lou)
    told = Message.objects.filter(name="concern_waiting", key__contains=f"more {act.pk}")
    assert {mail.person for mail in told} == {cast.pat, cast.hana}


def test_who_was_added_is_taken_off_by_a_page_from_before_more_was_told(client, cast, concern):
    seat = joined(concern, cast.hana, by=cast.pat)
    watching.look(concern, by=cast.hana)
    client.force_login(cast.pat)
    page = client.get(url("remove", concern, seat.pk))
    tell(concern, cast.lou)
    typed = {"reason": "Done", "once": page.context["form"]["once"].value()}
    answer = client.post(url("remove", concern, seat.pk), typed, follow=True)
    assert "They no longer see it." in answer.text
    assert receivers(concern) == {cast.pat}
    answer = client.post(url("remove", concern, seat.pk), typed, follow=True)
    assert "They were taken off already." in answer.text


def test_nobody_but_its_reporter_tells_more_and_not_of_what_is_closed(cast, concern):
    for by in (cast.pat, cast.ada, cast.gus, cast.tom):
        with pytest.raises(Concern.DoesNotExist):
            tell(concern, by)
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
    with pytest.raises(ActError, match="closed meanwhile"):
        tell(concern, cast.lou)


def test_nothing_new_is_not_added_and_twice_is_once(cast, concern):
    with pytest.raises(ActError, match="Write what is new"):
        tell(concern, cast.lou, " ")
    with pytest.raises(ActError, match="Write what is new"):
        tell(concern, cast.lou, "", file("same.jpg", "navy"))
    once = uuid4()
    assert tell(concern, cast.lou, once=once) == tell(concern, cast.lou, once=once)
    assert concern.acts.count() == 1


def test_its_reporter_learns_nothing_of_the_files_of_others(client, cast, concern):
    add(concern, cast.pat, file("secret.jpg"))
    tell(concern, cast.lou, "Mine", file("mine.jpg"))  # the very same picture
    assert concern.evidence.count() == 3
    page = main(page_of(client, cast.lou, concern.get_absolute_url()))
    assert "Mine" in page
    assert "mine.jpg" in page
    assert "secret.jpg" not in page
    page = main(page_of(client, cast.pat, concern.get_absolute_url()))
    for words in ("first.jpg", "secret.jpg", "mine.jpg", "added by Pat Novak", "Mine"):
        assert words in page


@pytest.mark.parametrize("name", ["file", "picture"])
def test_each_file_is_opened_by_those_who_deal_with_it_and_by_who_reported_it(
    client, cast, concern, name
):
    add(concern, cast.pat)
    tell(concern, cast.lou, "More", file("more.jpg", "green"))
    seat = joined(concern, cast.hana, by=cast.pat)
    add(concern, cast.hana, file("third.jpg", "blue"))
    everybody = {who for who in cast.people().values() if who.is_active}
    deal = {cast.pat, cast.ada, cast.hana}
    for row in concern.evidence.all():
        may = deal | ({cast.lou} if row.added_by == cast.lou else set())
        for who in everybody:
            status = page_of(client, who, url(name, concern, row.key)).status_code
            assert status == (200 if who in may else 404), (who, row.added_by)
    from approvals.concerns import adding  # noqa: PLC0415

    adding.remove(seat, by=cast.pat, reason="Done", once=uuid4())
    for row in concern.evidence.all():
        assert page_of(client, cast.hana, url(name, concern, row.key)).status_code == 404


def test_the_pages_take_files_and_words_without_script(client, cast, concern):
    client.force_login(cast.pat)
    page = client.get(concern.get_absolute_url())
    assert url("add_files", concern) in page.text
    once = client.get(url("add_files", concern)).context["form"]["once"].value()
    typed = {"once": once, "text": "From the app", "pictures": [upload()]}
    for _ in range(2):
        answer = client.post(url("add_files", concern), {**typed, "pictures": [upload()]})
        assert answer["Location"] == concern.get_absolute_url()
    assert concern.evidence.count() == 2
    page = client.post(url("add_files", concern), {"text": "Words that stay"})
    assert "Choose a file" in page.text
    assert "Words that stay" in page.text
    client.force_login(cast.lou)
    assert url("tell_more", concern) in client.get(concern.get_absolute_url()).text
    answer = client.post(url("tell_more", concern), {"text": "More", "pictures": [upload()]})
    assert answer["Location"] == concern.get_absolute_url()
    page = client.post(url("tell_more", concern), {"text": ""})
    assert "Write what is new" in page.text


@pytest.mark.parametrize("by", ["lou", "ada"])
def test_what_was_added_meanwhile_is_told_before_it_is_closed(client, cast, concern, by):
    tell(concern, cast.lou, "Known before")
    client.force_login(cast.pat)
    close = url("close", concern)
    page = client.get(close)
    tell(concern, cast.lou, "Much worse") if by == "lou" else add(concern, cast.ada)
    typed = {name: page.context["form"][name].value() for name in ("once", "seen")}
    page = client.post(close, {**typed, "outcome": "Settled"})
    assert "Something was added meanwhile. Read it first" in page.text
    assert "Settled" in page.text
    assert again(concern).state == "open"
    typed = {name: page.context["form"][name].value() for name in ("once", "seen")}
    assert f'name="seen" value="{typed["seen"]}"' in page.text
    for _ in range(2):
        answer = client.post(close, {**typed, "outcome": "Settled"})
        assert answer["Location"] == concern.get_absolute_url()
    assert again(concern).state == "closed"


def test_what_one_added_oneself_is_known_when_one_closes_it(client, cast, concern):
    client.force_login(cast.pat)
    page = client.get(url("close", concern))
    add(concern, cast.pat)
    typed = {name: page.context["form"][name].value() for name in ("once", "seen")}
    client.post(url("close", concern), {**typed, "outcome": "Settled"})
    assert again(concern).state == "closed"


def test_a_file_that_can_not_be_kept_is_refused_and_the_words_stay(client, cast, concern):
    client.force_login(cast.lou)
    wrong = SimpleUploadedFile("x.jpg", b"MZ", "image/jpeg")
    page = client.post(url("tell_more", concern), {"text": "Stays", "pictures": [wrong]})
    assert "is no picture" in page.text
    assert "Choose your files again" in page.text
    assert "Stays" in page.text


@pytest.mark.parametrize(("name", "who"), [("tell_more", "lou"), ("add_files", "pat")])
def test_files_that_are_too_large_together_are_told(client, cast, concern, monkeypatch, name, who):
    monkeypatch.setattr(in_memory, "MOST", 1024)
    client.force_login(getattr(cast, who))
    large = SimpleUploadedFile("page.jpg", b"x" * 2048, "image/jpeg")
    page = client.post(url(name, concern), {"text": "More", "pictures": [large]})
    assert "The files were too large" in page.text


def test_a_form_without_its_token_is_refused(cast, concern):
    from django.test import Client  # noqa: PLC0415

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.lou)
    assert browser.post(url("tell_more", concern), {"text": "More"}).status_code == 403
    assert not concern.acts.exists()


def test_of_what_is_closed_the_page_says_so(client, cast, concern):
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
    client.force_login(cast.lou)
    assert url("tell_more", concern) not in client.get(concern.get_absolute_url()).text
    answer = client.get(url("tell_more", concern), follow=True)
    assert "It is closed. Report what is new once more." in answer.text
    page = client.post(url("tell_more", concern), {"text": "Too late"})
    assert "closed meanwhile" in page.text
    assert "Too late" in page.text


def test_where_nothing_was_sent_there_is_nothing_to_add_to(client, cast):
    client.force_login(cast.lou)
    strange = reverse("concerns:tell_more", args=["C2026-99999"])
    assert client.post(strange, {"text": "More"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_more_is_told_or_it_is_closed_never_both(cast):
    concern = reported(cast.lou)
    start, found = threading.Barrier(2), []

    def both(act):
        try:
            start.wait()
            act()
            found.append(True)
        except ActError:
            found.append(False)
        finally:
            connection.close()

    acts = [
        lambda: closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4()),
        lambda: tell(concern, cast.lou),
    ]
    running = [threading.Thread(target=both, args=[act]) for act in acts]
    for one in running:
        one.start()
    for one in running:
        one.join()
    told = list(concern.acts.order_by("pk").values_list("what", flat=True))
    assert told in (["told_more", "closed"], ["closed"])
    assert len(told) == found.count(True)
