"""Where the sheet of a night comes from: a folder, or an address of the district's.

`ROSTER_SOURCE` is one of

- a folder: its newest CSV, XLSX or zip is taken, or the OneRoster files that lie in it;
- a folder with a pattern at the end (/srv/hr/staff-*.csv): the newest file that fits;
- a file;
- https://…, with `ROSTER_TOKEN` as the bearer's token, if there is one.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from accounts.roster.oneroster import package
from accounts.roster.oneroster.distilling import distil, distil_files
from accounts.roster.reading.sheet import MOST_BYTES
from accounts.roster.reading.table import UnreadableSheetError

SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".zip")
QUIET: Final = 60
"""Seconds for which a file must lie unchanged: until then somebody may still be writing it."""
PATIENCE: Final = 30
"""Seconds without a word from the other side."""
LONGEST: Final = 300
"""Seconds for all of it."""
_CHUNK: Final = 256 * 1024
_PATTERN: Final = re.compile(r"[*?\[]")
_ATTACHED: Final = re.compile(r'filename="?([^";]+)')


class SourceError(Exception):
    """Nothing came; the message says why, for the people who look after it."""


class NotYetError(Exception):
    """The newest file is still being written."""


@dataclass(frozen=True)
class Fetched:
    """A sheet, or a OneRoster export without what must not be stored."""

    name: str
    content: bytes
    is_oneroster: bool = False


def fetch(source: str, *, token: str = "") -> Fetched:
    """What lies at `source` now.

    Raises SourceError, UnreadableSheetError for a OneRoster export that is broken, and NotYetError.
    """
    if "://" in source:
        name, content = _download(source, token=token)
        return _known(name, content)
    path = Path(source)
    try:
        if path.is_dir() and _is_oneroster(path):
            _refuse_unfinished(path / name for name in package.READ)
            return Fetched(path.name, distil_files(package.open_folder(path)), is_oneroster=True)
        newest = _newest(path)
        if newest.stat().st_size > MOST_BYTES:
            raise SourceError(_("%(name)s is larger than 50 MB.") % {"name": newest.name})
        return _known(newest.name, newest.read_bytes())
    except OSError as error:
        told = {"path": error.filename or source, "why": error.strerror or str(error)}
        raise SourceError(_("%(path)s can’t be read: %(why)s.") % told) from error


def _known(name: str, content: bytes) -> Fetched:
    if package.is_package(content):
        return Fetched(name, distil(content), is_oneroster=True)
    return Fetched(name, content)


def _is_oneroster(folder: Path) -> bool:
    names = {path.name.lower() for path in folder.iterdir()}
    return set(package.NEEDED) <= names


def _newest(path: Path) -> Path:
    """The file at `path`, or the newest one in it, or the newest that fits."""
    if path.is_file():
        found = [path]
    elif path.is_dir():
        found = [each for each in path.iterdir() if each.suffix.lower() in SUFFIXES]
    elif _PATTERN.search(path.name) and path.parent.is_dir():
        found = list(path.parent.glob(path.name))
    else:
        raise SourceError(_("There is no file or folder %(path)s.") % {"path": path})
    found = [each for each in found if each.is_file() and not each.name.startswith((".", "~$"))]
    if not found:
        raise SourceError(_("There is no sheet in %(path)s.") % {"path": path})
    newest = max(found, key=lambda each: (each.stat().st_mtime, each.name))
    _refuse_unfinished([newest])
    return newest


def _refuse_unfinished(files: Iterator[Path] | list[Path]) -> None:
    for file in files:
        if file.exists() and time.time() - file.stat().st_mtime < QUIET:
            raise NotYetError(file.name)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects within one host, by HTTPS, a few times; others are errors."""

    max_redirections = 3
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if _origin(newurl) != _origin(req.full_url):
            raise SourceError(_("The address leads on to another host, which is not followed."))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(address: str, *, token: str) -> tuple[str, bytes]:
    """Name and content of what lies at an address. Raises SourceError."""
    if urlsplit(address).scheme != "https":
        raise SourceError(_("The address must begin with https://."))
    request = urllib.request.Request(address)  # noqa: S310 - https, as was just seen
    request.add_header("User-Agent", "district-policy-portal")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    over = time.monotonic() + LONGEST
    try:
        with urllib.request.build_opener(_SameHost).open(request, timeout=PATIENCE) as answer:
            return _name(answer, address), _body(answer, over)
    except HTTPError as error:
        raise SourceError(_("The server answered %(code)s.") % {"code": error.code}) from error
    except TimeoutError as error:
        raise SourceError(_("The server did not answer in time.")) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        if isinstance(why, TimeoutError):
            raise SourceError(_("The server did not answer in time.")) from error
        raise SourceError(_("The server can’t be reached: %(why)s.") % {"why": why}) from error


def _body(answer: Any, over: float) -> bytes:
    """All that comes, as long as it is neither too much nor too slow, and whole."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_CHUNK):
        size += len(part)
        if size > MOST_BYTES:
            raise SourceError(_("What the server sends is larger than 50 MB."))
        if time.monotonic() > over:
            raise SourceError(_("The server sends too slowly."))
        parts.append(part)
    said = answer.headers.get("Content-Length", "")
    if said.isdigit() and int(said) != size:
        raise SourceError(_("The connection broke off in the middle of the file."))
    return b"".join(parts)


def _name(answer: Any, address: str) -> str:
    attached = _ATTACHED.search(answer.headers.get("Content-Disposition", ""))
    path = attached[1] if attached else unquote(urlsplit(address).path)
    return PurePosixPath(path).name[:100] or "roster"


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port


__all__ = ["Fetched", "NotYetError", "SourceError", "UnreadableSheetError", "fetch"]
