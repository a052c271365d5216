"""The long work of reports: a large one becomes a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from django.http import QueryDict  # noqa: TID251 – reads what stands in an address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_portal import jobs
from district_portal.jobs.kinds import PieceFailedError
from district_portal.reports import exporting, on_paper
from district_portal.reports.asking import Question
from district_portal.reports.forms import asked
from district_portal.reports.writing import write
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from accounts.models import Person
    from district_portal.jobs.models import Job, JobPiece

EXPORT: Final = "reports.export"
PATIENCE: Final = 300.0
"""Seconds for which a PDF waits for its turn."""


@dataclass(frozen=True)
class Written:
    """A file that is written and not yet kept."""

    question: Question
    file_format: str
    rows: int
    content: IO[bytes]


def begin_export(query: QueryDict, question: Question, *, file_format: str, by: Person) -> Job:
    """Begin to make a file of what `query` asks, on the day that it means now (`question`).

    Raises on_paper.TooLongError for a PDF that would be too long.
    """
    rows = exporting.length(question)
    if file_format == "pdf":
        on_paper.check_length(rows)
    fixed = query.copy()
    fixed["as_of"] = question.as_of.isoformat()
    piece = jobs.Piece(
        exporting.file_name(question, file_format),
        given={"query": fixed.urlencode(), "format": file_format},
    )
    return jobs.start(EXPORT, [piece], by=by, total=max(1, rows))


def prepare(piece: JobPiece, told: Callable[[int], None]) -> AbstractContextManager[Written]:
    """Write the file, with what its maker may see now.

    Raises PieceFailedError with the reason where there is none to make, jobs.StoppedError from
    `told`.
    """
    by, given = piece.job.by, piece.given
    form, question = asked(QueryDict(given["query"]), by=by)
    if form.is_bound and not form.is_valid():
        raise PieceFailedError(_("What the report was filtered by is no longer there."))
    if question is None:
        raise PieceFailedError(_("You may not see this report any more."))
    write_it = partial(write, question, given["format"], by=by, columns=form.chosen, told=told)
    return _written(question, given["format"], write_it, told)


def _written(
    question: Question,
    file_format: str,
    write_it: Callable[[IO[bytes]], int],
    told: Callable[[int], None],
) -> AbstractContextManager[Written]:
    out = TemporaryFile()  # noqa: SIM115 – closed by _closing, once it is kept
    try:
        rows = _in_turn(partial(write_it, out), told)
    except (NotSetError, on_paper.TooLongError) as refused:
        out.close()
        raise PieceFailedError(str(refused)) from refused
    except BaseException:
        out.close()
        raise
    return _closing(Written(question, file_format, rows, out))


@contextmanager
def _closing(written: Written) -> Iterator[Written]:
    with written.content:
        yield written


def _in_turn(write_it: Callable[[], int], told: Callable[[int], None]) -> int:
    over = time.monotonic() + PATIENCE
    while True:
        try:
            return write_it()
        except BusyError as busy:
            if time.monotonic() > over:
                raise PieceFailedError(_("Too many PDFs are being made. Try again.")) from busy
            told(0)
            time.sleep(1)


def keep(piece: JobPiece, written: Written) -> dict[str, Any]:
    """Keep the file for whoever asked for it; answers its id, name, rows and days."""
    kept = exporting.keep(
        written.content,
        written.question,
        file_format=written.file_format,
        rows=written.rows,
        job=piece.job,
    )
    return {
        "export": kept.pk,
        "name": kept.name,
        "rows": kept.rows,
        "size": kept.size,
        "days": exporting.KEPT.days,
    }


jobs.register(
    jobs.Kind(
        EXPORT,
        title=gettext_lazy("Export of a report"),
        doing=gettext_lazy("Writing %(name)s"),
        step=keep,
        template="reports/_exported.html",
        back=("reports:acknowledgments", gettext_lazy("Reports")),
        made=gettext_lazy("The file is ready."),
        prepare=prepare,
    )
)
