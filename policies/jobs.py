"""The long work of this part: many files, or large ones, become drafts one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from district_portal import jobs
from district_portal.jobs.kinds import PieceFailedError
from policies import storing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Person
    from district_portal.jobs.models import Job, JobPiece

IMPORT: Final = "policies.import"


def begin_import(files: Iterable[jobs.Piece], *, by: Person) -> Job:
    """Begin to read `files`; each becomes a draft, or an error that stops no other."""
    return jobs.start(IMPORT, files, by=by)


def latest_imports(*, by: Person) -> list[Job]:
    """The imports of many files that `by` began last."""
    return jobs.latest(IMPORT, by=by)


def read_piece(piece: JobPiece) -> dict[str, Any]:
    """Make a draft of one file; answers its id, title and number of doubts.

    Raises PieceFailedError with the reason for a file that can't be read.
    """
    try:
        reading = storing.read(bytes(piece.content or b""), name=piece.name)
    except storing.UnreadableFile as unreadable:
        raise PieceFailedError(str(unreadable)) from unreadable
    [draft] = storing.store([reading], by=piece.job.by)
    return {"draft": draft.pk, "title": str(draft), "doubts": len(draft.doubts)}


jobs.register(
    jobs.Kind(
        IMPORT,
        title=_("Import of policies"),
        doing=_("Reading %(name)s"),
        step=read_piece,
        template="policies/_imported.html",
        back=("policies:import", _("Import more")),
    )
)
