"""A report becomes a file: at once, or where it is large by long work that keeps it for days.

Each export is recorded with its filters and how many rows it has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.district.keeping_words import in_own_language
from district_portal.reports.asking import Question
from district_portal.reports.completion import finding
from district_portal.reports.in_words import filters
from district_portal.reports.models import Export, ExportPart
from district_portal.reports.writing import write

if TYPE_CHECKING:
    from accounts.models import Person
    from district_portal.jobs.models import Job

AT_ONCE: Final = {"csv": 5000, "xlsx": 5000, "pdf": 500}
"""Up to so many rows whoever asks for the file waits for it."""
KEPT: Final = dt.timedelta(days=7)
"""How long its maker can download a file that was made by long work."""
PART: Final = 1024 * 1024
"""Bytes of a part, in which a file is kept and sent: memory never holds all of it."""


class GoneError(Exception):
    """The file has expired."""


def export(
    question: Question, *, file_format: str, by: Person | None, columns: Sequence[str] = ()
) -> bytes:
    """The report as the content of a file; arguments and errors are those of writing.write."""
    out = BytesIO()
    export_to(out, question, file_format=file_format, by=by, columns=columns)
    return out.getvalue()


def export_to(
    out: IO[bytes],
    question: Question,
    *,
    file_format: str,
    by: Person | None,
    columns: Sequence[str] = (),
) -> int:
    """Write the report to `out` and record it; answers how many rows it has.

    Raises what writing.write does.
    """
    count = write(question, file_format, out, by=by, columns=columns)
    _record(question, file_format=file_format, rows=count, by=by)
    return count


def length(question: Question) -> int:
    """How many rows a file of the report would have."""
    return finding(question).rows(question.status)


def is_at_once(file_format: str, rows: int) -> bool:
    """Whether a file of so many rows is made while one waits."""
    return rows <= AT_ONCE[file_format]


@transaction.atomic
def keep(
    content: IO[bytes],
    question: Question,
    *,
    file_format: str,
    rows: int,
    job: Job,
    at: dt.datetime | None = None,
) -> Export:
    """Keep the file that `job` made for KEPT, record the export, and tell its maker by mail.

    `content` is read from its beginning. `at` is aware, now unless given. A job has one file: a
    second one raises IntegrityError.
    """
    at = at or timezone.now()
    made = Export.objects.create(
        job=job,
        made_by=job.by,
        file_format=file_format,
        name=file_name(question, file_format),
        rows=rows,
        filters=[list(pair) for pair in filters(question)],
        made_at=at,
        expires_at=at + KEPT,
    )
    content.seek(0)
    for position, part in enumerate(iter(lambda: content.read(PART), b"")):
        ExportPart.objects.create(export=made, position=position, content=part)
        made.size += len(part)
    made.save(update_fields=["size"])
    _record(question, file_format=file_format, rows=rows, by=job.by)
    mailing.queue(
        "report_ready",
        key=f"report_ready:{made.pk}",
        to=job.by,
        context={"export": made, "days": KEPT.days, "link": reverse("reports:exports")},
    )
    return made


@transaction.atomic
def fetch(kept: Export, *, by: Person, at: dt.datetime | None = None) -> Iterator[bytes]:
    """The file, part by part, for whoever made it; each time is recorded.

    Raises GoneError once it has expired.
    """
    at = at or timezone.now()
    if kept.expires_at <= at:
        raise GoneError
    after = {"file": kept.name, "rows": kept.rows}
    audit.record("reports.fetched", by=by, on=kept, after=after, at=at)
    parts = list(kept.parts.order_by("position").values_list("pk", flat=True))
    return (bytes(ExportPart.objects.get(pk=part).content) for part in parts)


def forget_expired(*, at: dt.datetime | None = None) -> int:
    """Delete the files that have expired; the trail still tells of them. Answers how many."""
    old = Export.objects.filter(expires_at__lte=at or timezone.now())
    _all, each = old.delete()
    return each.get(Export._meta.label, 0)  # noqa: SLF001 – Django's public name for it


def file_name(question: Question, file_format: str) -> str:
    """A name such as acknowledgments-529-2026-11-24.csv."""
    what = f"-{question.policy.slug}" if question.policy else ""
    return f"acknowledgments{what}-{question.as_of.isoformat()}.{file_format}"


@in_own_language()
def _record(question: Question, *, file_format: str, rows: int, by: Person | None) -> None:
    audit.record(
        "reports.exported",
        by=by,
        on=question.policy,
        after={"format": file_format, "rows": rows, **dict(filters(question))},
    )
