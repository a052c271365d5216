"""A draft becomes the version in force, once and for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district.current import today
from policies import canonical, numbering
from policies.carrying import Carried, carry
from policies.models import Clause, Draft, FormerSlug, Policy, PrintedDate, Reference, Version
from policies.referring import references
from policies.signals import version_published
from policies.slugging import address
from policies.sorting import code_key, title_key

if TYPE_CHECKING:
    from accounts.models import Person

AsksAgain = Literal["everyone", "nobody"]


class AlreadyPublishedError(Exception):
    """The draft was published before, by a second click or another person; see `version`."""

    def __init__(self, version: Version) -> None:
        super().__init__(str(version))
        self.version = version


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
    at: dt.datetime | None = None,
) -> Version:
    """Freeze `draft` as its policy's version in force and supersede the one before.

    `asks_again` is who must sign again: "nobody" lets every signature count that counts for the
    predecessor. `summary` says what changed and is required from version 2. `effective_on` is a
    local date, the day of publication (`at`, aware, now unless given) unless given, never later.
    Sends version_published. Raises NotReadyError with what is missing, AlreadyPublishedError when
    somebody was faster.
    """
    at = at or timezone.now()
    draft = _locked(draft)
    if missing := problems(draft, summary=summary):
        raise NotReadyError(missing)
    effective_on = effective_on or today(at)
    if effective_on > today(at):
        raise NotReadyError([_("A version can be in force from today or earlier.")])
    policy = _policy_of(draft)
    before = policy.versions.filter(state=Version.State.IN_FORCE).first()
    number = before.number + 1 if before else 1
    text = canonical.text(draft.nodes)
    carried = carry(list(before.clauses.all()) if before else [], draft.nodes)
    policy.versions.filter(state=Version.State.IN_FORCE).update(state=Version.State.SUPERSEDED)
    version = Version.objects.create(
        policy=policy,
        number=number,
        code=draft.code,
        title=draft.title,
        revision=revision,
        summary=summary.strip(),
        effective_on=effective_on,
        accepts_from=before.accepts_from if before and asks_again == "nobody" else number,
        alignment=carried.alignment,
        canonical_text=text,
        sha256=canonical.fingerprint(text),
        source_name=draft.source_name,
        from_draft=draft.pk,
        published_at=at,
        published_by=by,
    )
    _write_text(version, draft, carried)
    draft.delete()
    audit.record(
        "policies.published",
        by=by,
        on=version,
        after={
            "number": number,
            "sha256": version.sha256,
            "revision": revision,
            "asks_again": asks_again,
            "accepts_from": version.accepts_from,
            "effective_on": effective_on,
        },
        at=at,
    )
    version_published.send(sender=Version, version=version, by=by, at=at)
    return version


def next_number(draft: Draft) -> int:
    """The number of the version that `draft` would become."""
    version = draft.policy.in_force if draft.policy else None
    return version.number + 1 if version else 1


def problems(draft: Draft, *, summary: str | None = None) -> list[str]:
    """What keeps `draft` from being published, in words; nothing when it is ready.

    `summary` is checked only if given.
    """
    found = []
    if not draft.code:
        found.append(_("The policy has no code yet."))
    elif not address(draft.code, draft.kind):
        found.append(_("The code needs a letter or a digit."))
    if not draft.title:
        found.append(_("The policy has no title yet."))
    if not any(node["text"].strip() for node in draft.nodes):
        found.append(_("The policy has no text yet."))
    if draft.code and (other := _other_policy(draft)):
        found.append(
            _("%(policy)s has this code already. Say whether this is its next version.")
            % {"policy": other}
        )
    if summary is not None and draft.policy_id and not summary.strip():
        found.append(_("Say what changed since the version before."))
    return found


def _locked(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is not None:
        return found
    version = Version.objects.select_related("policy").filter(from_draft=draft.pk).first()
    if version is None:
        raise NotReadyError([_("This draft was discarded.")])
    raise AlreadyPublishedError(version)


def _other_policy(draft: Draft) -> Policy | None:
    same = Policy.objects.filter(kind=draft.kind, code__iexact=draft.code)
    return next((policy for policy in same if policy.pk != draft.policy_id), None)


def _policy_of(draft: Draft) -> Policy:
    """The draft's policy, locked, with its code and title as the draft says; made if it is new."""
    named: dict[str, Any] = {
        "code": draft.code,
        "title": draft.title,
        "series": draft.series,
        "slug": address(draft.code, draft.kind),
        "sort_code": code_key(draft.code),
        "sort_title": title_key(draft.title),
        "owner_id": draft.owner_id,
    }
    try:
        with transaction.atomic():
            if draft.policy_id is None:
                return Policy.objects.create(kind=draft.kind, **named)
            policy = Policy.objects.select_for_update().get(pk=draft.policy_id)
            if policy.slug != named["slug"]:
                FormerSlug.objects.get_or_create(slug=policy.slug, defaults={"policy": policy})
            for name, value in named.items():
                setattr(policy, name, value)
            policy.save(update_fields=list(named))
            return policy
    except IntegrityError as taken:
        raise NotReadyError([_("Another policy has this code or its address.")]) from taken


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
