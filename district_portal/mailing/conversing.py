"""One conversation with the district's mail server, kept open from mail to mail."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from enum import Enum
from typing import Self

from django.conf import settings
from django.utils.translation import gettext_noop

from district_portal.mailing.composing import host

_LINE_WITH_DOT = re.compile(rb"(?m)^\.")
_ACCEPTED, _GO_ON, _CLOSING = 250, 354, 421
_BROKEN = (smtplib.SMTPException, OSError)


class Outcome(Enum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"  # the server said 4xx, or went away before the body
    REFUSED = "refused"  # the server said 5xx
    UNKNOWN = "unknown"  # the server went away between the body and its answer
    UNREACHABLE = "unreachable"  # no server, or it lets nobody in


@dataclass(frozen=True)
class Answer:
    """An outcome with the server's words; `cut` when the connection is gone."""

    outcome: Outcome
    words: str
    cut: bool = False


class MailServer:
    """The server of EMAIL_URL; connects when the first mail goes, and again when it was cut off."""

    def __init__(self) -> None:
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except _BROKEN:
                self._connection.close()
            self._connection = None

    def send(self, content: bytes, *, to: str) -> Answer:
        """Hand over one mail (whole, lines ended by CRLF) for one address.

        A connection that the server closed since the last mail is opened anew, once.
        """
        reused = self._connection is not None
        answer = self._offer(content, to)
        if reused and answer.cut and answer.outcome is Outcome.LATER:
            answer = self._offer(content, to)
        return answer

    def _offer(self, content: bytes, to: str) -> Answer:
        try:
            connection = self._connected()
        except _BROKEN as broken:
            return Answer(Outcome.UNREACHABLE, _words(broken))
        try:
            if refused := self._announce(connection, to):
                return refused
        except _BROKEN as broken:
            self._hang_up()
            return Answer(Outcome.LATER, _words(broken), cut=True)
        try:
            connection.send(_LINE_WITH_DOT.sub(b"..", content) + b".\r\n")
            return self._judge(*connection.getreply())
        except _BROKEN as broken:
            self._hang_up()
            return Answer(Outcome.UNKNOWN, _words(broken), cut=True)

    def _announce(self, connection: smtplib.SMTP, to: str) -> Answer | None:
        options = []
        if not to.isascii():
            if not connection.has_extn("smtputf8"):
                return Answer(
                    Outcome.REFUSED, gettext_noop("The mail server takes only plain addresses.")
                )
            options = ["SMTPUTF8"]
        code, words = connection.mail(settings.DEFAULT_FROM_EMAIL, options)
        if code == _ACCEPTED:
            code, words = connection.rcpt(to)
        if code in (_ACCEPTED, 251):
            code, words = connection.docmd("DATA")
        return None if code == _GO_ON else self._judge(code, words)

    def _judge(self, code: int, words: bytes) -> Answer:
        said = f"{code} {words.decode('utf-8', 'replace')}"
        if code == _ACCEPTED:
            return Answer(Outcome.SENT, said)
        cut = code == _CLOSING or not self._start_over()
        if cut:
            self._hang_up()
        outcome = Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER  # noqa: PLR2004
        return Answer(outcome, said, cut)

    def _start_over(self) -> bool:
        try:
            return self._connection is not None and self._connection.rset()[0] == _ACCEPTED
        except _BROKEN:
            return False

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = _connect()
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect() -> smtplib.SMTP:
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    if settings.EMAIL_USE_SSL:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            *where,
            local_hostname=host(),
            timeout=settings.EMAIL_TIMEOUT,
            context=ssl.create_default_context(),
        )
    else:
        connection = smtplib.SMTP(*where, local_hostname=host(), timeout=settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            connection.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        connection.close()
        raise
    return connection


def _words(broken: Exception) -> str:
    return f"{type(broken).__name__}: {broken}"[:500]
