"""Which passwords are refused because they were stolen elsewhere: those of a list that lies here.

Source: OWASP ASVS 5.0, 6.2.12; NIST SP 800-63B, 3.1.1.2. No service is asked: it would learn
something of our people.
"""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.models import Person

log = logging.getLogger(__name__)

DIGITS: Final = 40
"""Of a SHA-1 in hexadecimal, with which each line of the list begins."""


class BreachedPasswordValidator:
    """Refuses what stands in the list that BREACHED_PASSWORDS names; without one, nothing."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for such a password, and for any while the list can't be read."""
        there = settings.BREACHED_PASSWORDS
        try:
            listed = bool(there) and is_listed(password, Path(there))
        except OSError as away:
            log.exception("The list of breached passwords can't be read.")
            raise ValidationError(
                _("No password can be chosen just now. Try again later, or tell whoever runs it."),
                code="password_list_away",
            ) from away
        if listed:
            raise ValidationError(
                _(
                    "This password was stolen somewhere once: it stands in lists that are tried "
                    "everywhere. Choose another one, and change it where you use it."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("Nothing that is known to have been stolen elsewhere.")


def is_listed(password: str, path: Path) -> bool:
    """Whether the SHA-1 of a password begins a line of the list at `path`.

    The lines are in the order of their hashes, so that a list of any size costs some thirty reads.
    Raises OSError.
    """
    sha1 = hashlib.sha1(password.encode(), usedforsecurity=False)
    sought = sha1.hexdigest().upper().encode()
    with path.open("rb") as file:
        below, above = 0, file.seek(0, os.SEEK_END)
        while below < above:
            middle = (below + above) // 2
            file.seek(max(middle - 1, 0))
            if middle:
                file.readline()
            found = file.readline()[:DIGITS].upper()
            if found == sought:
                return True
            if found and found < sought:
                below = file.tell()
            else:
                above = middle
    return False
