"""Policies for tests, published in one line, the way the portal publishes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from policies.drafts import drafting
from policies.models import Draft, Policy, Version
from policies.publication import publishing

Written = str | tuple[str, str] | dict
"""A clause: its text, (label, text), or any of depth, kind, level, label, text by name."""


def draft(code: str, title: str, *, clauses: Sequence[Written] = ("Be kind.",), **fields) -> Draft:
    """A draft; that of the policy with this code, if there is one."""
    kind = fields.pop("kind", Policy.Kind.POLICY)
    fields.setdefault("policy", Policy.objects.filter(code=code, kind=kind).first())
    text = {
        "nodes": [_node(number, written) for number, written in enumerate(clauses, start=1)],
        "dates": fields.pop("dates", []),
        "legal_refs": fields.pop("legal_refs", []),
        "cross_refs": fields.pop("cross_refs", []),
    }
    return Draft.objects.create(code=code, title=title, kind=kind, text=text, **fields)


def published(
    code: str,
    title: str,
    *,
    clauses: Sequence[Written] = ("Be kind.", "Ask first."),
    by=None,
    revision: str = Version.Revision.SUBSTANTIVE,
    summary: str = "Other words.",
    asks_again: publishing.AsksAgain = "everyone",
    effective_on: dt.date | None = None,
    at: dt.datetime | None = None,
    **fields,
) -> Version:
    """The version in force of a policy with these clauses; published again, the next version.

    `fields` may be kind, series, dates, legal_refs and cross_refs of the draft. Plain strings
    become clauses numbered 1., 2., 3. Sends version_published, as in the portal.
    """
    return publishing.publish(
        draft(code, title, clauses=clauses, **fields),
        by=by,
        revision=revision,
        summary=summary,
        asks_again=asks_again,
        effective_on=effective_on,
        at=at,
    )


def _node(number: int, written: Written) -> dict:
    plain = {**drafting.blank(number), "kind": "item", "label": f"{number}."}
    if isinstance(written, str):
        return {**plain, "text": written}
    if isinstance(written, tuple):
        return {**plain, "label": written[0], "text": written[1]}
    return {**plain, "label": "", **written}
