from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import moving
from approvals.concerns import adding, closing, handling, watching
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern, Receiver
from district_portal import audit
from district_portal.mailing.models import Message
from district_portal.permissions import Role, can
from tests.factories.concerns import receivers, reported

What = Act.What
Kind = Concern.Kind


@pytest.fixture
def concern(cast) -> Concern:
    return reported(cast.lou, kind=Kind.CONDUCT, about=cast.gus)


def again(concern):
    return Concern.objects.get(pk=concern.pk)


def note(concern, by, text="Talked with the counselor", **more):
    return handling.record(What.NOTED, concern, by=by, text=text, **{"once": uuid4(), **more})


def test_the_first_look_of_a_receiver_is_its_reading_and_each_look_is_recorded(cast, concern):
    assert watching.look(concern, by=cast.pat)
    assert not watching.look(concern, by=cast.pat)
    assert not watching.look(concern, by=cast.lou)
    read_at = concern.receivers.get(person=cast.pat).read_at
    assert timezone.now() - read_at < dt.timedelta(minutes=1)
    looks = audit.history(concern).filter(act__in=["concerns.read", "concerns.looked"])
    assert [(event.act, event.actor) for event in looks] == [
        ("concerns.looked", "Lou Berg"),
        ("concerns.looked", "Pat Novak"),
        ("concerns.read", "Pat Novak"),
    ]
    assert {(e.object, e.person, e.place, e.before) for e in looks} == {
        (concern.number, "", "", None)
    }


def test_an_act_is_sealed_and_bound_to_where_it_stands(cast, concern):
    act = note(concern, cast.pat, "MARKEDWORD one")
    other = note(concern, cast.pat, "MARKEDWORD two")
    assert handling.words(concern, act) == "MARKEDWORD one"
    assert b"MARKEDWORD" not in bytes(Act.objects.get(pk=act.pk).text)
    act.text = other.text
    with pytest.raises(Exception, match="sealed for another place"):
        handling.words(concern, act)


def test_an_act_can_be_neither_changed_nor_deleted(cast, concern):
    act = note(concern, cast.pat)
    for change in (
        lambda: Act.objects.filter(pk=act.pk).update(at=timezone.now()),
        lambda: Act.objects.filter(pk=act.pk).delete(),
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


def test_a_form_sent_twice_is_one_act(cast, concern):
    once = uuid4()
    assert note(concern, cast.pat, once=once) == note(concern, cast.pat, once=once)
    assert concern.acts.count() == 1


def test_one_number_of_a_form_counts_for_each_concern_and_for_one_person(cast, concern):
    once, other = uuid4(), reported(cast.lou)
    acts = [note(each, cast.pat, f"About {each}", once=once) for each in (concern, other)]
    assert [handling.words(act.concern, act) for act in acts] == [
        f"About {a.concern}" for a in acts
    ]
    with pytest.raises(ActError, match="Load the page again"):
        note(concern, cast.ada, once=once)
    assert concern.acts.count() == other.acts.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.create(
            concern=concern, what="noted", text=b"x", once=once, at=timezone.now(), by=cast.ada
        )


def test_the_trail_tells_of_no_act_which_one_it_was(cast, concern):
    handling.record(What.POLICE, concern, by=cast.pat, text="Reported", once=uuid4())
    acts = audit.history(concern).values_list("act", flat=True)
    assert "concerns.acted" in acts
    assert not any("police" in act for act in acts)


@pytest.mark.parametrize("stranger", ["lou", "gus", "hana", "tom", "otto", "theo", "polly"])
def test_nobody_else_acts_not_the_reporter_nor_whom_it_is_about(cast, concern, stranger):
    by = getattr(cast, stranger)
    for act in (
        lambda: note(concern, by),
        lambda: closing.close(concern, by=by, outcome="Done", once=uuid4()),
        lambda: adding.add(concern, cast.hana, by=by, reason="Why", once=uuid4()),
        lambda: watching.student_name(concern, by=by),
    ):
        with pytest.raises(Concern.DoesNotExist):
            act()


def test_a_note_needs_words_and_what_was_done_a_time_that_can_be(cast, concern):
    with pytest.raises(ActError, match="Write the note"):
        note(concern, cast.pat, " ")
    for what in handling.OFFERED[:-1]:
        with pytest.raises(ActError, match="Say what was done"):
            handling.record(what, concern, by=cast.pat, text=" ", once=uuid4())
    for done in (concern.sent_at - dt.timedelta(days=31), timezone.now() + dt.timedelta(hours=1)):
        with pytest.raises(ActError, match="at most 30 days before the report"):
            handling.record(
                What.PARENTS, concern, by=cast.pat, text="By me", done_at=done, once=uuid4()
            )


def test_who_is_added_sees_and_acts_until_removed(cast, concern):
    adding.add(concern, cast.hana, by=cast.pat, reason="Knows the staff", once=uuid4())
    assert cast.hana in receivers(concern)
    assert Message.objects.filter(name="concern_waiting", person=cast.hana).count() == 1
    assert watching.look(concern, by=cast.hana)
    note(concern, cast.hana)
    seat = concern.receivers.get(person=cast.hana)
    act = adding.remove(seat, by=cast.pat, reason="No longer needed", once=uuid4())
    assert handling.words(concern, act) == "No longer needed"
    assert cast.hana not in receivers(concern)
    with pytest.raises(Concern.DoesNotExist):
        note(concern, cast.hana)
    assert concern.acts.filter(by=cast.hana).count() == 1


def test_whom_it_is_about_is_never_added_not_even_past_the_rules(cast, concern):
    with pytest.raises(ActError, match="about this person"):
        adding.add(concern, cast.gus, by=cast.pat, reason="Why not", once=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        Receiver.objects.create(
            concern=concern,
            person=cast.gus,
            why="added",
            added_by=cast.pat,
            reason=b"x",
            seated_at=timezone.now(),
        )


def test_whoever_reported_it_is_never_added_not_even_past_the_rules(cast, concern):
    with pytest.raises(ActError, match="Lou Berg reported it"):
        adding.add(concern, cast.lou, by=cast.pat, reason="Was there", once=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        Receiver.objects.create(
            concern=concern,
            person=cast.lou,
            why="added",
            added_by=cast.pat,
            reason=b"x",
            seated_at=timezone.now(),
        )
    assert not can(cast.lou, "concerns.handle", concern)


def test_those_in_office_are_offered_but_nobody_who_could_not_be_added(cast, concern):
    assert adding.offices(concern) == [(Role.HR, cast.hana), (Role.BOARD_OFFICER, cast.bea)]
    adding.add(concern, cast.hana, by=cast.pat, reason="Why", once=uuid4())
    assert adding.offices(concern) == [(Role.BOARD_OFFICER, cast.bea)]
    about_hana = reported(cast.lou, about=cast.hana)
    assert cast.hana not in [person for _, person in adding.offices(about_hana)]


def test_its_reporter_is_told_that_it_is_closed_and_nothing_else(cast, concern):
    once = uuid4()
    for _ in range(2):
        closing.close(concern, by=cast.pat, outcome="MARKED outcome", once=once)
    mail = Message.objects.get(name="concern_closed")
    assert (mail.person, mail.kept_from) == (cast.lou, cast.gus)
    whole = mail.subject + mail.text + mail.html
    for word in ("MARKED", "Gus", "Pat", "Harassment", "Northside"):
        assert word not in whole
    assert concern.number in mail.text


def test_adding_needs_a_reason_and_somebody_who_does_not_deal_with_it_yet(cast, concern):
    for person, reason, said in [
        (cast.hana, " ", "Say why they are needed"),
        (cast.pat, "Why", "deals with it already"),
        (cast.left, "Why", "has left"),
    ]:
        with pytest.raises(ActError, match=said):
            adding.add(concern, person, by=cast.pat, reason=reason, once=uuid4())


def test_who_receives_it_by_office_can_not_be_taken_off(cast, concern):
    seat = concern.receivers.get(person=cast.pat)
    with pytest.raises(ActError, match="added by name"):
        adding.remove(seat, by=cast.ada, reason="Why", once=uuid4())


def test_who_has_left_deals_with_it_no_more(cast, concern):
    adding.add(concern, cast.theo, by=cast.pat, reason="Knows him", once=uuid4())
    moving.leave(cast.theo, by=cast.hana)
    assert cast.theo not in receivers(concern)
    with pytest.raises(Concern.DoesNotExist):
        note(concern, cast.theo)


def test_it_is_closed_with_an_outcome_and_opened_again_with_a_reason(cast, concern):
    with pytest.raises(ActError, match="what came of it"):
        closing.close(concern, by=cast.pat, outcome="", once=uuid4())
    act = closing.close(concern, by=cast.pat, outcome="Settled with both", once=uuid4())
    closed = again(concern)
    assert (closed.state, closed.closed_at) == ("closed", act.at)
    with pytest.raises(ActError, match="Pat Novak closed it"):
        closing.close(concern, by=cast.ada, outcome="Settled", once=uuid4())
    with pytest.raises(ActError, match="Open it again first"):
        handling.record(What.TALKED, concern, by=cast.pat, text="By me", once=uuid4())
    note(concern, cast.pat)
    with pytest.raises(ActError, match="Say why"):
        closing.reopen(concern, by=cast.pat, reason="", once=uuid4())
    closing.reopen(concern, by=cast.ada, reason="It went on", once=uuid4())
    opened = again(concern)
    assert (opened.state, opened.closed_at) == ("open", None)
    assert Message.objects.filter(name="concern_waiting", person=cast.pat).count() == 2
    with pytest.raises(ActError, match="Ada Lindqvist opened it again"):
        closing.reopen(concern, by=cast.pat, reason="It went on", once=uuid4())


def test_each_look_at_the_name_of_a_student_is_recorded(cast):
    concern = reported(cast.lou, kind=Kind.COMMUNICATION, student="MARKED Student")
    assert watching.student_name(concern, by=cast.pat) == "MARKED Student"
    assert watching.student_name(concern, by=cast.ada) == "MARKED Student"
    looks = audit.history(concern).filter(act="concerns.student_name_looked")
    assert [event.actor for event in looks] == ["Ada Lindqvist", "Pat Novak"]


def test_without_a_name_nothing_is_told(cast, concern):
    assert watching.student_name(concern, by=cast.pat) == ""
