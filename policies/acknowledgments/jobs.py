"""The long work of acknowledgments: evidence bundles, and sheets to sign on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from district_portal import jobs
from district_portal.jobs.kinds import PieceFailedError
from district_portal.permissions import visible
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.models import Requirement
from policies.acknowledgments.paper import printing
from policies.models import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from district_portal.jobs.models import Job, JobPiece

EVIDENCE: Final = "acknowledgments.evidence"
SHEETS: Final = "acknowledgments.sheets"


def begin_bundle(
    *,
    by: Person,
    person: Person | None = None,
    policy: Policy | None = None,
    version: int | None = None,
) -> Job:
    """Begin a bundle about `person`, or about `policy` (about one `version`, given its number)."""
    about = {
        "person": person.pk if person else None,
        "policy": policy.pk if policy else None,
        "version": version,
    }
    return jobs.start(EVIDENCE, [jobs.Piece(str(person or policy), given=about)], by=by)


def make_bundle(piece: JobPiece) -> dict[str, Any]:
    """Make the bundle; answers its number, file and fingerprint.

    Raises PieceFailedError where whoever asked for it may not see that person any more.
    """
    by, given = piece.job.by, piece.given
    try:
        bundle = bundling.make(
            by=by,
            person=given["person"]
            and visible(Person.objects.all(), by, "evidence.person").get(pk=given["person"]),
            policy=given["policy"] and Policy.objects.get(pk=given["policy"]),
            version=given["version"],
        )
    except (bundling.NotAllowedError, Person.DoesNotExist) as refused:
        raise PieceFailedError(_("You may not make this bundle any more.")) from refused
    return {
        "bundle": bundle.pk,
        "number": bundle.number,
        "manifest": bundle.manifest_sha256,
        "days": bundling.KEPT.days,
        "signatures": bundle.signatures,
        "closings": bundle.closings,
        "limited": bundle.is_limited,
    }


def begin_sheets(
    requirement: Requirement, rows: Sequence[Any], *, by: Person, as_list: bool
) -> Job:
    """Begin to print `rows` (as printing.asked answers them), a file for each building."""
    pieces = [
        jobs.Piece(
            name,
            given={
                "requirement": requirement.pk,
                "assignments": [row.pk for row in some],
                "as_list": as_list,
            },
        )
        for name, some in printing.in_files(rows)
    ]
    return jobs.start(SHEETS, pieces, by=by)


def make_sheets(piece: JobPiece) -> dict[str, Any]:
    """Give the people of one file their codes; its pages are set when it is fetched.

    Raises PieceFailedError where nobody of them is asked any more.
    """
    given = piece.given
    try:
        requirement = Requirement.objects.get(pk=given["requirement"])
        people = printing.give_codes(requirement, given["assignments"], by=piece.job.by)
    except printing.NobodyError as nobody:
        raise PieceFailedError(_("Nobody of them is asked to sign any more.")) from nobody
    return {"people": len(people), "as_list": given["as_list"]}


jobs.register(
    jobs.Kind(
        SHEETS,
        title=gettext_lazy("Sheets to sign on paper"),
        doing=gettext_lazy("Giving codes: %(name)s"),
        step=make_sheets,
        template="acknowledgments/_sheets_made.html",
        back=("acknowledgments:paper", gettext_lazy("Signed on paper")),
        made=gettext_lazy("The sheets are ready to print. Each has the code of its person."),
    )
)
jobs.register(
    jobs.Kind(
        EVIDENCE,
        title=gettext_lazy("Evidence bundle"),
        doing=gettext_lazy("Collecting what is on record: %(name)s"),
        step=make_bundle,
        template="acknowledgments/_bundle_made.html",
        back=("acknowledgments:bundles", gettext_lazy("Evidence bundles")),
        made=gettext_lazy("The bundle is ready."),
    )
)
