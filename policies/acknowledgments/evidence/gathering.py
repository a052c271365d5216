"""What the portal has on record about signatures, as plain rows for an evidence bundle.

Rows are read in an order in which what one refers to is committed before it: assignments, then the
closings and signatures by which they ended, then the versions, mails and acts of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from district_portal import audit, mailing
from district_portal.permissions import visible
from policies.acknowledgments.evidence import plain
from policies.acknowledgments.evidence.at_kiosk import at_kiosk
from policies.acknowledgments.evidence.plain import Row
from policies.acknowledgments.kiosk import telling as kiosk
from policies.acknowledgments.models import Assignment, Attempt, Closing, Scan, Signature
from policies.models import Policy, Version

if TYPE_CHECKING:
    from accounts.models import Person

AT_ONCE: Final = 2000
MAY: Final = "evidence.make"
REMINDERS: Final = ("digest", "nudge")
"""The names of the mails that remind of everything that is due."""
LOG: Final = "happenings__by"
ACTS: Final = (
    *("acknowledgments.signed", "acknowledgments.recorded", "acknowledgments.mistaken"),
    *("acknowledgments.closed", "acknowledgments.reopened", "acknowledgments.answered"),
    "acknowledgments.witnessed",
    *("policies.scheduled", "policies.published", "policies.came_into_force"),
    *("policies.withdrawn", "policies.rescinded"),
)


@dataclass
class Gathering:
    """The rows about one person or one policy (maybe one version of it) that `by` may see.

    Each kind of rows is asked for once, in the order in which they stand here.
    """

    by: Person
    person: Person | None = None
    policy: Policy | None = None
    version: int | None = None
    signed: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    scanned: set[int] = field(default_factory=set)
    mistaken: set[int] = field(default_factory=set)
    tried: set[int] = field(default_factory=set)
    witnessed: set[int] = field(default_factory=set)
    sealed: set[int] = field(default_factory=set)

    def assignments(self) -> Iterator[Row]:
        """What was asked, when and until when, and how it ended."""
        rows = visible(Assignment.objects.filter(self._about()), self.by, MAY)
        found = rows.select_related("person", "version__policy", "signature", "closing")
        for row in self._read(_lean(found).prefetch_related("former_dues")):
            self.signed |= {row.signature_id} - {None}
            self.closed |= {row.closing_id} - {None}
            yield {
                "id": row.pk,
                "requirement": row.requirement_id,
                "person": plain.person(row.person),
                "version": self._file(row.version),
                "version_in_words": str(row.version),
                "cycle": row.cycle,
                "assigned_on": plain.day(row.assigned_on),
                "due_on": plain.day(row.due_on),
                "former_dues": [
                    {"due_on": plain.day(former.due_on), **plain.moment("until", former.until)}
                    for former in row.former_dues.all()
                ],
                "ended_why": row.ended_why,
                "ended_in_words": str(row.get_ended_why_display()),
                "signature": row.signature.receipt if row.signature else None,
                "closing": row.closing.number if row.closing else None,
                **plain.moment("opened_at", row.opened_at),
                **plain.moment("ended_at", row.ended_at),
                **plain.moment("asked_again_at", row.asked_again_at),
            }

    def closings(self) -> Iterator[Row]:
        """What was closed without a signature, by whom and why, and what was reopened."""
        seen = visible(Closing.objects.filter(self._about()), self.by, MAY)
        rows = Closing.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=self.closed))
        found = rows.select_related(
            *("person", "version__policy", "closed_by", "witness", "reopening__reopened_by")
        )
        for row in self._read(_lean(found)):
            self.closed.add(row.pk)
            yield {
                "id": row.pk,
                "number": row.number,
                "person": plain.person(row.person),
                "version": self._file(row.version),
                "version_in_words": str(row.version),
                "why": row.why,
                "why_in_words": str(row.get_why_display()),
                "closed_by": plain.person(row.closed_by),
                "refused_on": plain.day(row.refused_on),
                "witness": plain.person(row.witness),
                "statement": row.statement,
                "reason": row.reason,
                "until": plain.day(row.until),
                "reopening": self._reopening(row),
                **plain.moment("closed_at", row.closed_at),
            }

    def _reopening(self, closing: Closing) -> Row | None:
        row = getattr(closing, "reopening", None)
        if row is None:
            return None
        self.reopened.add(row.pk)
        return {
            "id": row.pk,
            "reopened_by": plain.person(row.reopened_by),
            "reason": row.reason,
            **plain.moment("reopened_at", row.reopened_at),
        }

    def signatures(self) -> Iterator[Row]:
        """Each signature with all that is kept of it."""
        seen = visible(Signature.objects.filter(self._about()), self.by, MAY)
        rows = Signature.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=self.signed))
        with_it = ("recorded_by", "sheet", "scan", "mistake__marked_by", *kiosk.WITH)
        found = rows.select_related("person", "version__policy", *with_it)
        for row in self._read(_lean(found).defer("scan__content")):
            self.signed.add(row.pk)
            yield {
                "id": row.pk,
                "receipt": row.receipt,
                "person": plain.person(row.person),
                "version": self._file(row.version),
                "version_in_words": str(row.version),
                "version_sha256": row.version_sha256,
                "statement": row.statement,
                "typed_name": row.typed_name,
                "name_matches": row.name_matches,
                "school_year": row.school_year,
                "method": row.method,
                "method_in_words": str(row.get_method_display()),
                "address": row.address,
                "browser": row.browser,
                **self._paper(row),
                "mistake": self._mistake(row),
                "kiosk": self._kiosk(row),
                **plain.moment("signed_at", row.signed_at),
                **plain.moment("opened_at", row.opened_at),
                **plain.moment("signed_in_at", row.signed_in_at),
            }

    def _paper(self, row: Signature) -> Row:
        """What is kept of a signature on paper; the scan is in the bundle from now on."""
        if row.scan is None:
            names = ("recorded_by", "signed_on", "sheet", "scan", "scan_name", "scan_sha256")
            return dict.fromkeys(names)
        self.scanned.add(row.scan.pk)
        return {
            "recorded_by": plain.person(row.recorded_by),
            "signed_on": plain.day(row.signed_on),
            "sheet": row.sheet.code if row.sheet else None,
            "scan": _scan_file(row.scan),
            "scan_name": row.scan.name,
            "scan_sha256": row.scan.sha256,
        }

    def _mistake(self, signature: Signature) -> Row | None:
        """By whom and why it was marked as recorded by mistake; None where it counts."""
        if not signature.is_mistaken:
            return None
        row = signature.mistake
        self.mistaken.add(row.pk)
        return {
            "id": row.pk,
            "marked_by": plain.person(row.marked_by),
            "reason": row.reason,
            **plain.moment("marked_at", row.marked_at),
        }

    def attempts(self) -> Iterator[Row]:
        """What was answered to check questions, word for word, with the clause behind each."""
        seen = visible(Attempt.objects.filter(self._about()), self.by, MAY)
        found = seen.select_related("person", "version__policy", "question__clause")
        for row in self._read(_lean(found)):
            self.tried.add(row.pk)
            question = row.question
            yield {
                "id": row.pk,
                "person": plain.person(row.person),
                "version": self._file(row.version),
                "version_in_words": str(row.version),
                "school_year": row.school_year,
                "question": question.pk,
                "question_in_words": question.text,
                "clause": question.clause.path,
                "clause_in_words": question.clause.text,
                "answers": question.answers,
                "right": question.right,
                "number": row.number,
                "answer": row.answer,
                "answer_in_words": row.chosen,
                "is_right": row.is_right,
                **plain.moment("answered_at", row.answered_at),
            }

    def _kiosk(self, row: Signature) -> Row | None:
        """What opened the shared device; what a witness said is in the bundle from now on."""
        if presence := kiosk.presence_of(row):
            self.witnessed.add(presence.pk)
        return at_kiosk(row, presence)

    def scans(self) -> Iterator[tuple[str, bytes]]:
        """Each scan of a signature that is in the bundle, with the name of its file."""
        found = Scan.objects.filter(pk__in=self.scanned).order_by("pk")
        for scan in found.iterator(chunk_size=1):
            yield _scan_file(scan), bytes(scan.content)

    def versions(self) -> Iterator[tuple[Row, str]]:
        """Each version that is asked for or referred to, with its canonical text."""
        about = Q(pk__in=self.asked)
        if self.policy:
            own = visible(self.policy.versions.all(), self.by, "policies.read")
            about |= Q(pk__in=own.filter(number=self.version) if self.version else own)
        found = Version.objects.filter(about).select_related(
            "policy", "published_by", "proposed_by"
        )
        for row in found.defer("alignment").order_by("policy__sort_code", "policy_id", "number"):
            self.asked.add(row.pk)
            yield self._version(row), row.canonical_text

    def _version(self, row: Version) -> Row:
        return {
            "id": row.pk,
            "policy": row.policy_id,
            "kind": str(row.policy.get_kind_display()),
            "code": row.code,
            "title": row.title,
            "number": row.number,
            "state": row.state,
            "revision": row.revision,
            "summary": row.summary,
            "accepts_from": row.accepts_from,
            "effective_on": plain.day(row.effective_on),
            "adopted_on": plain.day(row.adopted_on),
            "published_by": plain.person(row.published_by),
            "proposed_by": plain.person(row.proposed_by),
            "file": self._file(row),
            "sha256": row.sha256,
            **plain.moment("published_at", row.published_at),
        }

    def mails(self) -> Iterator[Row]:
        """The mails that told people of a signature or a closing; for a person also reminders.

        A reminder speaks of all that a person must do, so that it stands here without its text.
        """
        keys = [
            *(f"signed:{pk}" for pk in sorted(self.signed)),
            *(f"closed_unsigned:{pk}" for pk in sorted(self.closed)),
            *(f"mistaken:{pk}" for pk in sorted(self.mistaken)),
        ]
        found = mailing.queued_under(keys).select_related("person").prefetch_related(LOG)
        for mail in found.iterator(chunk_size=AT_ONCE):
            yield {**plain.mail(mail), "subject": mail.subject, "text": mail.text}
        if self.person:
            reminders = mailing.history(self.person).filter(name__in=REMINDERS)
            logged = reminders.select_related("person").prefetch_related(LOG)
            for mail in logged.order_by("pk").iterator(chunk_size=AT_ONCE):
                yield {**plain.mail(mail), "subject": mail.subject, "text": None}

    def acts(self) -> Iterator[Row]:
        """The acts of the audit trail that made these records, as their hashes were made."""
        about = {
            "policies.version": self.asked,
            "acknowledgments.signature": self.signed,
            "acknowledgments.presence": self.witnessed,
            "acknowledgments.closing": self.closed,
            "acknowledgments.attempt": self.tried,
            "acknowledgments.reopening": self.reopened,
            "acknowledgments.mistake": self.mistaken,
            "policies.policy": {self.policy.pk} if self.policy else set(),
        }
        chosen = Q(pk__in=())
        for kind, ids in about.items():
            chosen |= Q(object_type=kind, object_id__in=[str(pk) for pk in sorted(ids)])
        for act in audit.hashed(audit.events(act__in=ACTS).filter(chosen)):
            self.sealed |= {act["seal"]} - {None}
            yield act

    def seals(self) -> Iterator[Row]:
        """The seals that these acts are under, and those between them."""
        yield from audit.chain(self.sealed)

    def _about(self) -> Q:
        if self.person:
            return Q(person=self.person)
        return Q(version__policy=self.policy) & (
            Q(version__number=self.version) if self.version else Q()
        )

    def _read(self, rows: Any) -> Iterator[Any]:
        ordered = rows.order_by("person__sort_name", "person_id", "pk")
        return iter(ordered.iterator(chunk_size=AT_ONCE))

    def _file(self, version: Version) -> str:
        """The name of the file with a version's text; the version is in the bundle from now on."""
        self.asked.add(version.pk)
        return f"versions/policy-{version.policy.slug}-v{version.number}.txt"


def _lean(rows: Any) -> Any:
    return rows.defer("version__canonical_text", "version__alignment")


def _scan_file(scan: Scan) -> str:
    return f"scans/scan-{scan.pk}.{scan.suffix}"
