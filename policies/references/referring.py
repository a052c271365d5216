"""What a policy refers to: the law, other policies listed at its end or named in its clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policies.models import Draft, Reference, Version
from policies.references.citing import citations


def references(version: Version, draft: Draft, places: Sequence[str]) -> list[Reference]:
    """What `draft` refers to, as rows of `version` that are yet to be written.

    `places` are the paths of its clauses. Besides the printed lists these are the policies that
    a clause names, in its own words or in a (cf. …) below it.
    """
    legal = [
        Reference(version=version, kind=Reference.Kind.LEGAL, order=order, **_legal(reference))
        for order, reference in enumerate(draft.text.get("legal_refs", []), start=1)
    ]
    listed = [_cross(reference) for reference in draft.text.get("cross_refs", [])]
    beneath = [
        {"text": printed, "path": path}
        for node, path in zip(draft.nodes, places, strict=True)
        for printed in node.get("references", [])
    ]
    cross = [
        Reference(version=version, kind=Reference.Kind.CROSS, order=order, **reference)
        for order, reference in enumerate([*listed, *beneath], start=1)
    ]
    named = {
        (citation.kind, citation.code, path): citation.title
        for node, path in zip(draft.nodes, places, strict=True)
        for printed in (node["text"], *node.get("references", []))
        for citation in citations(printed)
    }
    cited = [
        Reference(
            version=version,
            kind=Reference.Kind.CITED,
            order=order,
            path=path,
            before=kind,
            code=code[:60],
            text=title,
        )
        for order, ((kind, code, path), title) in enumerate(named.items(), start=1)
    ]
    return [*legal, *cross, *cited]


def _legal(reference: Mapping[str, str]) -> dict[str, str]:
    """A heading that is too long for one stands before what it heads."""
    group, text = reference["group"], reference["text"]
    if len(group) <= _room("group"):
        return {"group": group, "text": text}
    return {"group": "", "text": f"{group} {text}"}


def _cross(reference: Mapping[str, str]) -> dict[str, str]:
    """What is too long for a code is a part of the title."""
    before, code, title = reference.get("before", ""), reference["code"], reference["title"]
    if len(code) <= _room("code"):
        return {"before": before, "code": code, "text": title}
    return {"before": "", "code": "", "text": " ".join(filter(None, [before, code, title]))}


def _room(field: str) -> int:
    return Reference._meta.get_field(field).max_length or 0  # type: ignore[union-attr]  # noqa: SLF001
