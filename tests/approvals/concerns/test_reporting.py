"""A concern is kept as a draft, sent in one step, and told of without a word of what it says."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import ProgrammingError, transaction

from accounts import moving
from approvals.concerns import filing, forgetting, numbering, reporting, sealing
from approvals.concerns.models import (
    Concern,
    ConcernKey,
    DraftFile,
    Evidence,
    Statement,
    StudentName,
)
from approvals.concerns.reporting import ReportError, SentError
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import concerns as factory
from tests.freezing.portal_role import as_portal_role

pytestmark = pytest.mark.django_db
Kind = Concern.Kind


def mails(name="concern_waiting"):
    return Message.objects.filter(name=name).order_by("pk")


@pytest.mark.parametrize("kind", list(Kind))
def test_who_receives_it_is_told_at_once_and_the_mail_says_nothing(cast, kind):
    concern = factory.reported(
        cast.lou, kind=kind, about=cast.tom, student="Zadie Quill", what="Walnut"
    )
    mail = mails().get()
    assert mail.person == cast.pat
    assert not mail.bulk
    assert mail.subject == "A concern waits for you"
    said = mail.subject + mail.text + mail.html
    hidden = ["Walnut", "Zadie", "Northside", "Lou", "Tom", "student", "confidential", "harass"]
    assert [word for word in hidden if word in said] == []
    assert concern.number in mail.text, "the link leads there"


def test_no_number_tells_how_many_there_are(cast):
    numbers = [factory.reported(cast.lou).number for _ in range(3)]
    assert len(set(numbers)) == 3
    for number in numbers:
        year, code = number.split("-")
        assert year == f"C{today().year}"
        assert len(code) == numbering.LENGTH
        assert set(code) <= set(numbering.LETTERS)


def test_a_number_is_given_once(cast, monkeypatch):
    first, turns = factory.reported(cast.lou), iter("BBBBBCCCCC")
    taken = f"C{first.sent_at.year}-BBBBB"
    monkeypatch.setattr(numbering.secrets, "choice", lambda _letters: next(turns))
    second = factory.reported(cast.lou)
    assert second.number == taken
    turns = iter("BBBBBCCCCC")
    assert factory.reported(cast.lou).number.endswith("-CCCCC")


def test_a_draft_is_kept_and_changed_and_nobody_is_told(cast):
    draft = factory.drafted(cast.lou)
    same = factory.drafted(cast.lou, once=draft.once, kind=Kind.CONDUCT, about=cast.tom, what="B")
    assert same.pk == draft.pk
    assert (same.kind, same.about) == (Kind.CONDUCT, cast.tom)
    assert reporting.draft(same)["what"] == "B"
    assert not mails().exists()
    assert not draft.receivers.exists()


def test_a_draft_that_was_sent_is_neither_sent_nor_saved_again(cast):
    draft = factory.drafted(cast.lou)
    sent = reporting.send(draft, by=cast.lou)
    again = reporting.send(draft, by=cast.lou)
    assert again.number == sent.number
    with pytest.raises(SentError):
        factory.drafted(cast.lou, once=draft.once)
    with pytest.raises(SentError):
        reporting.discard(draft, by=cast.lou)
    with pytest.raises(SentError):
        reporting.take_out(draft, uuid.uuid4(), by=cast.lou)
    assert Statement.objects.count() == mails().count() == 1


def test_what_says_nothing_is_not_sent(cast):
    draft = factory.drafted(cast.lou, what="  ")
    with pytest.raises(ReportError) as refused:
        reporting.send(draft, by=cast.lou)
    assert refused.value.field == "what"
    assert Concern.objects.get().state == "draft"


def test_a_draft_is_nobody_else_s(cast):
    draft = factory.drafted(cast.lou)
    for act in (reporting.send, reporting.discard):
        with pytest.raises(Concern.DoesNotExist):
            act(draft, by=cast.ada)
    with pytest.raises(Concern.DoesNotExist):
        factory.drafted(cast.ada, once=draft.once)


def test_a_draft_that_is_thrown_away_leaves_nothing(cast):
    draft = factory.drafted(cast.lou, files=[("a.jpg", factory.picture())])
    reporting.discard(draft, by=cast.lou)
    reporting.discard(draft, by=cast.lou)
    assert not Concern.objects.exists()
    assert not DraftFile.objects.exists()
    assert not ConcernKey.objects.exists()


def test_the_student_s_name_stands_by_itself_for_its_own_time(cast):
    concern = factory.reported(cast.lou, student="  Zadie Quill ")
    assert "student" not in {k for k, v in reporting.statement(concern).items() if v}
    name = StudentName.objects.get()
    assert sealing.open_(concern, name.name, field=reporting.STUDENT) == "Zadie Quill"
    assert name.keep_until == today() + dt.timedelta(days=365)
    assert (
        not StudentName.objects.exclude(concern=factory.reported(cast.gus))
        .exclude(pk=name.pk)
        .exists()
    )


def test_a_student_s_name_is_removed_after_its_day_once_the_concern_is_closed(cast):
    concern = factory.reported(cast.lou, student="Zadie Quill")
    late = concern.sent_at + dt.timedelta(days=366)
    assert forgetting.forget(at=late) == 0, "it is still open"
    Concern.objects.update(state="closed", closed_at=concern.sent_at)
    assert forgetting.forget(at=late - dt.timedelta(days=2)) == 0
    assert forgetting.forget(at=late) == 1
    assert forgetting.forget(at=late) == 0
    assert not StudentName.objects.exists()


def test_files_become_evidence_and_one_chosen_twice_is_one(cast):
    files = [("a.jpg", factory.picture("red")), ("b.jpg", factory.picture("blue"))]
    draft = factory.drafted(cast.lou, files=files)
    draft = factory.drafted(cast.lou, once=draft.once, files=files[:1])
    assert [file.name for file in filing.listed(draft, draft.draft_files.all())] == [
        "a.jpg",
        "b.jpg",
    ]
    reporting.take_out(draft, draft.draft_files.last().key, by=cast.lou)
    concern = reporting.send(draft, by=cast.lou)
    evidence = Evidence.objects.get()
    assert filing.original(concern, evidence) == files[0][1]
    assert not DraftFile.objects.exists()


def test_more_files_than_a_concern_takes_are_refused_and_nothing_is_changed(cast):
    draft = factory.drafted(cast.lou, what="As it was")
    many = [(f"{n}.jpg", factory.picture((n * 20, 0, 0))) for n in range(11)]
    with pytest.raises(filing.FileError):
        factory.drafted(cast.lou, once=draft.once, what="Other", files=many)
    draft.refresh_from_db()
    assert reporting.draft(draft)["what"] == "As it was"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"MZ not a picture"),
        ("a.pdf", b"%PDF-1.4 cut"),
        ("a.html", b"<script>"),
        ("", b""),
    ],
)
def test_what_is_no_picture_nor_pdf_is_refused(name, content):
    with pytest.raises(filing.FileError):
        filing.read(content, name=name)


def test_the_trail_holds_the_number_and_no_word(cast):
    concern = factory.reported(cast.lou, about=cast.tom, student="Zadie Quill", what="Walnut")
    events = audit.history(concern)
    assert {event.act for event in events} == {"concerns.begun", "concerns.seated", "concerns.sent"}
    for event in events:
        assert event.object in ("", concern.number)
        assert (event.person, event.place) == ("", "")
        for word in ("Walnut", "Zadie", "Northside", "Tom", "communication", "confidential"):
            assert word not in repr([event.before, event.after])


@pytest.mark.django_db(transaction=True)
def test_the_portal_s_own_role_may_do_all_of_it(cast):
    files = [("a.jpg", factory.picture())]
    with as_portal_role():
        concern = factory.reported(cast.lou, files=files, student="Zadie Quill")
        reporting.discard(factory.drafted(cast.lou, files=files), by=cast.lou)
        Concern.objects.update(state="closed", closed_at=concern.sent_at)
        assert forgetting.forget(at=concern.sent_at + dt.timedelta(days=400)) == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            concern.receivers.all().delete()
    assert Concern.objects.count() == 1


def test_a_draft_of_somebody_who_has_left_goes_after_a_while(cast):
    draft = factory.drafted(cast.lou, files=[("a.jpg", factory.picture())])
    factory.drafted(cast.gus)
    late = draft.saved_at + dt.timedelta(days=91)
    assert forgetting.forget_drafts(at=late) == 0, "Lou may still send it"
    moving.leave(cast.lou, by=None, last_day=today() - dt.timedelta(days=1))
    assert forgetting.forget_drafts(at=late - dt.timedelta(days=2)) == 0
    assert forgetting.forget_drafts(at=late) == 1
    assert Concern.objects.get().reporter == cast.gus
    assert ConcernKey.objects.count() == 1
