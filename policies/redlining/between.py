"""The redline of two versions, or of a draft and the version that it would replace."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects

from policies.models import Draft, Version
from policies.redlining.redline import redline
from policies.redlining.shown import Places, Redline
from policies.redlining.tracing import trace, trace_draft


def between(old: Version, new: Version, **look: Any) -> Redline:
    """Answer what changed from `old` to `new`, a later version; `look` is `redline`'s."""
    prefetch_related_objects([old, new], "clauses")
    alignment = trace(old, new)
    return redline(alignment, old=_places(old), new=_places(new), **look)


def of_draft(draft: Draft, *, since: Version, **look: Any) -> Redline:
    """Answer what `draft` would change in `since`; `look` is `redline`'s."""
    prefetch_related_objects([since], "clauses")
    alignment = trace_draft(draft, since=since)
    return redline(alignment, old=_places(since), new=Places.of_nodes(draft.nodes), **look)


def _places(version: Version) -> Places:
    return Places.of_clauses(list(version.clauses.all()))
