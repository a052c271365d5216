"""Print sheets for those who sign on paper: whom for, each one's code, and the pages.

A code belongs to one assignment for good, so that a sheet that is printed again is the same.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import qrcode
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place, Posting
from accounts.places import with_places_below
from district_portal import audit
from district_portal.district import current
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language
from district_portal.permissions import visible
from district_portal.ui.dates import date_in_words
from policies.acknowledgments import signing
from policies.acknowledgments.models import Assignment, Requirement, Sheet
from policies.acknowledgments.paper import coding
from policies.paper import printing, typesetting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from policies.models import Version

MAY: Final = "acknowledgments.paper"
AT_ONCE: Final = 50
"""People in one PDF file; a building with more gets several."""
SHEETS, LIST = "sheets", "list"


class NobodyError(Exception):
    """Nobody is left for whom a sheet could be printed."""


def asked(
    requirement: Requirement,
    *,
    by: Person,
    place: Place | None = None,
    people: Collection[Person] = (),
) -> QuerySet[Any]:
    """Who has `requirement` to sign and whom `by` may see, by `building` (its name) and name.

    Of those at `place` and below it alone, and of `people`, where these are given.
    """
    rows = visible(Assignment.objects.open().filter(requirement=requirement), by, MAY)
    if place:
        rows = rows.filter(person__in=Person.objects.at(with_places_below([place.pk])))
    if people:
        rows = rows.filter(person__in=people)
    postings = Posting.objects.on(today()).filter(person=OuterRef("person"), primary=True)
    named = Coalesce(
        Subquery(postings.order_by("-pk").values("place__name")[:1]), Value(_("No building"))
    )
    in_order = rows.annotate(building=named).order_by("building", "person__sort_name", "pk")
    return in_order.select_related("person", "version__policy", "sheet").defer(
        "version__canonical_text", "version__alignment"
    )


def in_files(rows: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """`rows` (as `asked` answers them) cut into files of one building each, with their names."""
    for building, group in groupby(rows, key=lambda row: row.building):
        everybody = list(group)
        for first in range(0, len(everybody), AT_ONCE):
            some = everybody[first : first + AT_ONCE]
            last = first + len(some)
            is_all = len(some) == len(everybody)
            numbers = {"building": building, "first": first + 1, "last": last}
            yield building if is_all else _("%(building)s, %(first)d to %(last)d") % numbers, some


@transaction.atomic
def give_codes(
    requirement: Requirement, ids: Collection[int], *, by: Person, at: dt.datetime | None = None
) -> list[int]:
    """Give each open assignment of `requirement` among `ids` its code; answers who has one now.

    One that has a code keeps it; two at once give the same. Records how many were printed. Raises
    NobodyError where none of them is open any more, or `by` may not see them.
    """
    at = at or timezone.now()
    rows = Assignment.objects.open().filter(requirement=requirement, pk__in=ids)
    seen = visible(rows, by, MAY).order_by("pk").select_for_update(of=("self",))
    still = [row.pk for row in seen]
    if not still:
        raise NobodyError
    have = set(Sheet.objects.filter(assignment__in=still).values_list("assignment", flat=True))
    new = [
        Sheet(assignment_id=pk, code=coding.fresh(), printed_at=at, printed_by=by)
        for pk in still
        if pk not in have
    ]
    Sheet.objects.bulk_create(new)
    audit.record(
        "acknowledgments.sheets_printed",
        by=by,
        on=requirement,
        after={"sheets": len(still), "new": len(new)},
        at=at,
    )
    return still


def sheets_pdf(rows: Sequence[Any], *, as_list: bool) -> bytes:
    """The sheets of `rows` (as `asked` answers them, each with its `sheet`) as a PDF.

    A page for each person or, as a list, a line. Raises typesetting.NotSetError and
    taking_turns.BusyError.
    """
    version = rows[0].version
    named = f"{version.policy.get_kind_display()} {version.code}"
    number = _("version %(number)d") % {"number": version.number}
    address = f"{settings.PORTAL_ADDRESS}{version.get_absolute_url()}"
    data = {
        **printing.languages(),
        "paper": "us-letter",
        "district": current.current().name,
        "title": _("Sign on paper: %(title)s") % {"title": version.title},
        "policy": f"{named}, {number}",
        "name_of_policy": version.title,
        "read": _("Read the policy before you sign: %(address)s, or ask for it on paper.")
        % {"address": address},
        "fingerprint": _("Fingerprint of the text: SHA-256 %(sha)s") % {"sha": version.sha256},
        "words": {
            "statement": _("I agree to this statement"),
            "each": _("Each of us signs this statement for themselves"),
            "name": _("Name"),
            "number": _("Employee number"),
            "building": _("Building or department"),
            "due": _("Sign by"),
            "signature": _("Signature"),
            "date": _("Date"),
            "code": _("Code"),
            "office": _("For the office: type this code or scan it to record the signature."),
            "back": _("Give this sheet back signed. Human resources records it and keeps a scan."),
            "page": _("Page {n} of {total}"),
        },
        "people": [_printed(row) for row in rows],
        "statement": _statement_of_all(version) if as_list else "",
    }
    return typesetting.pdf("signing_list" if as_list else "sheets", data)


@in_own_language()
def _statement_of_all(version: Version) -> str:
    return signing.statement_of(_("[name]"), version)


def _printed(row: Any) -> dict[str, str]:
    return {
        "name": row.person.full_name,
        "number": row.person.number or "",
        "building": row.building,
        "due": date_in_words(row.due_on, style="long"),
        "statement": signing.statement(row.person, row.version),
        "code": str(row.sheet),
        "qr": picture(f"{settings.PORTAL_ADDRESS}{address_of(row.sheet.code)}"),
    }


def address_of(code: str) -> str:
    """The page on which the sheet with that code is recorded."""
    return reverse("acknowledgments:record_sheet", args=[code])


def picture(text: str) -> str:
    """A QR code as SVG, one path of all its dark squares; the margin is left to the page."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = io.StringIO()
    for down, row in enumerate(rows):
        across = 0
        for is_dark, group in groupby(row):
            width = len(list(group))
            if is_dark:
                path.write(f"M{across} {down}h{width}v1h-{width}z")
            across += width
    size = len(rows)
    box = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
    return f'{box}<path d="{path.getvalue()}"/></svg>'
