"""Which files a concern takes, what is shown of them, and that what can't be kept loses no word."""

from __future__ import annotations

import io
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from approvals.concerns import filing, recognizing, reporting, sealing
from approvals.concerns.models import Concern, DraftFile
from tests.factories import concerns as factory

NEW = reverse("concerns:new", args=["confidential"])
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x01" * 64
PDF = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"


def noise(width, height, kind="JPEG", **more):
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), secrets.token_bytes(width * height * 3)).save(
        out, kind, **more
    )
    return out.getvalue()


def test_a_phone_s_photo_is_kept_whole_and_shown_smaller():
    photo = noise(4000, 3000, quality=75)
    assert 5 * filing.MEGABYTE < len(photo) < filing.MOST_BYTES
    kept = filing.read(photo, name="IMG 1.JPG")
    assert (kept.kind, kept.original, kept.name) == ("image/jpeg", photo, "IMG_1.jpg")
    shown = Image.open(io.BytesIO(kept.shown))
    assert max(shown.size) == recognizing.LONGEST_SIDE
    assert len(kept.shown) < len(photo)


def test_a_copy_stands_upright_and_says_nothing_of_its_place():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "MARKEDPLACE"
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    kept = filing.read(out.getvalue() + b"what a phone adds behind the picture", name="a.jpg")
    shown = Image.open(io.BytesIO(kept.shown))
    assert shown.size == (30, 40)
    assert b"MARKEDPLACE" in kept.original
    assert b"MARKEDPLACE" not in kept.shown


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(HEIC, "photo.heic", "image/heic"), (PDF, "a.pdf", "application/pdf")],
)
def test_what_no_page_shows_is_kept_as_it_came(content, name, kind):
    kept = filing.read(content, name=name)
    assert (kept.kind, kept.name, kept.original, kept.shown) == (kind, name, content, None)


def test_of_a_picture_of_very_many_dots_no_copy_is_made(monkeypatch):
    monkeypatch.setitem(recognizing.MOST_PIXELS, recognizing.Kind.PNG, 100)
    kept = filing.read(noise(20, 20, "PNG"), name="a.png")
    assert kept.shown is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ" * 40, "is no picture"),
        (b"", "is no picture"),
        (b"\x00\x00\x00\x18ftypqt  " + b"0" * 40, "is no picture"),
        (noise(30, 30)[:600], "is damaged"),
        (b"%PDF-1.7 and no end", "is damaged"),
        (PDF.replace(b"endobj", b"/Encrypt"), "asks for a password"),
        (b"\xff\xd8\xff" + b"0" * filing.MOST_BYTES, "is larger than 20 MB"),
    ],
)
def test_what_can_not_be_kept_is_told_with_a_way_out(content, said):
    with pytest.raises(filing.FileError, match=said):
        filing.read(content, name="a")


def test_more_than_can_be_taken_at_once_is_left_out_by_name(monkeypatch):
    monkeypatch.setattr(filing, "MOST_AT_ONCE", len(HEIC) * 2)
    looked = filing.read_all([SimpleUploadedFile(f"{n}.heic", HEIC) for n in "abc"])
    assert [file.name for file in looked.kept] == ["a.heic", "b.heic"]
    assert looked.refused == ["“c.heic” is left out: at most 60 MB at once. Choose it afterwards"]


@pytest.fixture
def lou(client, cast):
    client.force_login(cast.lou)
    return client


def sent(page, **more):
    """What a browser sends of a page."""
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "pictures"}
    hidden = {"once": page.context["once"], "shown": page.context["who"].seal}
    listed = [str(file.key) for file in page.context["files"]]
    seen = {"seen": page.context["seen"] or "", "file": listed}
    return {**data, **hidden, **seen, "what": "Walnut", **more}


@pytest.mark.page
@pytest.mark.parametrize("button", ["save", "send"])
def test_one_file_that_can_not_be_kept_loses_neither_the_words_nor_the_others(lou, button):
    good = SimpleUploadedFile("good.jpg", factory.picture(), "image/jpeg")
    bad = SimpleUploadedFile("film.mov", b"\x00\x00\x00\x18ftypqt  ", "video/quicktime")
    page = lou.post(NEW, sent(lou.get(NEW), pictures=[bad, good], **{button: "1"}))
    assert "Your words are saved, and not sent yet" in page.text
    assert page.text.count("“film.mov” is no picture") == 2, "in the summary and beside the field"
    draft = Concern.objects.get()
    assert (draft.state, reporting.draft(draft)["what"]) == ("draft", "Walnut")
    assert [file.name for file in page.context["files"]] == ["good.jpg"]
    answer = lou.post(draft.get_absolute_url(), sent(page, send="1"))
    assert answer["Location"].endswith("/sent/")
    assert Concern.objects.get().evidence.count() == 1


@pytest.mark.page
def test_files_beyond_those_that_a_draft_takes_leave_its_words(lou, cast):
    full = [(f"{n}.jpg", factory.picture((n * 20, 0, 0))) for n in range(filing.MOST_FILES)]
    draft = factory.drafted(cast.lou, files=full)
    more = SimpleUploadedFile("more.jpg", factory.picture("red"), "image/jpeg")
    address = draft.get_absolute_url()
    page = lou.post(address, sent(lou.get(address), pictures=[more], save="1"))
    assert "Choose at most 10 files" in page.text
    assert reporting.draft(Concern.objects.get())["what"] == "Walnut"


def test_a_draft_takes_so_many_bytes_and_no_more(cast):
    draft = factory.drafted(cast.lou, files=[("a.jpg", factory.picture("red"))])
    one = filing.read(factory.picture("blue"), name="b.jpg")
    most = draft.draft_files.get().size + len(one.original)
    give = {"by": cast.lou, "model": DraftFile, "at": draft.saved_at, "most_bytes": most - 1}
    with pytest.raises(filing.FileError, match="takes at most 0 MB"):
        filing.keep(draft, [one], **give)
    assert draft.draft_files.count() == 1
    assert filing.keep(draft, [one], **{**give, "most_bytes": most}) == 1


def test_the_words_of_a_draft_that_takes_no_more_bytes_are_kept(lou, cast, monkeypatch):
    draft = factory.drafted(cast.lou)
    draft.draft_files.create(
        size=filing.MOST_AT_ONCE,
        kind="image/jpeg",
        added_by=cast.lou,
        added_at=draft.saved_at,
        facts=sealing.seal_json(draft, {"name": "a", "sha256": "b"}, field="-"),
        original=b"-",
    )
    monkeypatch.setattr(filing, "facts", lambda *_: {"name": "a.jpg", "sha256": "b"})
    more = SimpleUploadedFile("more.jpg", factory.picture("red"), "image/jpeg")
    address = draft.get_absolute_url()
    page = lou.post(address, sent(lou.get(address), pictures=[more], save="1"))
    assert "A draft takes at most 60 MB of files" in page.text
    assert reporting.draft(Concern.objects.get())["what"] == "Walnut"


def test_sending_moves_the_files_within_the_database(cast):
    files = [("a.jpg", factory.picture("red")), ("b.pdf", PDF)]
    draft = factory.drafted(cast.lou, files=files)
    there = list(draft.draft_files.values())
    with CaptureQueriesContext(connection) as queries:
        concern = reporting.send(draft, by=cast.lou)
    read = [each["sql"] for each in queries if each["sql"].startswith("SELECT")]
    assert not [sql for sql in read if '"original"' in sql]
    assert not DraftFile.objects.exists()
    assert list(concern.evidence.values()) == there
    assert filing.original(concern, concern.evidence.first()) == files[0][1]


@pytest.mark.page
def test_a_heic_picture_is_kept_said_to_be_so_and_fetched(client, cast):
    concern = factory.reported(cast.lou, files=[("photo.heic", HEIC)])
    client.force_login(cast.pat)
    page = client.get(concern.get_absolute_url()).text
    assert "No copy for the page could be made of it" in page
    evidence = concern.evidence.get()
    whole = client.get(reverse("concerns:file", args=[concern.number, evidence.key]))
    assert (whole.content, whole["Content-Type"]) == (HEIC, "image/heic")
    assert whole["Content-Disposition"].endswith('.heic"')
    picture = reverse("concerns:picture", args=[concern.number, evidence.key])
    assert client.get(picture).status_code == 404
