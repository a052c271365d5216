"""What is shown of the mails where their texts are written: every kind, and a sample of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from district_portal.district import current
from district_portal.mailing import filling, pieces, wording
from district_portal.mailing.kinds import KINDS, Kind

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from district_portal.mailing.models import Wording

CALLED = "Alex"


@dataclass(frozen=True)
class Row:
    """A kind of mail, and the text that was last given it, None where none ever was.

    `differs` says that the district has changed the text in the portal's own language, not this.
    """

    name: str
    kind: Kind
    newest: Wording | None
    differs: bool = False

    @property
    def is_changed(self) -> bool:
        return bool(self.newest and self.newest.subject)


@dataclass(frozen=True)
class Sample:
    """A mail to nobody real: its subject, its plain text, and its HTML without the frame."""

    language: str
    subject: str
    text: str
    html: SafeString


def groups(*, language: str = "") -> list[tuple[str, list[Row]]]:
    """Every kind of mail under three headings, each in the order in which people know them."""
    language = language or settings.LANGUAGE_CODE
    newest, own = wording.newest(language=language), pieces.patterns()
    elsewhere = {} if language == settings.LANGUAGE_CODE else wording.newest()
    rows = [
        Row(name, kind, row := newest.get(name), _differs(elsewhere.get(name), row))
        for name, kind in KINDS.items()
    ]
    return [
        (_("About signatures"), [row for row in rows if row.name in own]),
        (_("About other things"), [r for r in rows if r.name not in own and not r.kind.stays]),
        (_("Always the portal’s own text"), [row for row in rows if row.kind.stays]),
    ]


def _differs(own: Wording | None, there: Wording | None) -> bool:
    return bool(own and own.subject) and not (there and there.subject)


def sample(name: str, text: wording.Text, *, language: str = "") -> Sample:
    """What `text` makes of the example of that kind, in that language.

    Raises KeyError for an unknown name in it.
    """
    language = language or settings.LANGUAGE_CODE
    pattern, district = wording.pattern_of(name), current.current()
    link = f"{settings.PORTAL_ADDRESS}/…"
    with translation.override(language), timezone.override(district.time_zone):
        context = {**pattern.example(), "district": district}
        values = pattern.values(context, called=CALLED, district=district.name, link=link)
        return Sample(
            language=language,
            subject=filling.one_line(text.subject, values),
            text=filling.plain(text.body, values),
            html=filling.html(text.body, values),
        )
