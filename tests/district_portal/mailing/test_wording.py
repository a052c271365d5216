"""The district's text goes out, in mails that are written from then on; every text is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.mailing import composing, wording
from district_portal.mailing.models import Message, Wording
from district_portal.mailing.wording import Text
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
OURS = Text("Due {due date}", "Dear {first name} <&>,\n\n{policies}\n\n{link}")
RECEIPT = Text(
    "Thank you: {policy}",
    "Dear {first name},\n\n{statement}\n\n{receipt number} {time signed} {fingerprint}\n\n{link}",
)


@standing
def asked(cast):
    version = published("529", "Staff <Networks>")
    required(version, people=[cast.lou])
    return version


def reword(name, text, *, by, based_on=0):
    return wording.reword(name, text, by=by, based_on=based_on)


def digest_to(person):
    key = {person.pk: f"digest:{person.pk}:{timezone.now()}"}
    assert mailing.queue_many("digest", keys=key)
    message = Message.objects.filter(name="digest").select_related("person").latest("pk")
    assert composing.write([message]) == {}
    return message


def test_a_reminder_is_written_with_the_district_s_text(cast, asked):
    reword("digest", OURS, by=cast.polly)
    message = digest_to(cast.lou)
    assert message.subject.startswith("Due ")
    assert message.text.startswith("Dear Lou <&>,\n\n- 529 Staff <Networks>\n  due ")
    assert "Dear Lou &lt;&amp;&gt;," in message.html
    assert "<strong>529 Staff &lt;Networks&gt;</strong>" in message.html
    page = f"/sign/{Assignment.objects.get().pk}/"
    assert message.text.count(page) == message.html.count(page) == 1
    assert "Nobody reads answers" in message.text


def test_a_receipt_has_it_too_and_one_of_before_keeps_its_words(cast, asked):
    required(asked, people=[cast.pat])
    signed(cast.pat, asked)
    reword("signed", RECEIPT, by=cast.ada)
    receipt = signed(cast.lou, asked)
    of_pat, of_lou = Message.objects.filter(name="signed").order_by("pk")
    assert of_pat.subject.startswith("You signed 529")
    assert of_lou.subject == "Thank you: 529, Staff <Networks>"
    for kept in (receipt.statement, receipt.receipt, receipt.version_sha256):
        assert kept in of_lou.text


def test_a_mail_without_its_own_pattern_says_what_the_portal_says_within_the_text(cast):
    text = Text("Marlow: {summary}", "Good day {first name}!\n\n{message}\n\nThe office\n{link}")
    reword("delegation_declined", text, by=cast.ada)
    since = dt.date(2026, 9, 1)
    delegation = {"delegate": "Theo <N>", "since": since, "until": since}
    mailing.queue(
        "delegation_declined",
        key="declined",
        to=cast.lou,
        context={"delegation": delegation, "link": "/people/delegations/"},
    )
    message = Message.objects.get()
    assert message.subject == "Marlow: Theo <N> can’t act for you"
    assert message.text.startswith(
        "Good day Lou!\n\nTheo <N> has declined to act for you from September 1, 2026"
    )
    assert "The office\n\nAsk somebody else:\nhttp" in message.text
    assert "<p>Theo &lt;N&gt; has declined" in message.html
    assert message.html.count("<a ") == message.html.count("<h1>") == 1


def test_a_title_can_bring_in_no_name_nor_tag(cast):
    version = published("530", "{link} {{ 7 }} {% now %}")
    required(version, people=[cast.lou])
    reword("digest", OURS, by=cast.polly)
    message = digest_to(cast.lou)
    assert "530 {link} {{ 7 }} {% now %}" in message.text
    assert message.text.count("http") == 1


def test_the_act_is_recorded_and_the_same_text_again_is_none(cast):
    first = reword("digest", OURS, by=cast.polly)
    assert reword("digest", OURS, by=cast.polly) == first
    assert reword("digest", OURS, by=cast.ada, based_on=1) == first
    (event,) = audit.events(act="mail.reworded")
    assert (event.actor, event.after["kind"]) == (str(cast.polly), "digest")
    assert event.after["subject"] == OURS.subject
    assert event.before == {"subject": "", "body": ""}


def test_the_portal_s_own_text_saved_changes_nothing(cast):
    assert reword("digest", wording.default("digest"), by=cast.polly) is None
    assert not Wording.objects.exists()


def test_restoring_keeps_every_earlier_text(cast):
    reword("digest", OURS, by=cast.polly)
    wording.restore("digest", by=cast.ada, based_on=1)
    assert wording.restore("digest", by=cast.ada, based_on=1).number == 2, "pressed twice"
    assert wording.text("digest") == wording.default("digest")
    rows = [(row.number, row.subject, row.by) for row in wording.history("digest")]
    assert rows == [(2, "", cast.ada), (1, OURS.subject, cast.polly)]
    assert audit.events(act="mail.default_restored").count() == 1


def test_who_saw_an_older_text_is_told_whose_came_first(cast):
    reword("digest", OURS, by=cast.polly)
    with pytest.raises(wording.StaleWordingError) as told:
        reword("digest", Text("Mine by {due date}", OURS.body), by=cast.ada)
    assert told.value.newest.by == cast.polly
    with pytest.raises(wording.StaleWordingError):
        wording.restore("digest", by=cast.ada, based_on=0)
    assert Wording.objects.count() == 1


def test_a_faulty_text_is_refused_by_the_rule_itself(cast):
    with pytest.raises(wording.FaultyTextError) as told:
        reword("digest", Text("Due {due date}", "No link"), by=cast.polly)
    assert set(told.value.faults) == {"body"}
    with pytest.raises(KeyError):
        reword("password_link", OURS, by=cast.ada)


def test_a_text_that_the_portal_can_fill_no_more_gives_way(cast, asked):
    Wording.objects.create(
        name="digest",
        language="en",
        number=1,
        subject="{gone}",
        body="{gone}",
        at=timezone.now(),
        by=cast.polly,
    )
    assert digest_to(cast.lou).subject.startswith("Please sign by")


@pytest.mark.parametrize(("subject", "body"), [("x", ""), ("", "x")])
def test_the_database_keeps_no_half_a_text(cast, subject, body):
    half = {"name": "digest", "language": "en", "number": 1, "subject": subject, "body": body}
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.create(**half, at=timezone.now(), by=cast.polly)


def test_many_reminders_read_the_text_once(cast, asked):
    reword("digest", OURS, by=cast.polly)
    for number in range(3):
        chosen = [cast.val, cast.pat, cast.gus][number:]
        required(published(f"60{number}", "More"), people=chosen)
    people = [cast.lou, cast.val, cast.pat, cast.gus]
    mailing.queue_many("digest", keys={person.pk: f"many:{person.pk}" for person in people})
    messages = list(Message.objects.select_related("person"))
    with CaptureQueriesContext(connection) as queries:
        composing.write(messages)
    assert sum("mailing_wording" in query["sql"] for query in queries) == 1
    assert {message.subject[:4] for message in messages if message.subject} == {"Due "}
