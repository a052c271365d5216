"""The columns that a sheet may hold, in the words of the page that matches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Column:
    """What a column is called on screen, and what it may hold."""

    label: StrOrPromise
    holds: StrOrPromise


COLUMNS: Final[Mapping[str, Column]] = {
    "number": Column(_("Employee number"), _("tells people apart for ever")),
    "first_name": Column(_("First name"), _("may stand with the last name in one column")),
    "last_name": Column(_("Last name"), _("may stand with the first name in one column")),
    "name": Column(_("Whole name"), _("“Last, First” or “First Last” in one column")),
    "email": Column(_("E-mail"), _("the district address; whoever has none can’t sign in")),
    "place": Column(_("Building or department"), _("spelled the same in every row")),
    "position": Column(_("Position"), _("Teacher, Bus driver, Principal …")),
    "supervisor": Column(_("Supervisor"), _("number, e-mail address or name")),
    "kind": Column(_("Employee or volunteer"), _("in words; empty means employee")),
    "volunteer": Column(_("Volunteer (yes or no)"), _("empty means no")),
    "on_leave": Column(_("On leave"), _("yes or no, or the kind of leave: LOA, FMLA …")),
    "status": Column(
        _("Still works here"), _("Active, On leave, Terminated …; who has ended is left out")
    ),
    "primary": Column(
        _("Main position (yes or no)"), _("for people with several rows; else the first row")
    ),
    "fte": Column(_("Share of full time (FTE)"), _("of several rows, the largest is the main one")),
    "place_kind": Column(
        _("Kind of building or department"), _("school, department or district; for new ones")
    ),
    "head": Column(_("Head of the place (yes or no)"), _("principal, director …")),
}

NEEDED: Final = ("number", "first_name", "last_name", "place", "position")


def missing(used: set[str]) -> list[str]:
    """The needed columns that are not among `used`; a whole name serves for first and last."""
    had = used | {"first_name", "last_name"} if "name" in used else used
    return [name for name in NEEDED if name not in had]
