"""Where the demo's mail ends: a real mail server on this machine that passes nothing on.

Each mail is one file, named by the time it came and whom it is for, so that the list needs to
open none of them.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote, unquote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_STAMP = "%Y%m%dT%H%M%S.%f"
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6})-[0-9a-f]{8}-([^/]{1,200})\.eml")
_LONGEST = 180


@dataclass(frozen=True)
class Caught:
    """A mail in the outbox: its file's name, when it came (UTC), whom it is for."""

    name: str
    at: dt.datetime
    to: str


def keep(content: bytes, *, to: str, folder: Path, at: dt.datetime | None = None) -> str:
    """Put one mail into `folder` and answer its name; it is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = (at or dt.datetime.now(dt.UTC)).strftime(_STAMP)
    address = quote(to, safe="@+=")[:_LONGEST]
    name = f"{stamp}-{secrets.token_hex(4)}-{address}.eml"
    descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix="coming-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(unfinished).replace(folder / name)
    return name


def caught(folder: Path, *, to: str = "") -> list[Caught]:
    """The mails in `folder`, newest first; with `to`, those whose address contains it."""
    names = sorted((entry.name for entry in os.scandir(folder)) if folder.is_dir() else ())
    mails = [mail for name in reversed(names) if (mail := _read_name(name))]
    return [mail for mail in mails if to.casefold() in mail.to.casefold()]


def read(folder: Path, name: str) -> tuple[Caught, EmailMessage]:
    """One mail by its name. Raises FileNotFoundError for a name that is none of ours."""
    mail = _read_name(name)
    if mail is None:
        raise FileNotFoundError(name)
    content = (folder / name).read_bytes()
    return mail, message_from_bytes(content, policy=policy.default)


def plain_text(message: EmailMessage) -> str:
    """The words of a mail as plain text."""
    part = message.get_body(("plain",))
    return part.get_content() if part else ""


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        for address in envelope.rcpt_tos:
            keep(envelope.original_content or b"", to=address, folder=self.folder)
        return "250 Kept"


class Sink(Controller):
    """The server on 127.0.0.1:`port`; start() and stop()."""

    def __init__(self, folder: Path, *, port: int) -> None:
        super().__init__(_Keeper(folder), hostname="127.0.0.1", port=port, ready_timeout=30)

    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True, ident="demo mail sink")


def _read_name(name: str) -> Caught | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    at = dt.datetime.strptime(match[1], _STAMP).replace(tzinfo=dt.UTC)
    return Caught(name, at, unquote(match[2]))
