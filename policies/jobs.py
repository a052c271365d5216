"""The long work of this part: many files, or large ones, become drafts one after the other."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from district_portal import jobs
from district_portal.jobs.kinds import PieceFailedError
from policies import storing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Person
    from district_portal.jobs.models import Job, JobPiece
    from policies.storing import Wanted

IMPORT: Final = "policies.import"


def begin_import(files: Iterable[jobs.Piece], *, by: Person, wanted: Wanted | None = None) -> Job:
    """Begin to read `files`; each becomes a draft, or an error that stops no other.

    A single one may be the policy that is `wanted`, as when it is read at once.
    """
    pieces = list(files)
    if wanted and len(pieces) == 1:
        pieces = [replace(pieces[0], given={"wanted": asdict(wanted)})]
    return jobs.start(IMPORT, pieces, by=by)


def latest_imports(*, by: Person) -> list[Job]:
    """The imports of many files that `by` began last."""
    return jobs.latest(IMPORT, by=by)


def read_piece(piece: JobPiece) -> dict[str, Any]:
    """Make a draft of one file; answers its id, title, number of doubts, and a code not found.

    Raises PieceFailedError with the reason for a file that can't be read.
    """
    try:
        reading = storing.read(bytes(piece.content or b""), name=piece.name)
    except storing.UnreadableFile as unreadable:
        raise PieceFailedError(str(unreadable)) from unreadable
    wanted = storing.Wanted(**piece.given["wanted"]) if "wanted" in piece.given else None
    [draft] = storing.store([reading], by=piece.job.by, wanted=wanted)
    made = {"draft": draft.pk, "title": str(draft), "doubts": len(draft.doubts)}
    return made | ({"wanted": wanted.code} if wanted and not wanted.is_in(draft) else {})


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
