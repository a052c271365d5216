"""Anyone reports an account that claims to be the district; several reports are one case."""

from __future__ import annotations

import io
import threading
import uuid

import pytest
from django.db import connection
from PIL import Image

from approvals.impostors import addressing, capturing, reporting
from approvals.impostors.models import Act, Capture, Impostor, Report
from approvals.models import Platform
from approvals.platforms import UnreadableAddressError
from approvals.registry.models import Account
from district_portal import audit
from district_portal.mailing.models import Message
from tests.cast import call_the_cast
from tests.district_portal.setup.pictures import picture
from tests.factories import approvals
from tests.factories.impostors import FAKE, What, reported, stepped
from tests.standing import standing

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


@standing
def _platforms(cast):
    approvals.enter_presets()


def acts(impostor):
    return [act.what for act in impostor.acts.order_by("pk")]


def told():
    mails = Message.objects.filter(name="impostor_reported")
    return sorted(mails.values_list("person__given_name", flat=True))


@pytest.mark.usefixtures("_platforms")
def test_several_spellings_of_one_address_join_one_case_and_tell_once(cast):
    first = reported(FAKE, saw="It asks for money.")
    again = reported("instagram.com/NorthsldeBand/?igsh=1", saw="It wrote to my son.")
    handle = reported("@northsldeband", platform=Platform.objects.get(slug="instagram"))
    assert first == again == handle
    assert Impostor.objects.get().reports.count() == 3
    assert str(first) == "@northsldeband, Instagram"
    assert acts(first) == ["opened"]
    assert told() == ["Ada", "Tom"]
    events = [event.act for event in audit.history(first)]
    assert events == ["impostors.reported"] * 3
    assert {event.actor for event in audit.history(first)} == {"The portal"}


@pytest.mark.usefixtures("_platforms")
def test_a_form_sent_twice_is_one_report():
    once = uuid.uuid4()
    reported(once=once)
    reported(once=once)
    assert Report.objects.count() == 1


@pytest.mark.usefixtures("_platforms")
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://marlow-schools.example.net/login/", "marlow-schools.example.net/login"),
        ("https://www.instagram.com/p/Cxyz/", "instagram.com/p/Cxyz"),
        ("https://www.linkedin.com/in/superintendent", "linkedin.com/in/superintendent"),
    ],
)
def test_what_is_no_profile_is_reported_as_the_page_that_it_is(text, key):
    impostor = reported(text)
    assert (impostor.address_key, impostor.platform.slug) == (key, "website")
    assert str(impostor) == key


@pytest.mark.usefixtures("_platforms")
def test_a_handle_needs_its_platform_and_an_address_must_be_one():
    with pytest.raises(addressing.PlatformMissingError):
        reported("@northsldeband")
    with pytest.raises(UnreadableAddressError):
        reported("two words")
    assert not Impostor.objects.exists()


def test_what_is_ours_is_refused_also_while_it_is_not_active(band):
    for state in ("active", "suspended"):
        Account.objects.update(state=state)
        with pytest.raises(addressing.OursError):
            reported("https://www.instagram.com/northsideband")
    Account.objects.update(state="closed")
    assert reported("https://www.instagram.com/northsideband").state == "new"


@pytest.mark.usefixtures("_platforms")
def test_what_was_removed_and_is_reported_again_has_come_back(cast):
    impostor = stepped(What.REMOVED, reported(), by=cast.tom)
    reported()
    impostor.refresh_from_db()
    assert impostor.state == "new"
    assert acts(impostor) == ["opened", "removed", "came_back"]
    assert told() == ["Ada", "Ada", "Tom", "Tom"]


@pytest.mark.usefixtures("_platforms")
@pytest.mark.parametrize("outcome", [What.NOT_IMPOSTOR, What.TOLD_PLATFORM])
def test_what_was_looked_at_is_not_opened_again_by_one_more_report(cast, outcome):
    impostor = stepped(outcome, reported(), by=cast.tom)
    state = impostor.state
    reported()
    impostor.refresh_from_db()
    assert impostor.state == state
    assert told() == ["Ada", "Tom"]


@pytest.mark.usefixtures("_platforms")
def test_captures_are_kept_once_and_not_without_end(monkeypatch):
    one = picture()
    impostor = reported(captures=[("a.png", one), ("b.png", one), ("c.pdf", PDF)])
    assert [row.name for row in impostor.captures.all()] == ["a.png", "c.pdf"]
    monkeypatch.setattr(reporting, "MOST_CAPTURES", 2)
    reported(captures=[("d.png", picture(size=(77, 40)))])
    assert impostor.captures.count() == 2
    assert impostor.reports.first().left_out == 1


def test_a_picture_is_drawn_anew_and_tells_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "A telephone of somebody"
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(raw, "JPEG", exif=exif)
    hidden = raw.getvalue() + b"<script>alert(1)</script>\xff\xd9"
    kept = capturing.read(hidden, name="../../my photo<1>.html")
    assert (kept.kind, kept.name) == (Capture.Kind.JPEG, "my_photo1.jpg")
    assert b"telephone" not in kept.content
    assert b"script" not in kept.content
    assert Image.open(io.BytesIO(kept.content)).size == (40, 30)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no PNG, JPEG or PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG, JPEG or PDF"),
        (b"MZ" + b"\0" * 100, "no PNG, JPEG or PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no PNG, JPEG or PDF"),
        (b"%PDF-1.4 and no end", "no PNG, JPEG or PDF"),
        (b"\0" * (capturing.MOST_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name_says(content, words):
    with pytest.raises(capturing.CaptureError, match=words):
        capturing.read(content, name="shot.png")


def test_a_picture_of_too_many_dots_is_refused():
    raw = io.BytesIO()
    Image.new("1", (6000, 4000)).save(raw, "PNG")
    with pytest.raises(capturing.CaptureError, match="too many dots"):
        capturing.read(raw.getvalue(), name="shot.png")


def test_a_damaged_picture_is_refused():
    whole = bytearray(picture())
    whole[len(whole) // 2] ^= 255
    with pytest.raises(capturing.CaptureError):
        capturing.read(bytes(whole), name="shot.png")


@pytest.mark.django_db(transaction=True)
def test_ten_people_report_one_address_at_once():
    approvals.enter_presets()
    call_the_cast()
    ready, faults = threading.Barrier(10), []

    def one():
        try:
            ready.wait()
            reported()
        except Exception as fault:  # noqa: BLE001 – each is told
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert Impostor.objects.get().reports.count() == 10
    assert Act.objects.count() == 1
    assert told() == ["Ada", "Tom"]
