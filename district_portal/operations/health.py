"""Whether the portal is well: what the page, `manage.py doctor` and the alarms all go by."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal.operations.finding import LONGEST, Finding, State
from district_portal.operations.looks import LOOKS, SOUGHT, THOROUGH
from district_portal.operations.models import Tick
from district_portal.ui.together import told

log = logging.getLogger(__name__)
__all__ = ["LONGEST", "Finding", "State", "findings", "tick"]


def tick(*, at: dt.datetime | None = None) -> None:
    """Note that clock and worker were alive at the aware `at`, now unless given."""
    Tick.objects.update_or_create(pk=1, defaults={"at": at or timezone.now()})


def findings(
    reader: Person | None = None, *, thorough: bool = False, at: dt.datetime | None = None
) -> list[Finding]:
    """All that is looked at, the worst first; nothing that tells `reader` of a concern about them.

    `thorough` looks at what takes too long for a page as well. A look that fails is told, and keeps
    none of the others back.
    """
    now = at or timezone.now()
    looks = [*LOOKS, *THOROUGH] if thorough else LOOKS
    found = _asked("rows", lambda: chain(*told([seek(now, reader) for seek in SOUGHT])))
    for look in looks:
        found += _asked(look.__name__, lambda look=look: look(now, reader))  # type: ignore[misc]
    return sorted(found, key=lambda finding: list(State).index(finding.state))


def _asked(name: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:
        log.exception("A look whether the portal is well failed")
        words = _("It could not be looked at: %(error)s") % {"error": error}
        return [Finding(name.replace("_", " "), State.WRONG, words, matter=f"look_{name}")]
