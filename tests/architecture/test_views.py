"""Every view says who may enter, and every written form has its own words."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import ROOT

OURS = ("accounts.", "policies.", "approvals.", "district_portal.")


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_view_of_ours_names_its_permission():
    unguarded = [
        pattern.name
        for pattern in patterns()
        if pattern.callback.__module__.startswith(OURS)
        and not hasattr(pattern.callback, "permission")
    ]
    assert unguarded == []


def test_no_template_holds_inline_script_or_style():
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if any(mark in path.read_text(encoding="utf-8")
               for mark in (" style=", "<style", "<script>", " onclick=", "javascript:"))
    ]  # fmt: skip
    assert guilty == []
