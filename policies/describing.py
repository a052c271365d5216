"""What search engines and link previews are told of a version's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from policies.models import Clause, Version

SHOWN: Final = 160
"""Characters of a description that search engines show."""


@dataclass(frozen=True)
class Head:
    """`canonical` is the one address of this text; `is_kept_out` of what no search should find."""

    canonical: str
    description: str
    is_kept_out: bool


def head(version: Version, clauses: Sequence[Clause]) -> Head:
    """The text in force is found under its policy's address; older ones are left out of search."""
    in_force = version.state == Version.State.IN_FORCE
    path = version.policy.get_absolute_url() if in_force else version.get_absolute_url()
    named = _("%(kind)s %(code)s, version %(number)d") % {
        "kind": version.policy.get_kind_display(),
        "code": version.code,
        "number": version.number,
    }
    first = next((clause.text for clause in clauses if clause.kind != Clause.Kind.HEADING), "")
    return Head(
        canonical=f"{settings.PORTAL_ADDRESS}{path}",
        description=Truncator(f"{named}: {first}").chars(SHOWN),
        is_kept_out=not in_force,
    )
