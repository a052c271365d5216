"""Mail servers that want a password, or should speak TLS and do not."""

from __future__ import annotations

import pytest
from aiosmtpd.smtp import AuthResult

from district_portal.mailing import delivering, enveloping
from district_portal.mailing.conversing import MailServer, Outcome
from district_portal.mailing.models import Message
from tests.smtp import run_mail_server

SECRET = "the mail server's own"


def judge(server, session, envelope, mechanism, given) -> AuthResult:
    right = (given.login, given.password) == (b"portal", SECRET.encode())
    return AuthResult(success=right, handled=False)


@pytest.fixture
def strict_server(settings):
    with run_mail_server(authenticator=judge, auth_required=True, auth_require_tls=False) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_TIMEOUT = 30
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", SECRET
        yield server


def test_the_portal_signs_in_to_the_mail_server(queue_note, strict_server):
    queue_note()
    assert delivering.sweep() == {"sent": 1}
    assert len(strict_server.received) == 1


def test_a_wrong_password_fails_no_mail_and_does_not_tell_the_password(
    queue_note, strict_server, settings
):
    settings.EMAIL_HOST_PASSWORD = "an old one"
    queue_note()
    assert delivering.sweep() == {"unreachable": 1}
    message = Message.objects.get()
    assert message.state == "queued"
    assert "535" in message.answer
    assert "an old one" not in message.answer


@pytest.mark.parametrize("setting", ["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def test_without_tls_that_was_asked_for_nothing_is_said(queue_note, smtp_server, settings, setting):
    setattr(settings, setting, True)
    queue_note()
    assert delivering.sweep() == {"unreachable": 1}
    assert smtp_server.received == []


def test_a_line_break_in_a_subject_makes_no_header(queue_note, smtp_server):
    queue_note()
    Message.objects.update(subject="Hello\r\nBcc: everybody@marlow.example")
    delivering.sweep()
    (mail,) = smtp_server.received
    assert mail.message["Bcc"] is None
    assert mail.subject == "Hello Bcc: everybody@marlow.example"


def test_an_address_beyond_ascii_goes_to_a_server_that_takes_it(queue_note, smtp_server, cast):
    cast.theo.email = "nguyễn@marlow.example"
    queue_note(to=cast.theo)
    assert delivering.sweep() == {"sent": 1}
    assert smtp_server.received[0].to == "nguyễn@marlow.example"


def test_a_name_beyond_ascii_is_written_as_mail_programs_read_it(queue_note, smtp_server):
    queue_note()
    content = enveloping.envelop(Message.objects.get(), district="Escuela Álvarez, “Norte”")
    with MailServer() as server:
        assert server.send(content, to="lou@marlow.example").outcome is Outcome.SENT
    name = smtp_server.received[0].message["From"].addresses[0].display_name
    assert name == "Escuela Álvarez, “Norte” policy portal"
