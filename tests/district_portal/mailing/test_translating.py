"""Mails speak the language of the person: whole, with its dates and plurals, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from district_portal import mailing
from district_portal.mailing import composing, delivering, leasing, sampling, translating, wording
from district_portal.mailing.kinds import KINDS
from district_portal.mailing.models import Message
from district_portal.mailing.wording import Text
from policies.acknowledgments import closing, nudging
from policies.acknowledgments.models import Assignment
from policies.models import Policy
from policies.publication import rescinding
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)
ENGLISH_ONLY = "lo que usted firma es el texto en inglés"
OURS = Text("Para el {due date}", "Estimada {first name}:\n\n{policies}\n\n{link}")


@pytest.fixture(autouse=True)
def _by_day(monkeypatch):
    monkeypatch.setattr(leasing, "may_disturb", lambda _at: True)
    monkeypatch.setattr(nudging, "may_disturb", lambda _at: True)


@standing
def lou(cast):
    return speaks(cast.lou, "es")


def speaks(person, language):
    person.language = language
    person.save(update_fields=["language"])
    return person


def asked(*codes, people):
    for code in codes:
        required(published(code, "Phones", at=AT), people=people, at=AT)


def remind(person):
    assert mailing.queue_many("digest", keys={person.pk: f"digest:{person.pk}:{timezone.now()}"})


def sent(server):
    delivering.sweep()
    return server.received[-1]


def test_a_reminder_is_spanish_from_its_subject_to_its_foot(lou, smtp_server):
    asked("540", people=[lou])
    Assignment.objects.update(due_on=dt.date(2099, 12, 1))
    remind(lou)
    mail = sent(smtp_server)
    assert mail.subject == "Firme a más tardar el mar 1 de dic: 540 Phones"
    assert mail.text.startswith("Hola, Lou:")
    assert "Una política espera su firma:" in mail.text
    assert "vence el mar 1 de dic de 2099, dentro de " in mail.text
    assert "Leer y firmar:" in mail.text
    assert ENGLISH_ONLY in mail.text
    assert ENGLISH_ONLY in mail.html
    assert "Nadie lee las respuestas" in mail.text
    assert '<html lang="es">' in mail.html
    assert mail.message["Content-Language"] == "es"
    assert "Portal de políticas de" in mail.message["From"]
    assert "Hello" not in mail.text + mail.html


def test_several_are_told_in_the_plural(lou, smtp_server):
    asked("540", "541", people=[lou])
    remind(lou)
    mail = sent(smtp_server)
    assert "2 políticas" in mail.subject
    assert "2 políticas esperan su firma:" in mail.text
    assert "Leer y firmar todas:" in mail.text


def test_one_sweep_writes_to_each_in_their_own_language(lou, cast, smtp_server):
    asked("540", people=[lou, cast.gus])
    for person in (lou, cast.gus):
        remind(person)
    delivering.sweep()
    spoken = {mail.to: mail.message["Content-Language"] for mail in smtp_server.received}
    assert spoken == {lou.email: "es", cast.gus.email: "en"}
    english = next(mail for mail in smtp_server.received if mail.to == cast.gus.email)
    assert "Hello Gus," in english.text
    assert "translation" not in english.text


def test_a_nudge_a_receipt_and_a_record_are_spanish_and_what_was_signed_stays(
    lou, cast, smtp_server
):
    asked("540", "541", people=[lou])
    nudging.nudge([lou.pk], by=cast.pat)
    nudge = sent(smtp_server)
    assert "le pide que firme 2 políticas:" in nudge.text
    first, second = Assignment.objects.order_by("pk")
    signature = signed(lou, first.version)
    receipt = sent(smtp_server)
    assert receipt.subject.startswith("Usted firmó 540, Phones, versión 1 (S-")
    assert signature.statement in receipt.text
    assert '<blockquote lang="en">' in receipt.html
    assert "guarde este correo" in receipt.text
    closing.exempt(second, by=cast.hana, reason="Not now.", until=dt.date(2099, 1, 5))
    record = sent(smtp_server)
    assert "hasta el 5 de enero de 2099 usted no tiene que firmar 541" in record.text
    assert all(ENGLISH_ONLY in mail.text for mail in (nudge, receipt, record))


def test_a_language_that_nobody_offers_is_as_none(cast, smtp_server):
    asked("540", people=[cast.lou])
    remind(speaks(cast.lou, "tlh"))
    mail = sent(smtp_server)
    assert mail.text.startswith("Hello Lou,")
    assert mail.message["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("reader", "day"), [("es", "el 2 de noviembre de 2026"), ("en", "as of November 2, 2026")]
)
def test_a_mail_is_in_the_language_of_who_gets_it_whoever_causes_it(cast, smtp_server, reader, day):
    published("540", "Phones", at=AT)
    Policy.objects.update(owner=speaks(cast.lou, reader))
    with translation.override("es" if reader == "en" else "en"):
        rescinding.rescind(
            Policy.objects.get(), by=cast.polly, reason="Twice.", on=dt.date(2026, 11, 2)
        )
    mail = sent(smtp_server)
    assert day in mail.text
    assert f'<html lang="{reader}">' in mail.html


def test_a_reminder_follows_who_changes_their_language_and_a_receipt_keeps_its_words(
    cast, smtp_server
):
    asked("540", "541", people=[cast.lou])
    signed(cast.lou, Assignment.objects.first().version)
    remind(cast.lou)
    speaks(cast.lou, "es")
    delivering.sweep()
    by_kind = {
        message.name: (message.language, message.subject) for message in Message.objects.all()
    }
    assert by_kind["signed"][0] == "en"
    assert by_kind["digest"][0] == "es"


def test_the_district_s_spanish_counts_for_those_who_read_it_and_its_english_does_not(
    lou, cast, smtp_server
):
    english = Text("Due {due date}", "Dear {first name},\n\n{policies}\n\n{link}")
    wording.reword("digest", english, by=cast.polly, based_on=0)
    asked("540", people=[lou])
    remind(lou)
    assert sent(smtp_server).text.startswith("Hola, Lou:")
    rows = {row.name: row for _title, kinds in sampling.groups(language="es") for row in kinds}
    assert rows["digest"].differs
    wording.reword("digest", OURS, by=cast.polly, based_on=0, language="es")
    remind(lou)
    assert sent(smtp_server).text.startswith("Estimada Lou:")
    wording.restore("digest", by=cast.polly, based_on=1, language="es")
    assert wording.text("digest", language="es").body.startswith("Hola,")
    assert wording.text("digest") == english


def test_a_spanish_text_with_wrong_names_is_refused(cast):
    text = Text("Para el {fecha}", "Hola, {first name}:\n\n{policies}\n\n{link}")
    with pytest.raises(wording.FaultyTextError) as refused:
        wording.reword("digest", text, by=cast.polly, based_on=0, language="es")
    assert "This mail knows no {fecha}" in refused.value.faults["subject"][0]
    assert wording.changed("digest", language="es") is None


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.stays])
def test_the_portal_s_own_spanish_is_sound_and_fills_its_sample(name):
    text = wording.default(name, language="es")
    assert text != wording.default(name) or text.subject == "{summary}"
    found = wording.proofreading.faults(
        wording.pattern_of(name), subject=text.subject, body=text.body
    )
    assert found == {}
    sample = sampling.sample(name, text, language="es")
    assert sample.text.startswith("Hola, Alex:")
    assert "{" not in sample.subject + sample.text


@pytest.mark.parametrize("name", ["first_password", "password_link", "link_to_prove"])
def test_links_that_sign_in_are_spanish_too(cast, name):
    written = composing.compose(name, to=speaks(cast.lou, "es"), context={"link": "/x"})
    assert written.text.startswith("Hola, Lou:")
    assert "Hello" not in written.html
    assert ENGLISH_ONLY not in written.text


def test_nobody_in_particular_is_written_to_in_the_portal_s_own_language():
    assert translating.language_of(None) == "en"
