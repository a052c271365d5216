"""Read a state pack: which duties of the law a concern starts, written by a district's counsel.

The file is TOML. It is read strictly: what is missing, misspelled or not understood is refused,
with the file, the duty and the field, since a duty that is left out would never be warned of.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

MOST_BYTES: Final = 256 * 1024
MOST_DUTIES: Final = 50
MOST_HOURS: Final = 24 * 90
MOST_DAYS: Final = 90
KINDS: Final = ("confidential", "communication", "conduct")
MOMENTS: Final = ("sent", "read")
ACTS: Final = (
    "talked",
    "secured",
    "parents",
    "title_ix",
    "police",
)
"""The acts by which a duty can be met; a note, or closing the concern, meets none."""
LONGEST: Final = {
    "name": 120,
    "place": 120,
    "statute": 200,
    "source": 500,
    "do": 300,
    "asks": 200,
}
LONGEST_WORDING: Final = 2000
_PACK: Final = ("name", "place", "source", "checked_on", "checked_by")
_DUTY: Final = ("key", "statute", "source", "kinds", "starts", "until", "do", "wording", "met_by")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_UNTIL: Final = re.compile(r"(\d{1,4}) (hours?|school days?)")
_END_OF_DAY: Final = "end of the day"


class PackError(ValueError):
    """A file that is no state pack; the message names the file, the duty and the field."""


@dataclass(frozen=True)
class Until:
    """How long a duty may take: so many hours, so many school days, or (neither) to midnight."""

    hours: int = 0
    school_days: int = 0


@dataclass(frozen=True)
class Duty:
    """What must be done once a concern of some kinds was sent or read, and until when.

    `do` says it in a few words, `wording` to whoever handles the concern; `met_by` are the acts
    any of which meets it. `asks` is a question: where the answer is no, it doesn't apply.
    """

    key: str
    statute: str
    source: str
    kinds: tuple[str, ...]
    starts: str
    until: Until
    do: str
    wording: str
    met_by: tuple[str, ...]
    asks: str = ""


@dataclass(frozen=True)
class Pack:
    """The duties of one state, from where, and when somebody last checked them.

    One that is `fictional` shows how a pack is written. `reporters` is what whoever reports reads
    of a duty of their own.
    """

    name: str
    place: str
    source: str
    checked_on: dt.date
    checked_by: str
    fictional: bool = False
    reporters: str = ""
    duties: tuple[Duty, ...] = field(default_factory=tuple)


def read(content: bytes, *, name: str) -> Pack:
    """The state pack in the file `name`. Raises PackError at the first thing that is wrong."""
    if len(content) > MOST_BYTES:
        raise PackError(_("%(file)s: it is larger than 256 KB") % {"file": name})
    try:
        whole = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PackError(_("%(file)s: it is no text in UTF-8") % {"file": name}) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = {"file": name, "error": error}
        raise PackError(_("%(file)s: it is no TOML file (%(error)s)") % told) from error
    top = _Table(whole, where=name)
    top.refuse_others(("pack", "duty"))
    head = _Table(top.table("pack"), where=_("%(file)s, pack") % {"file": name})
    head.refuse_others((*_PACK, "fictional", "reporters"))
    duties = tuple(
        _duty(row, file=name, number=n) for n, row in enumerate(top.tables("duty"), start=1)
    )
    _refuse_repeated(duties, file=name)
    return Pack(
        name=head.line("name"),
        place=head.line("place"),
        source=head.line("source"),
        checked_on=head.past_day("checked_on"),
        checked_by=head.line("checked_by"),
        fictional=head.flag("fictional"),
        reporters=head.words("reporters", required=False),
        duties=duties,
    )


def _duty(row: Mapping[str, Any], *, file: str, number: int) -> Duty:
    called = row.get("key")
    duty = called if isinstance(called, str) and called else number
    table = _Table(row, where=_("%(file)s, duty %(duty)s") % {"file": file, "duty": duty})
    table.refuse_others((*_DUTY, "asks"))
    key = table.line("key")
    if not _KEY.fullmatch(key):
        table.refuse("key", _("use small letters, digits and _, and begin with a letter"))
    return Duty(
        key=key,
        statute=table.line("statute"),
        source=table.line("source"),
        kinds=table.some_of("kinds", KINDS),
        starts=table.one_of("starts", MOMENTS),
        until=_until(table),
        do=table.line("do"),
        wording=table.words("wording"),
        met_by=table.some_of("met_by", ACTS),
        asks=table.line("asks", required=False),
    )


def _until(table: _Table) -> Until:
    said = table.line("until")
    if said == _END_OF_DAY:
        return Until()
    found = _UNTIL.fullmatch(said)
    if found is None:
        table.refuse(
            "until",
            _("write “24 hours”, “end of the day” or “2 school days”; it says “%s”") % said[:60],
        )
    count, is_hours = int(found[1]), found[2].startswith("hour")
    most = MOST_HOURS if is_hours else MOST_DAYS
    if not 1 <= count <= most:
        table.refuse("until", _("at least 1 and at most %s") % most)
    return Until(hours=count) if is_hours else Until(school_days=count)


def _refuse_repeated(duties: tuple[Duty, ...], *, file: str) -> None:
    if not 1 <= len(duties) <= MOST_DUTIES:
        said = _("%(file)s: it has to hold at least one [[duty]] and at most %(most)s")
        raise PackError(said % {"file": file, "most": MOST_DUTIES})
    seen: set[str] = set()
    for duty in duties:
        if duty.key in seen:
            said = _("%(file)s, duty %(duty)s, key: another duty has it already")
            raise PackError(said % {"file": file, "duty": duty.key})
        seen.add(duty.key)


@dataclass(frozen=True)
class _Table:
    """A table of the file and where it stands, so that each refusal can name it."""

    values: Mapping[str, Any]
    where: str

    def refuse(self, name: str, why: str) -> NoReturn:
        raise PackError(
            _("%(where)s, %(field)s: %(why)s") % {"where": self.where, "field": name, "why": why}
        )

    def refuse_others(self, known: tuple[str, ...]) -> None:
        for name in self.values:
            if name not in known:
                self.refuse(name[:60], _("no such field; there are %s") % ", ".join(known))

    def of(self, name: str, kind: type, told: str) -> Any:
        if name not in self.values:
            self.refuse(name, _("it is missing"))
        value = self.values[name]
        if type(value) is not kind:
            self.refuse(name, told)
        return value

    def table(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.of(name, dict, _("write it as [pack]"))
        return found

    def tables(self, name: str) -> list[Mapping[str, Any]]:
        rows: list[Any] = self.of(name, list, _("write each as [[duty]]"))
        if not all(isinstance(row, dict) for row in rows):
            self.refuse(name, _("write each as [[duty]]"))
        return rows

    def words(self, name: str, *, required: bool = True) -> str:
        if not required and name not in self.values:
            return ""
        found = str(self.of(name, str, _("write it in quotation marks"))).strip()
        if not found:
            self.refuse(name, _("it is empty"))
        most = LONGEST.get(name, LONGEST_WORDING)
        if len(found) > most:
            self.refuse(name, _("it is longer than %s characters") % most)
        if any((char < " " and char not in "\n\t") or char == "\x7f" for char in found):
            self.refuse(name, _("it holds a character that can’t be read"))
        return found

    def line(self, name: str, *, required: bool = True) -> str:
        found = self.words(name, required=required)
        if len(found.splitlines()) > 1:
            self.refuse(name, _("write it on one line"))
        return found

    def past_day(self, name: str) -> dt.date:
        found: dt.date = self.of(name, dt.date, _("write a day such as 2026-08-31, without quotes"))
        if not dt.date(2000, 1, 1) <= found <= dt.datetime.now(tz=dt.UTC).date():
            self.refuse(name, _("it has to be a day that has passed, since the year 2000"))
        return found

    def flag(self, name: str) -> bool:
        if name not in self.values:
            return False
        return bool(self.of(name, bool, _("write true or false")))

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        found = self.line(name)
        if found not in known:
            told = {"value": found[:60], "known": ", ".join(known)}
            self.refuse(name, _("“%(value)s” is not known; choose of %(known)s") % told)
        return found

    def some_of(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        rows = self.of(name, list, _('write a list, such as ["%s"]') % known[0])
        if not rows:
            self.refuse(name, _("it is empty"))
        for value in rows:
            if value not in known:
                told = {"value": str(value)[:60], "known": ", ".join(known)}
                self.refuse(name, _("“%(value)s” is not known; choose of %(known)s") % told)
        if len(set(rows)) < len(rows):
            self.refuse(name, _("it names the same twice"))
        return tuple(rows)
