"""What a receipt, its PDF and a report say of a signature at a shared device."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from policies.acknowledgments import printing
from policies.acknowledgments.kiosk import opening, witnessing
from tests.factories.acknowledgments import required, sign_in
from tests.factories.meetings import codes, signed_at_kiosk, slip_of
from tests.factories.policies import published
from tests.policies.paper.test_printing import words
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def guss(cast, held, version):
    return signed_at_kiosk(held, cast.gus, version, by=cast.hana)


def receipt(client, signature):
    return client.get(reverse("acknowledgments:receipt", args=[signature.pk])).text


def test_a_receipt_says_who_printed_the_code_and_that_nobody_confirmed(client, cast, guss):
    text = receipt(sign_in(client, cast.gus), guss)
    for said in (
        "At a shared device",
        "Presence not confirmed",
        "No witness has said that this person was there",
        "by Hana Sato",
        "PIN last typed",
        "You did not sign this? Tell human resources at once.",
    ):
        assert said in text
    assert "Password last given" not in text


def test_a_receipt_says_who_confirmed(client, cast, held, guss):
    witnessing.say(held, [guss.pk], by=cast.theo)
    text = receipt(sign_in(client, cast.hana), guss)
    assert "Presence confirmed" in text
    assert "Confirmed by Theo Nguyễn, who printed no code there" in text


def test_a_receipt_says_who_was_not_there(client, cast, held, guss):
    told = {"was_present": False, "reason": "Drove the late bus."}
    witnessing.say(held, [guss.pk], by=cast.theo, **told)
    text = receipt(sign_in(client, cast.gus), guss)
    assert "Presence not confirmed" in text
    assert "says that this person was not there: Drove the late bus." in text


def test_a_receipt_says_that_the_pin_was_reset_before(client, cast, held, guss):
    opening.reset(cast.gus, by=cast.hana, reason="Forgot it.")
    phones = published("540", "Phones")
    required(phones, people=[cast.gus])
    [code] = codes(held, cast.gus, by=cast.hana)
    opening.choose(slip_of(code), "739104")
    opening.reset(cast.gus, by=cast.ada, reason="Again.")
    later = signed_at_kiosk(held, cast.gus, phones, by=cast.hana)
    text = receipt(sign_in(client, cast.hana), later)
    assert "by Ada Lindqvist: Again." in text
    assert "Earlier PIN reset" not in receipt(client, guss)


def test_the_pdf_says_the_same(cast, guss):
    text = words(printing.receipt_pdf(guss))
    for said in ("Signed at a shared device", "August", "Not confirmed", "PIN last typed"):
        assert said in text


@pytest.mark.parametrize(
    ("was_present", "said"),
    [
        (None, "At a shared device, presence not confirmed"),
        (True, "At a shared device, presence confirmed by Nguyễn, Theo"),
        (False, "At a shared device, was not there, says Nguyễn, Theo"),
    ],
)
def test_a_report_marks_it(client, cast, held, guss, was_present, said):
    if was_present is not None:
        reason = "" if was_present else "Drove the late bus."
        told = {"was_present": was_present, "reason": reason}
        witnessing.say(held, [guss.pk], by=cast.theo, **told)
    sign_in(client, cast.hana)
    export = client.get(reverse("reports:acknowledgments_file", args=["csv"]))
    rows = csv.reader(io.StringIO(export.content.decode("utf-8-sig")))
    assert said in {cell for row in rows for cell in row}
    page = client.get(reverse("reports:acknowledgments")).text
    assert ("Presence not confirmed" in page) == (not was_present)


def test_my_receipts_tell_it(client, cast, guss):
    text = sign_in(client, cast.gus).get(reverse("acknowledgments:receipts")).text
    assert "at a shared device" in text
