"""The text of a version as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from policies.models import Clause
from policies.publication import numbering
from policies.references.citing import citations
from policies.references.holding import Held

register = template.Library()

DEEPEST = 6


@dataclass
class Block:
    """A heading, a paragraph, or the items of a list, each with what continues it."""

    kind: str
    level: int = 0
    groups: list[list[Clause]] = field(default_factory=list)


@register.filter
def text_blocks(clauses: Sequence[Clause], first_level: int | str = 2) -> list[Block]:
    """`clauses` in order as blocks; the highest headings are `<h{first_level}>`."""
    first_level = int(first_level)
    levels = numbering.levels(vars(clause) for clause in clauses)
    blocks: list[Block] = []
    for clause, level in zip(clauses, levels, strict=True):
        last = blocks[-1] if blocks else Block("")
        if clause.kind == Clause.Kind.ITEM:
            if last.kind != "list":
                last = Block("list")
                blocks.append(last)
            last.groups.append([clause])
        elif clause.kind == Clause.Kind.CONTINUATION and last.kind == "list":
            last.groups[-1].append(clause)
        elif clause.kind == Clause.Kind.ROW and last.kind == "table":
            last.groups.append([clause])
        elif clause.kind == Clause.Kind.ROW:
            blocks.append(Block("table", groups=[[clause]]))
        else:
            tag = min(first_level + level - 1, DEEPEST)
            kind = "heading" if clause.kind == Clause.Kind.HEADING else "text"
            blocks.append(Block(kind, tag, [[clause]]))
    return blocks


@register.simple_tag(takes_context=True)
def clause_words(context: template.Context, clause: Clause) -> str:
    """The clause's text; policies that it names are links where the context's `held` has them."""
    return cited_words(context, clause.text)


@register.simple_tag(takes_context=True)
def cited_words(context: template.Context, text: str) -> str:
    """`text` with links where it names policies that the context's `held` has, but for its own."""
    held: Held | None = context.get("held")
    own = context.get("policy")
    parts, end = [], 0
    for citation in citations(text) if held else []:
        policy = held.find(citation.code, citation.kind) if held else None
        if policy is None or policy == own:
            continue
        parts.append(format_html("{}", text[end : citation.start]))
        link = '<a href="{}">{}</a>'
        words = text[citation.start : citation.end]
        parts.append(format_html(link, policy.get_absolute_url(), words))
        end = citation.end
    parts.append(format_html("{}", text[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag
def clause_name(clause: Clause) -> str:
    """What the clause is called in a sentence: clause 3.c, or its first words; once it is named."""
    if clause.kind == Clause.Kind.HEADING:
        return _("heading “%(words)s”") % {"words": clause.text}
    is_number = numbering.is_number(clause.label)
    return _("clause %(label)s") % {"label": clause.called} if is_number else clause.called


@register.simple_tag
def clause_link(slug: str, clause: Clause) -> str:
    """The link by which others cite the clause: it leads to it in whatever version is in force."""
    to = _("to %(clause)s") % {"clause": clause_name(clause)}
    said = format_html('{}<span class="hidden"> {}</span>', _("Copy link"), to)
    context: dict[str, Any] = {
        "href": reverse("policies:clause", args=[slug, clause.key]),
        "label": said,
    }
    return render_to_string("components/copy_link.html", context)


@register.simple_tag
def ask_link(url: str, clause: Clause) -> str:
    """The way to ask about the clause; `url` is where one does, up to its key."""
    return format_html(
        '<a class="ask-link" href="{}{}">{}<span class="hidden"> {}</span></a>',
        url,
        clause.key,
        _("Ask"),
        _("about %(clause)s") % {"clause": clause_name(clause)},
    )
