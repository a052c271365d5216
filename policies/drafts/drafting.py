"""How a draft begins, is tied to its policy, and is thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from district_portal import audit
from district_portal.district.keeping_words import in_own_language
from policies.drafts import ending_proposals
from policies.importing import title_case
from policies.models import Draft, Policy, Version

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.importing.parsed import FoundDate, Node, Parsed


class DraftExistsError(Exception):
    """The policy has a draft already; see `draft`."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


@transaction.atomic
def start(
    parsed: Parsed | None = None,
    *,
    by: Person | None,
    source_name: str = "",
    source: str = "",
    policy: Policy | None = None,
) -> Draft:
    """Begin a draft from what an import found, or an empty one.

    With `policy` it is that policy's next version; without, `revises` tells whether it looks like
    one, and a person confirms. Raises DraftExistsError when `policy` has a draft already.
    """
    draft = Draft(source_name=source_name, source=source, created_by=by)
    if policy is not None:
        _name_after(draft, policy)
    if parsed is not None:
        _fill(draft, parsed)
    else:
        draft.text = _text([])
    return _begin(draft, by=by)


@transaction.atomic
def revise(policy: Policy, *, by: Person | None) -> Draft:
    """Begin the next version of `policy` from the text in force, or the last that was.

    Where a version is scheduled, from that one: the draft will follow it, and must not take back
    what it changes. Raises DraftExistsError when there is a draft already.
    """
    waiting = policy.scheduled
    version = waiting or policy.last_in_force
    draft = Draft(created_by=by)
    _name_after(draft, policy)
    if waiting:
        draft.code, draft.title, draft.series = waiting.code, waiting.title, waiting.series
    draft.text = _text([]) if version is None else _text_of(version)
    return _begin(draft, by=by)


@transaction.atomic
def restore(version: Version, *, by: Person | None) -> Draft:
    """Begin the next version of a policy from the text of an older or a withdrawn one.

    A clause that is in force still is that clause. Of the others the alignment decides whether
    they are one in force; else they stay the clause that they were. Raises DraftExistsError.
    """
    draft = Draft(created_by=by)
    _name_after(draft, version.policy)
    draft.text = _text_of(version)
    return _begin(draft, by=by)


@transaction.atomic
def tie(draft: Draft, *, policy: Policy, by: Person | None) -> Draft:
    """Confirm that `draft` is the next version of `policy`; a proposal to publish it ends.

    Raises DraftExistsError when the policy has another draft.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    draft.policy = policy
    draft.owner_id = draft.owner_id or policy.owner_id
    draft.series = draft.series or policy.series
    draft.revision += 1
    ending_proposals.end(draft, by=by, why="tied")
    _keep(draft)
    audit.record("drafts.tied", by=by, on=draft, after={"policy": str(policy)})
    return draft


@transaction.atomic
def discard(draft: Draft, *, by: Person | None) -> None:
    """Throw `draft` away with its edits, remarks and reviews; published versions stay.

    Whoever had proposed to publish it is told.
    """
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        return
    audit.record(
        "drafts.discarded",
        by=by,
        on=found,
        before={"source_name": found.source_name, "clauses": len(found.nodes)},
    )
    ending_proposals.end(found, by=by, why="discarded")
    found.comments.all().delete()
    found.opinions.all().delete()
    found.delete()


def revises(draft: Draft) -> Policy | None:
    """The policy whose code and kind an untied `draft` has, or None."""
    if draft.policy_id or not draft.code:
        return None
    return Policy.objects.filter(kind=draft.kind, code__iexact=draft.code).first()


def offered_codes(draft: Draft) -> list[str]:
    """Codes that the text itself suggests for a draft without one, the likeliest first."""
    if draft.code:
        return []
    title = draft.title.casefold()
    named = [
        reference["code"]
        for reference in draft.text.get("cross_refs", [])
        if title and reference["title"].casefold() == title
    ]
    suggested = [doubt["suggestion"] for doubt in draft.doubts if doubt["about"] == "code"]
    return list(dict.fromkeys(code for code in [*suggested, *named] if code))


def offered_title(draft: Draft) -> str:
    """The title as people write it, for one that is printed in capitals; else nothing.

    The policy's own cross reference knows best, if there is one.
    """
    if not draft.title.isupper():
        return ""
    for reference in draft.text.get("cross_refs", []):
        if reference["title"].casefold() == draft.title.casefold():
            return str(reference["title"])
    return title_case(draft.title)


def _begin(draft: Draft, *, by: Person | None) -> Draft:
    _keep(draft)
    audit.record(
        "drafts.started",
        by=by,
        on=draft,
        after={"source_name": draft.source_name, "clauses": len(draft.nodes)},
    )
    return draft


def _keep(draft: Draft) -> None:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as taken:
        raise DraftExistsError(Draft.objects.get(policy=draft.policy)) from taken


def _name_after(draft: Draft, policy: Policy) -> None:
    draft.policy = policy
    draft.kind, draft.code, draft.title = policy.kind, policy.code, policy.title
    draft.series, draft.owner_id = policy.series, policy.owner_id


def _fill(draft: Draft, parsed: Parsed) -> None:
    if draft.policy is None:
        draft.kind = parsed.kind if parsed.kind in Policy.Kind.values else Policy.Kind.POLICY
        draft.code = (parsed.code or "")[:40]
    draft.title = (parsed.title or draft.title)[:200]
    draft.text = _text(nodes_of(parsed))
    draft.text["dates"] = [_date(date) for date in parsed.dates]
    draft.text["legal_refs"] = [
        {"text": reference.text, "group": reference.group} for reference in parsed.legal_refs
    ]
    draft.text["cross_refs"] = [
        _cross(reference.code, reference.title, reference.before) for reference in parsed.cross_refs
    ]
    draft.meta = list(parsed.meta)
    draft.dropped = [
        {**blank(-number), "text": line, "after": None}
        for number, line in enumerate(parsed.dropped, start=1)
    ]
    with in_own_language():
        draft.doubts = [
            {
                "message": str(doubt.message),
                "about": doubt.about,
                "node": None if doubt.node is None else doubt.node + 1,
                "suggestion": doubt.suggestion,
            }
            for doubt in parsed.doubts
        ]


def _date(date: FoundDate) -> dict[str, Any]:
    """A date as Draft holds it, no longer than one can be; its line stands in `meta` as well."""
    return {
        "type": date.type,
        "iso": date.iso if date.iso and len(date.iso) <= len("2017-01-16") else None,
        "printed": date.printed[:60],
    }


def _cross(code: str, title: str, before: str) -> dict[str, str]:
    """A cross reference as Draft holds it, with the word before its code where there is one."""
    plain = {"code": code, "title": title}
    return {**plain, "before": before} if before else plain


def _text(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return {"nodes": nodes, "dates": [], "legal_refs": [], "cross_refs": []}


def nodes_of(parsed: Parsed) -> list[dict[str, Any]]:
    """The clauses that an import found, as Draft holds them."""
    return [_node(number, node) for number, node in enumerate(parsed.nodes, start=1)]


def blank(number: int) -> dict[str, Any]:
    """An empty clause with this id."""
    return {
        "id": number,
        "kind": "para",
        "depth": 0,
        "level": 0,
        "label": "",
        "text": "",
        "references": [],
        "line": 0,
        "end": 0,
        "was": "",
    }


def _node(number: int, node: Node) -> dict[str, Any]:
    return {
        **blank(number),
        "kind": node.kind,
        "depth": node.depth,
        "level": node.level,
        "label": (node.shown_label or node.label)[:60],
        "text": node.text,
        "references": list(node.references),
        "line": node.line + 1,
        "end": node.end + 1,
    }


def _text_of(version: Version) -> dict[str, Any]:
    """The text of a published version as a draft's, each clause tied to its key."""
    beneath: dict[str, list[str]] = {}
    legal, cross = [], []
    for reference in version.references.all():
        if reference.kind == reference.Kind.LEGAL:
            legal.append({"text": reference.text, "group": reference.group})
        elif reference.kind == reference.Kind.CROSS and reference.path:
            beneath.setdefault(reference.path, []).append(reference.text)
        elif reference.kind == reference.Kind.CROSS:
            cross.append(_cross(reference.code, reference.text, reference.before))
    text = _text(
        [
            {
                **blank(clause.order),
                "kind": clause.kind,
                "depth": clause.depth,
                "level": clause.level,
                "label": clause.label,
                "text": clause.text,
                "references": beneath.get(clause.path, []),
                "was": clause.key,
            }
            for clause in version.clauses.all()
        ]
    )
    text["dates"] = [
        {"type": date.kind, "iso": date.iso or None, "printed": date.printed}
        for date in version.dates.all()
    ]
    return {**text, "legal_refs": legal, "cross_refs": cross}
