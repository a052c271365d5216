"""What a policy refers to: the law, other policies listed at its end or named in its clauses."""

from __future__ import annotations

from collections.abc import Sequence

from policies.models import Draft, Reference, Version
from policies.references.citing import citations


def references(version: Version, draft: Draft, places: Sequence[str]) -> list[Reference]:
    """What `draft` refers to, as rows of `version` that are yet to be written.

    `places` are the paths of its clauses. Besides the printed lists these are the policies that
    a clause names, in its own words or in a (cf. …) below it.
    """
    legal = [
        Reference(version=version, kind=Reference.Kind.LEGAL, order=order, **reference)
        for order, reference in enumerate(draft.text.get("legal_refs", []), start=1)
    ]
    listed = [
        {
            "before": reference.get("before", ""),
            "code": reference["code"],
            "text": reference["title"],
        }
        for reference in draft.text.get("cross_refs", [])
    ]
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
