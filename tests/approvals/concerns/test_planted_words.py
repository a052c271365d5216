"""Marked words are planted in all that a concern holds, then looked for everywhere else."""

from __future__ import annotations

import io
import logging
import sys
from uuid import uuid4

import pytest
import redis
from django.conf import settings as configured
from django.core.signals import got_request_exception
from django.db import connection
from django.urls import reverse
from django.views.debug import ExceptionReporter
from PIL import Image

from accounts.models import Person
from approvals.concerns import adding, clocks, closing, handling, sealing, watching
from approvals.concerns.models import Act, Concern
from district_portal.mailing.models import Message
from tests.factories.concerns import drafted, joined, pack_in_use, picture, reported

pytestmark = pytest.mark.page
Kind, What = Concern.Kind, Act.What
PLACES = (
    *("what", "when", "where", "links", "student"),
    *("filename", "exif", "act", "added", "removed", "outcome", "reopened", "note", "notdue"),
    *("draftwhat", "draftfile", "typed", "refused"),
)
MARKS = {place: f"ZQX{place.upper()}QZX" for place in PLACES}


@pytest.fixture
def planted(cast, client, caplog) -> Concern:
    """A concern with a marked word in each place, dealt with by the pages from report to end."""
    caplog.set_level(logging.DEBUG)
    pack_in_use(by=cast.ada)
    told = {name: MARKS[name] for name in ("what", "when", "where", "links", "student")}
    drafted(
        cast.val,
        what=MARKS["draftwhat"],
        files=[(f"{MARKS['draftfile']}.jpg", picture("red", place=MARKS["exif"]))],
    )
    concern = reported(
        cast.lou,
        kind=Kind.CONDUCT,
        about=cast.gus,
        files=[(f"{MARKS['filename']}.jpg", picture(place=MARKS["exif"]))],
        **told,
    )
    client.force_login(cast.pat)
    assert MARKS["what"] in client.get(concern.get_absolute_url()).text
    assert MARKS["student"] in client.post(url("student", concern)).text
    key = concern.evidence.get().key
    assert client.get(url("file", concern, key)).status_code == 200
    assert client.get(url("picture", concern, key)).status_code == 200
    send(client, "record", concern, "police", text=MARKS["act"])
    send(client, "record", concern, "noted", text=MARKS["note"])
    send(client, "add", concern, chosen=cast.hana.pk, reason=MARKS["added"])
    seat = concern.receivers.get(person=cast.hana)
    send(client, "remove", concern, seat.pk, reason=MARKS["removed"])
    duty = concern.clocks.filter(act=None).first()
    send(client, "does_not_apply", concern, duty.pk, reason=MARKS["notdue"])
    send(client, "close", concern, outcome=MARKS["outcome"])
    send(client, "reopen", concern, reason=MARKS["reopened"])
    refused = client.post(url("add", concern), {"chosen": cast.gus.pk, "reason": MARKS["refused"]})
    assert MARKS["refused"] in refused.text
    clocks.sweep()
    return concern


def url(name, concern, *more):
    return reverse(f"concerns:{name}", args=[concern.number, *more])


def send(client, name, concern, *more, **typed):
    answer = client.post(url(name, concern, *more), {"once": str(uuid4()), **typed})
    assert answer.status_code == 302, answer.text


def marks_in(content):
    """Which marked words stand in it, also where bytes are written as hexadecimal digits."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    found = {place for place, mark in MARKS.items() if mark.lower() in text.lower()}
    lower = text.lower()
    return found | {p for p, mark in MARKS.items() if mark.encode().hex() in lower}


def dump():
    """Every row of every table, as pg_dump writes it."""
    found = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', found)
    return found.getvalue()


def test_the_search_itself_finds_what_is_there(cast, planted):
    told = sealing.open_(planted, planted.statement.content, field="statement")
    assert marks_in(told) == {"what", "when", "where", "links"}
    assert marks_in(MARKS["act"].encode().hex()) == {"act"}
    Person.objects.filter(pk=cast.val.pk).update(given_name=MARKS["note"])
    assert marks_in(dump()) == {"note"}


def test_no_word_lies_in_the_database_in_the_clear(planted):
    assert marks_in(dump()) == set()


def test_no_word_is_in_any_mail_log_cache_queue_or_session(planted, caplog):
    for mail in Message.objects.all():
        assert marks_in(mail.subject + mail.text + mail.html + mail.key + mail.answer) == set()
    assert marks_in(caplog.text) == set()
    for record in caplog.records:
        assert marks_in(f"{record.args!r} {record.__dict__.get('request')!r}") == set()
    server = redis.Redis.from_url(configured.REDIS_URL)
    kinds = {b"string": server.get, b"list": lambda key: server.lrange(key, 0, -1)}
    for key in server.keys("*"):
        value = kinds.get(server.type(key), server.dump)(key)
        assert marks_in(key) | marks_in(repr(value)) == set()


def test_no_page_list_search_or_export_has_a_word(cast, client, planted):
    for who in ("ada", "tom", "otto", "hana", "gus", "lou", "bea"):
        client.force_login(getattr(cast, who))
        for address in (
            *("/", "/inbox/", "/mail/", "/mail/?who=lou", "/concerns/", "/concerns/existing/"),
            *("/people/", f"/people/{cast.gus.pk}/", f"/people/{cast.lou.pk}/", "/reports/"),
            *("/people/?words=zqx", "/policies/search/?words=zqx", "/inbox/?words=zqx"),
            *("/records/", "/registry/", "/operations/", "/setup/", "/requests/"),
            f"/people/places/{cast.northside.pk}/",
        ):
            page = client.get(address, follow=True)
            assert marks_in(page.content) == set(), address
        seen = client.get("/people/", follow=True).text + client.get("/mail/", follow=True).text
        assert planted.number not in seen


def test_what_was_typed_is_not_told_again_by_a_cookie(client, cast, planted):
    send(client, "record", planted, "noted", text=MARKS["typed"])
    assert marks_in(str(client.cookies)) == set()
    session = client.session
    assert marks_in(repr(dict(session.items()))) == set()


@pytest.mark.parametrize("at", ["write", "seal", "audit"])
def test_a_report_of_an_error_has_no_word(cast, client, planted, monkeypatch, caplog, at):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    where = {
        "write": (Act.objects, "create"),
        "seal": (sealing, "_lock"),
        "audit": (handling.audit, "record"),
    }
    monkeypatch.setattr(*where[at], fail)
    reports = []

    def report(sender, request, **kwargs):
        made = ExceptionReporter(request, *sys.exc_info(), is_email=True)
        reports.extend([made.get_traceback_text(), made.get_traceback_html()])

    got_request_exception.connect(report)
    client.raise_request_exception = False
    typed = {"once": str(uuid4()), "text": MARKS["typed"]}
    try:
        answer = client.post(url("record", planted, "noted"), typed)
    finally:
        got_request_exception.disconnect(report)
    assert answer.status_code == 500
    assert reports
    for made in (*reports, answer.text, caplog.text):
        assert marks_in(made) == set()


def test_a_picture_that_is_shown_has_no_hidden_facts(planted, client, cast):
    client.force_login(cast.pat)
    evidence = planted.evidence.get()
    shown = client.get(url("picture", planted, evidence.key)).content
    assert marks_in(shown) == set()
    assert not Image.open(io.BytesIO(shown)).getexif()
    joined(planted, cast.theo, by=cast.pat)
    adding.remove(planted.receivers.get(person=cast.theo), by=cast.pat, reason="x", once=uuid4())
    watching.look(planted, by=cast.lou)
    handling.record(What.PARENTS, planted, by=cast.pat, text="By me", once=uuid4())
    closing.close(planted, by=cast.pat, outcome=MARKS["outcome"], once=uuid4())
    handling.record(What.NOTED, planted, by=cast.pat, text=MARKS["note"], once=uuid4())
    assert marks_in(dump()) == set()
