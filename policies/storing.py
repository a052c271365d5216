"""Files become drafts: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from policies import importing
from policies.drafts import drafting
from policies.importing.kinds import check_size
from policies.importing.lines import NotAtOnceError, UnreadableFile
from policies.importing.parsed import Parsed
from policies.models import Draft, Policy, Version
from policies.publication import canonical, publishing

if TYPE_CHECKING:
    from accounts.models import Person

__all__ = ["NotAtOnceError", "Reading", "UnreadableFile", "check_size", "read", "store"]


@dataclass(frozen=True)
class Reading:
    """A file as it was read: its name, its text as it came in, and what was recognised in it."""

    name: str
    source: str
    parsed: Parsed


def read(content: bytes, *, name: str, within: float | None = None) -> Reading:
    """Read one file. Raises UnreadableFile with a message for the person who chose it.

    Raises NotAtOnceError when it can't be read within so many seconds.
    """
    found = importing.extract(content, name, within=within)
    return Reading(name=name, source=found.text, parsed=importing.parsed_of(found, name))


@dataclass(frozen=True)
class Wanted:
    """A policy that others name and that is not here yet."""

    code: str
    kind: str = Policy.Kind.POLICY
    title: str = ""

    def is_in(self, draft: Draft) -> bool:
        """Whether `draft` has its code."""
        return draft.code.casefold() == self.code.casefold()

    def lend_to(self, parsed: Parsed) -> Parsed:
        """`parsed`, with this code and kind if it prints no code."""
        if parsed.code:
            return parsed
        doubts = [doubt for doubt in parsed.doubts if doubt.about != "code"]
        return replace(parsed, code=self.code, kind=self.kind, doubts=doubts)


@transaction.atomic
def store(
    readings: Iterable[Reading], *, by: Person | None, wanted: Wanted | None = None
) -> list[Draft]:
    """A draft for each reading, in order; a single one may be the policy that is `wanted`."""
    readings = list(readings)
    lend = wanted.lend_to if wanted and len(readings) == 1 else None
    return [
        drafting.start(
            lend(reading.parsed) if lend else reading.parsed,
            by=by,
            source_name=reading.name,
            source=reading.source,
        )
        for reading in readings
    ]


def begin(wanted: Wanted | None, *, by: Person | None) -> Draft:
    """An empty draft, called as the policy that is `wanted`."""
    if wanted is None:
        return drafting.start(by=by)
    named = Parsed(code=wanted.code, kind=wanted.kind, title=wanted.title)
    return drafting.start(named, by=by)


@dataclass(frozen=True)
class Outcome:
    """What became of one file: a new version, a draft, or nothing new beside `unchanged`."""

    name: str
    version: Version | None = None
    draft: Draft | None = None
    unchanged: Version | Draft | None = None


@transaction.atomic
def take_in(
    readings: Iterable[Reading],
    *,
    by: Person | None,
    publish: bool = False,
    code: str = "",
    summary: str = "",
    revision: str = Version.Revision.SUBSTANTIVE,
    asks_again: publishing.AsksAgain = "everyone",
) -> list[Outcome]:
    """Store each reading as a draft or, with `publish`, as its policy's version in force.

    A text that a version of the policy or a draft has already is left alone, so that doing it
    again changes nothing. `code` stands in where no code is printed. Raises NotReadyError with
    the file's name in it; then nothing at all is stored.
    """
    outcomes = []
    for reading in readings:
        try:
            outcomes.append(
                _publish(reading, by, code, summary, revision, asks_again)
                if publish
                else _draft(reading, by, code)
            )
        except publishing.NotReadyError as refused:
            raise publishing.NotReadyError(
                [f"{reading.name}: {problem}" for problem in refused.problems]
            ) from refused
        except drafting.DraftExistsError as taken:
            raise publishing.NotReadyError(
                [
                    gettext(
                        "%(file)s: %(policy)s has a draft already. Publish or discard it first."
                    )
                    % {"file": reading.name, "policy": taken.draft.policy}
                ]
            ) from taken
    return outcomes


def _draft(reading: Reading, by: Person | None, code: str) -> Outcome:
    same = (
        _same_version(reading.parsed, code) or Draft.objects.filter(source=reading.source).first()
    )
    if same:
        return Outcome(reading.name, unchanged=same)
    return Outcome(reading.name, draft=_start(reading, by, code))


def _publish(
    reading: Reading,
    by: Person | None,
    code: str,
    summary: str,
    revision: str,
    asks_again: publishing.AsksAgain,
) -> Outcome:
    if same := _same_version(reading.parsed, code):
        return Outcome(reading.name, unchanged=same)
    policy = _policy(reading.parsed, code)
    draft = _start(reading, by, code, policy)
    if not draft.code and (offered := drafting.offered_codes(draft)):
        raise publishing.NotReadyError(
            [
                gettext(
                    "No code is printed. Its cross references suggest %(code)s: add --code %(code)s"
                )
                % {"code": offered[0]}
            ]
        )
    version = publishing.publish(
        draft,
        by=by,
        revision=revision,
        summary=summary or gettext("Imported from %(file)s.") % {"file": reading.name},
        asks_again=asks_again,
    )
    return Outcome(reading.name, version=version)


def _start(reading: Reading, by: Person | None, code: str, policy: Policy | None = None) -> Draft:
    parsed = replace(reading.parsed, code=reading.parsed.code or code)
    return drafting.start(
        parsed, by=by, source_name=reading.name, source=reading.source, policy=policy
    )


def _policy(parsed: Parsed, code: str) -> Policy | None:
    return Policy.objects.filter(kind=parsed.kind, code__iexact=parsed.code or code).first()


def _same_version(parsed: Parsed, code: str) -> Version | None:
    policy = _policy(parsed, code)
    if policy is None:
        return None
    text = canonical.text(drafting.nodes_of(parsed))
    return policy.versions.filter(canonical_text=text, title=parsed.title).first()
