from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit
from policies.acknowledgments.kiosk import following, opening, witnessing
from policies.acknowledgments.models import Presence
from tests.factories.acknowledgments import sign_in, signed
from tests.factories.meetings import PIN, codes, meeting, signed_at_kiosk, slip_of
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def guss(cast, held, version):
    return signed_at_kiosk(held, cast.gus, version, by=cast.hana)


@standing
def lous(cast, held, version):
    return signed_at_kiosk(held, cast.lou, version, by=cast.hana)


def line_of(person, held, by):
    lines = following.lines(following.seats(held, by=by))
    return next(line for line in lines if line.seat.person == person)


def test_a_witness_confirms_several_at_once_and_each_once(cast, held, guss, lous):
    said = witnessing.say(held, [guss.pk, lous.pk], by=cast.ada)
    assert {presence.signature for presence in said} == {guss, lous}
    assert witnessing.say(held, [guss.pk, lous.pk], by=cast.ada) == []
    assert audit.events(act="acknowledgments.witnessed").count() == 2
    assert line_of(cast.gus, held, cast.ada).open == []


def test_a_supervisor_confirms_their_own_people_only(cast, held, guss, lous):
    said = witnessing.say(held, [guss.pk, lous.pk], by=cast.theo)
    assert [presence.signature for presence in said] == [guss]


def test_who_was_not_there_is_said_with_a_reason(cast, held, guss):
    with pytest.raises(witnessing.NoReasonError):
        witnessing.say(held, [guss.pk], by=cast.theo, was_present=False, reason=" ")
    [said] = witnessing.say(
        held, [guss.pk], by=cast.theo, was_present=False, reason="Drove the late bus."
    )
    assert not said.was_present
    assert witnessing.say(held, [guss.pk], by=cast.ada) == []


def test_who_printed_or_prepared_is_no_witness(cast, held, guss):
    codes(held, cast.lou, by=cast.ada)
    for by in (cast.hana, cast.ada):
        with pytest.raises(witnessing.NoThirdError):
            witnessing.say(held, [guss.pk], by=by)


@pytest.mark.parametrize("who", ["hana", "gus"])
def test_the_database_refuses_the_printer_and_the_signer(cast, guss, who):
    facts = {"was_present": True, "said_at": timezone.now()}
    with pytest.raises(IntegrityError, match="the_witness_is_a_third"), transaction.atomic():
        Presence.objects.create(signature=guss, witness=getattr(cast, who), **facts)


def test_the_database_refuses_a_presence_beside_a_meeting(cast, version, requirement):
    own = signed(cast.lou, version)
    facts = {"was_present": True, "said_at": timezone.now()}
    with pytest.raises(IntegrityError, match="the_witness_is_a_third"), transaction.atomic():
        Presence.objects.create(signature=own, witness=cast.ada, **facts)


def test_what_was_said_stays(cast, held, guss):
    witnessing.say(held, [guss.pk], by=cast.theo)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Presence.objects.update(was_present=False, reason="x")


def test_another_meeting_s_signature_is_not_confirmed_here(cast, held, guss):
    other = meeting(cast.lou, by=cast.hana)
    assert witnessing.say(other, [guss.pk], by=cast.ada) == []


def test_a_signature_with_somebody_else_s_code_is_refused_by_the_database(cast, held, version):
    slip = slip_of(codes(held, cast.gus, by=cast.hana)[0])
    pin = opening.choose(slip, PIN)
    with pytest.raises(IntegrityError, match="signed_with_their_own_code"), transaction.atomic():
        signed(cast.lou, version, slip=slip, pin=pin)


def test_the_page_confirms_those_who_are_ticked(client, cast, held, guss, lous):
    sign_in(client, cast.ada)
    page = reverse("acknowledgments:meeting", args=[held.pk])
    assert "You are the witness" in client.get(page).text
    ticked = {"seen": [str(guss.pk), str(lous.pk), "x", ""]}
    answer = client.post(
        reverse("acknowledgments:confirm_presence", args=[held.pk]), ticked, follow=True
    )
    assert "You confirmed that 2 people were there." in answer.text
    assert "Confirmed by Ada Lindqvist" in answer.text


def test_nobody_ticked_is_said(client, cast, held, guss):
    sign_in(client, cast.theo)
    address = reverse("acknowledgments:confirm_presence", args=[held.pk])
    assert "Tick the people whom you saw sign." in client.post(address, follow=True).text


def test_the_page_of_absence_needs_a_reason_and_ends(client, cast, held, guss):
    sign_in(client, cast.theo)
    page = reverse("acknowledgments:absent", args=[guss.slip.seat_id])
    assert "Say why you know" in client.post(page, {"reason": ""}).text
    answer = client.post(page, {"reason": "Drove the late bus."}, follow=True)
    assert "Was not here, says Theo" in answer.text
    assert client.get(page).status_code == 404


def test_the_printer_sees_that_somebody_else_confirms(client, cast, held, guss):
    sign_in(client, cast.hana)
    page = client.get(reverse("acknowledgments:meeting", args=[held.pk])).text
    assert "Somebody else confirms who was there" in page
    address = reverse("acknowledgments:confirm_presence", args=[held.pk])
    assert client.post(address, {"seen": guss.pk}).status_code == 404


def test_another_building_sees_nothing_of_it(client, cast, requirement):
    alone = meeting(cast.gus, by=cast.hana)
    sign_in(client, cast.pat)
    assert client.get(reverse("acknowledgments:meeting", args=[alone.pk])).status_code == 404
    assert client.get(reverse("acknowledgments:meetings")).context["meetings"].total == 0


def test_a_supervisor_sees_their_own_people_of_a_mixed_meeting(client, cast, held):
    sign_in(client, cast.theo)
    page = client.get(reverse("acknowledgments:meeting", args=[held.pk])).text
    assert "Gus de la Cruz" in page
    assert "Lou Berg" not in page


def test_hr_prints_and_ends_from_the_page(client, cast, held):
    sign_in(client, cast.hana)
    answer = client.post(reverse("acknowledgments:slips", args=[held.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    answer = client.post(reverse("acknowledgments:end_meeting", args=[held.pk]), follow=True)
    assert "Its codes open nothing any more." in answer.text
    answer = client.post(reverse("acknowledgments:slips", args=[held.pk]), follow=True)
    assert "The meeting is over." in answer.text


def test_a_meeting_is_prepared_from_its_page(client, cast, requirement):
    sign_in(client, cast.pat)
    page = reverse("acknowledgments:prepare_meeting")
    told = {"name": "Northside", "until": "day", "place": "", "policy": "", "people": ""}
    shown = client.post(page, told).text
    assert "2 people are expected" in shown
    answer = client.post(page, {**told, "prepare": "yes"}, follow=True)
    assert "Lou Berg" in answer.text
    nobody = client.post(page, {**told, "people": "Gus de la Cruz", "prepare": "yes"}).text
    assert "Nobody here has anything to sign" in nobody


def test_a_pin_is_reset_from_the_person_s_page(client, cast, guss):
    sign_in(client, cast.hana)
    page = reverse("acknowledgments:reset_pin", args=[cast.gus.pk])
    assert page in client.get(reverse("people:person", args=[cast.gus.pk])).text
    assert "Say why the PIN is reset" in client.post(page, {"reason": ""}).text
    answer = client.post(page, {"reason": "Forgot it."}, follow=True)
    assert "With the next code Gus chooses another." in answer.text
    assert "There is no PIN to reset" in client.get(page).text
