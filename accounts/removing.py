"""Take out a posting that was entered by mistake and never was, for a reason that is kept."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import settling
from accounts.models import Person, Posting
from accounts.settling import NotPossibleError, acting_on
from district_portal import audit
from district_portal.district.current import today


def remove(posting: Posting, *, by: Person | None, reason: str) -> None:
    """Remove a posting that has begun, as if it had never been entered.

    The primary one that it followed goes on in its place. What was signed, decided and sent in
    its days stays; reports of these days no longer know it. Who has no posting left today is out,
    and so are their roles. A sheet that names it enters it again. Raises ValueError without a
    reason, NotPossibleError for one that is gone or hasn't begun, under which a request was made,
    or where a further posting would be left without a primary one, and
    roles.LastAdministratorError.
    """
    if not reason.strip():
        raise ValueError("a removal needs a reason")
    with acting_on(posting.person, by=by) as rows:
        row = settling.row_of(posting, rows)
        if row is None or row.since > today():
            words = _("Only a posting that has begun can be removed. What is planned is cancelled.")
            raise NotPossibleError(words)
        before, earlier = settling.facts(row), goes_on_instead(row, rows)
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError as used:
            words = _("A request was made under this posting, so it stays. Correct it instead.")
            raise NotPossibleError(words) from used
        if earlier:
            earlier.until = row.until
            settling.write(earlier)
        audit.record(
            "people.posting_removed",
            by=by,
            on=posting.person,
            person=posting.person,
            place=row.place,
            before=before,
            after={**(settling.facts(earlier) if earlier else {}), "reason": reason.strip()},
        )


def goes_on_instead(row: Posting, rows: list[Posting]) -> Posting | None:
    """The primary posting among `rows` that goes on when `row` is removed."""
    return settling.preceding(settling.primary(rows), row) if row.primary else None
