"""A real mail server in this process, which can be told to misbehave.

`smtp_server` is a fixture: the settings of the test lead to it. Its `received` are the mails it
took, in order; each entry of `answers` is used up by one mail, the last one answered first come:

    smtp_server.answers += ["451 Try again later"]     said after the body
    smtp_server.answers += ["550 No such mailbox"]     said after RCPT TO
    smtp_server.answers += [DROP_AFTER_BODY]           keeps the mail, hangs up without a word
    smtp_server.answers += [DROP_BEFORE_BODY]          hangs up at RCPT TO
    smtp_server.answers += [SILENCE]                   keeps the mail, never answers
"""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.WARNING)

DROP_AFTER_BODY = "drop after body"
DROP_BEFORE_BODY = "drop before body"
SILENCE = "silence"


@dataclass
class Mail:
    """One mail as the server took it."""

    to: str
    sender: str
    message: EmailMessage
    raw: bytes

    @property
    def subject(self) -> str:
        return self.message["Subject"]

    @property
    def id(self) -> str:
        return self.message["Message-ID"]

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()


@dataclass
class MailServer:
    """What the server took, and how it is to answer."""

    host: str = "127.0.0.1"
    port: int = 0
    received: list[Mail] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    connections: int = 0
    on_mail: object = None  # called with each mail before it is answered, in the server's thread
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def to(self, address: str) -> list[Mail]:
        """The mails to one address."""
        return [mail for mail in self.received if mail.to == address]

    def take(self, mail: Mail) -> None:
        with self.lock:
            self.received.append(mail)
        if self.on_mail:
            self.on_mail(mail)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    def _next(self, *, before_body: bool) -> str:
        early = (DROP_BEFORE_BODY, "421", "450", "550", "553")
        if self.server.answers and self.server.answers[0].startswith(early) == before_body:
            return self.server.answers.pop(0)
        return ""

    async def handle_EHLO(self, smtp, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        self.server.connections += 1
        return responses

    async def handle_RCPT(self, smtp, session, envelope, address, options):  # noqa: N802
        answer = self._next(before_body=True)
        if answer == DROP_BEFORE_BODY:
            smtp.transport.abort()
            return "421 Gone"
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp, session, envelope):  # noqa: N802
        answer = self._next(before_body=False)
        if not answer or answer in (DROP_AFTER_BODY, SILENCE):
            message = message_from_bytes(envelope.content, policy=policy.default)
            mail = Mail(envelope.rcpt_tos[0], envelope.mail_from, message, envelope.content)
            await asyncio.get_running_loop().run_in_executor(None, self.server.take, mail)
        if answer == DROP_AFTER_BODY:
            smtp.transport.abort()
        if answer == SILENCE:
            await asyncio.sleep(3600)
        return answer if answer[:1].isdigit() else "250 Taken"


class _Controller(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def run_mail_server(*, port=0, **options):
    """The server, for as long as the block lasts; `options` are those of aiosmtpd's SMTP."""
    server = MailServer()
    controller = _Controller(
        _Handler(server), hostname=server.host, port=port, ready_timeout=30, **options
    )
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop(no_assert=True)


@pytest.fixture
def smtp_server(settings):
    with run_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 30
        yield server
