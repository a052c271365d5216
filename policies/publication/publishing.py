"""A draft becomes a version, once and for all: in force at once, or scheduled for its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district.current import current, today
from district_portal.ui.dates import date_in_words
from policies.drafts import commenting, reviewing
from policies.models import Clause, Draft, Policy, PrintedDate, Reference, Version
from policies.publication import (
    adopting,
    asking_again,
    canonical,
    code_taken,
    enforcing,
    numbering,
)
from policies.publication.adopting import Board
from policies.publication.asking_again import AsksAgain
from policies.publication.carrying import Carried, carry
from policies.references.referring import references
from policies.signals import version_published
from policies.slugging import address
from policies.sorting import code_key, title_key

if TYPE_CHECKING:
    from accounts.models import Person


class AlreadyPublishedError(Exception):
    """The draft was published before, by a second click or another person; see `version`."""

    def __init__(self, version: Version) -> None:
        super().__init__(str(version))
        self.version = version


class ChangedError(Exception):
    """The draft has been edited since the publisher looked at it."""


class NotReadyError(Exception):
    """The draft can't be published yet; `problems` are words for the person who tried."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


@transaction.atomic
def publish(
    draft: Draft,
    *,
    by: Person | None,
    revision: str = Version.Revision.SUBSTANTIVE,
    summary: str = "",
    asks_again: AsksAgain = "everyone",
    effective_on: dt.date | None = None,
    board: Board | None = None,
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> Version:
    """Freeze `draft` as its policy's next version, in force from `effective_on`.

    That is a local date, the day of publication (`at`, aware, now unless given) unless given; a
    later one schedules the version, and until then the policy stays as it is. `asks_again` is who
    must sign again. `summary` says what changed and is required from version 2. `board` is what
    the board has done. `seen` is the draft's number that the publisher looked at, if known. Where
    the district asks for two people, the draft must have been proposed by another than `by`; the
    portal's operator (None) needs no second. Sends version_published once it is in force. Raises
    NotReadyError with what is missing, ChangedError when the draft is no longer as it was `seen`,
    AlreadyPublishedError when somebody was faster.
    """
    at = at or timezone.now()
    draft = locked(draft)
    if seen is not None and draft.revision != seen:
        raise ChangedError(str(draft))
    effective_on, board = effective_on or today(at), board or {}
    if missing := problems(draft, summary=summary) + _alone(draft, by):
        raise NotReadyError(missing)
    policy = _policy_of(draft)
    before = policy.last_in_force
    _check_days(policy, board, effective_on=effective_on, before=before, day=today(at))
    number = _next_number(policy)
    text = canonical.text(draft.nodes)
    carried = carry(list(before.clauses.all()) if before else [], draft.nodes, policy=policy)
    version = Version.objects.create(
        policy=policy,
        number=number,
        state=Version.State.SCHEDULED,
        code=draft.code,
        title=draft.title,
        series=draft.series,
        revision=revision,
        summary=summary.strip(),
        effective_on=effective_on,
        accepts_from=asking_again.accepts_from(asks_again, before=before, number=number),
        alignment=carried.alignment,
        canonical_text=text,
        sha256=canonical.fingerprint(text),
        source_name=draft.source_name,
        from_draft=draft.pk,
        published_at=at,
        published_by=by,
        proposed_by=_first_of_two(draft, by),
        **board,
    )
    _write_text(version, draft, carried)
    commenting.keep(draft, version=version)
    reviewing.keep(draft, version=version)
    draft.delete()
    is_due = effective_on <= today(at)
    if is_due:
        _put_in_force(version, policy)
    audit.record(
        "policies.published" if is_due else "policies.scheduled",
        by=by,
        on=version,
        after={
            "number": number,
            "sha256": version.sha256,
            "revision": revision,
            "asks_again": asks_again,
            "accepts_from": version.accepts_from,
            "effective_on": effective_on,
            "proposed_by": str(version.proposed_by or ""),
        },
        at=at,
    )
    if is_due:
        version_published.send(sender=Version, version=version, by=by, at=at)
    return version


def next_number(draft: Draft) -> int:
    """The number of the version that `draft` would become; none is ever used again."""
    return _next_number(draft.policy) if draft.policy else 1


def problems(draft: Draft, *, summary: str | None = None) -> list[str]:
    """What keeps `draft` from being published, in words; nothing when it is ready.

    `summary` is checked only if given.
    """
    found = lacks(draft) + obstacles(draft)
    revised = draft.policy and draft.policy.last_in_force
    if summary is not None and revised and not summary.strip():
        found.append(_("Say what changed since the version before."))
    return found


def lacks(draft: Draft) -> list[str]:
    """What `draft` has not yet and must have: code, title, text."""
    has_text = any(node["text"].strip() for node in draft.nodes)
    needed = [
        (draft.code, _("The policy has no code yet.")),
        (draft.title, _("The policy has no title yet.")),
        (has_text, _("The policy has no text yet.")),
    ]
    return [words for there, words in needed if not there]


def obstacles(draft: Draft) -> list[str]:
    """What keeps `draft` from being published besides what it lacks: its code, or another text."""
    found = []
    if draft.code and not address(draft.code, draft.kind):
        found.append(_("The code needs a letter or a digit."))
    elif draft.code and (taken := code_taken.objection(draft)):
        found.append(taken)
    if draft.policy and (waiting := draft.policy.scheduled):
        found.append(
            _("Version %(number)d comes into force on %(day)s. Withdraw it, or wait until then.")
            % {"number": waiting.number, "day": date_in_words(waiting.effective_on, style="long")}
        )
    return found


def locked(draft: Draft) -> Draft:
    """`draft` as it stands now, held until the end of the transaction.

    Raises NotReadyError for one that was discarded, AlreadyPublishedError.
    """
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is not None:
        return found
    version = Version.objects.select_related("policy").filter(from_draft=draft.pk).first()
    if version is None:
        raise NotReadyError([_("This draft was discarded.")])
    raise AlreadyPublishedError(version)


def _alone(draft: Draft, by: Person | None) -> list[str]:
    if by is None or not current().two_people_publish:
        return []
    if draft.proposal is None:
        return [_("In this district two people publish: propose it, and somebody else agrees.")]
    if draft.proposed_by_id == by.pk:
        return [_("You proposed to publish this. Somebody else must agree.")]
    return []


def _first_of_two(draft: Draft, by: Person | None) -> Person | None:
    return None if draft.proposal is None or draft.proposed_by == by else draft.proposed_by


def _check_days(
    policy: Policy,
    board: Board,
    *,
    effective_on: dt.date,
    before: Version | None,
    day: dt.date,
) -> None:
    found = list(adopting.objections(board, day=day).values())
    if late := adopting.objection_to_day(effective_on, before=before):
        found.append(late)
    if policy.scheduled:
        found.append(_("Somebody has just scheduled a version of this policy."))
    if found:
        raise NotReadyError(found)


def _policy_of(draft: Draft) -> Policy:
    """The draft's policy, locked and with its owner; made if it is new, not in force as yet."""
    if draft.policy_id is not None:
        policy = Policy.objects.select_for_update().get(pk=draft.policy_id)
        policy.owner_id = draft.owner_id
        policy.save(update_fields=["owner"])
        return policy
    try:
        with transaction.atomic():
            return Policy.objects.create(
                kind=draft.kind,
                code=draft.code,
                title=draft.title,
                series=draft.series,
                slug=address(draft.code, draft.kind),
                sort_code=code_key(draft.code),
                sort_title=title_key(draft.title),
                owner_id=draft.owner_id,
                state=Policy.State.DRAFT,
            )
    except IntegrityError as taken:
        raise NotReadyError([_taken()]) from taken


def _put_in_force(version: Version, policy: Policy) -> None:
    try:
        enforcing.put_in_force(version, policy=policy)
    except enforcing.CodeTakenError as taken:
        raise NotReadyError([_taken()]) from taken


def _taken() -> str:
    return _("Another policy has this code or its address.")


def _next_number(policy: Policy) -> int:
    return (policy.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _write_text(version: Version, draft: Draft, carried: Carried) -> None:
    places = numbering.paths(draft.nodes)
    Clause.objects.bulk_create(
        Clause(
            version=version,
            key=key,
            split_from=link.split_from,
            order=order,
            path=path,
            depth=node["depth"],
            level=node.get("level", 0),
            kind=node["kind"],
            label=node["label"],
            text=node["text"],
        )
        for order, (node, path, key, link) in enumerate(
            zip(draft.nodes, places, carried.keys, carried.links, strict=True), start=1
        )
    )
    Reference.objects.bulk_create(references(version, draft, places))
    PrintedDate.objects.bulk_create(
        PrintedDate(
            version=version,
            kind=date["type"],
            order=order,
            iso=date["iso"] or "",
            printed=date["printed"],
        )
        for order, date in enumerate(draft.text.get("dates", []), start=1)
    )
