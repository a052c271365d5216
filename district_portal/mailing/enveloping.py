"""One message as the bytes that a mail server is given."""

from __future__ import annotations

import base64
import binascii
import re
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from district_portal.mailing.models import Message


def envelop(message: Message, *, district: str) -> bytes:
    """The whole mail, plain text and HTML, its lines ended by CRLF.

    An invitation stands beside the text, where calendars look for it (RFC 6047), and once more as
    a file for those who open it by hand.

    The Message-ID is the row's own, so that a mail sent twice can be recognised; automatic
    answers are asked not to come (RFC 3834). Its language is said (RFC 3282).
    """
    boundary = f"=_{message.message_id[1:25]}"
    language = message.language or settings.LANGUAGE_CODE
    with translation.override(language):
        name = _("%(district)s policy portal") % {"district": district}
    headers = [
        ("From", formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))),
        ("To", message.address),
        ("Subject", _header(message.subject)),
        ("Date", format_datetime(timezone.now())),
        ("Message-ID", message.message_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("MIME-Version", "1.0"),
        ("Content-Language", language),
    ]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in headers]
    body = _invited(message, boundary) if message.calendar else _texts(message, boundary)
    return "\r\n".join([*lines, *body, ""]).encode()


def _texts(message: Message, boundary: str) -> list[str]:
    parts = [_part(boundary, "plain", message.text), _part(boundary, "html", message.html)]
    if message.calendar:
        method = re.search(r"^METHOD:(\w+)", message.calendar, re.MULTILINE)
        kind = f"calendar; method={method[1]}" if method else "calendar"
        parts.append(_part(boundary, kind, message.calendar))
    return [
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        *("", *parts),
        f"--{boundary}--",
    ]


def _invited(message: Message, boundary: str) -> list[str]:
    """Its texts and, after them, the invitation as a file."""
    file = base64.encodebytes(message.calendar.encode()).decode().replace("\n", "\r\n")
    outer = f"=f{boundary[1:]}"  # no boundary may begin with the other
    return [
        f'Content-Type: multipart/mixed; boundary="{outer}"',
        *("", f"--{outer}"),
        *_texts(message, boundary),
        f"--{outer}",
        'Content-Type: application/ics; name="invitation.ics"',
        "Content-Transfer-Encoding: base64",
        'Content-Disposition: attachment; filename="invitation.ics"',
        *("", file.rstrip()),
        f"--{outer}--",
    ]


def _header(value: str) -> str:
    return value if value.isascii() else Header(value, "utf-8", maxlinelen=900).encode()


def _part(boundary: str, kind: str, text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    return (
        f"--{boundary}\r\n"
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{binascii.b2a_qp(lines, istext=True).decode()}"
    )
