"""Lines, made into a policy."""

import re
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from policies.importing.blocks import blocks_of
from policies.importing.datelines import LabelledDate
from policies.importing.footer import split_foot
from policies.importing.furniture import without_furniture
from policies.importing.head import Head, letters_of
from policies.importing.header import split_head
from policies.importing.hyphens import without_cuts
from policies.importing.lines import Line
from policies.importing.margins import with_headings_out_of_margins
from policies.importing.parsed import CrossReference, Doubt, FoundDate, Parsed
from policies.importing.placing import place
from policies.importing.redlined import looks_like_flattened_redline
from policies.references.citing import Citation, citations


def recognise(lines: list[Line], name: str = "") -> Parsed:
    """Answer the policy in `lines`: every visible character is in its nodes, meta or dropped."""
    parsed = Parsed(file=name)
    lines = without_cuts(lines)
    parsed.dropped += [line.marks for line in lines if line.marks]
    lines, furniture = without_furniture(lines)
    parsed.dropped += furniture
    head, body = split_head(_compact(lines))
    body, foot = split_foot(body)
    body, citing = _without_citing_lines(body)
    blocks, setting = blocks_of(with_headings_out_of_margins(body))
    parsed.nodes, parsed.doubts = place(blocks, setting)
    _take_head(parsed, head)
    parsed.meta = [*head.meta, *foot.meta, *(line.text for line in citing)]
    parsed.dates = _dates([*head.dates, *foot.dates])
    parsed.legal_refs = [*head.references.legal, *foot.references.legal]
    parsed.cross_refs = [*head.references.cross, *foot.references.cross]
    _cite(parsed, citing)
    _doubt_head(parsed)
    return parsed


def _compact(lines: list[Line]) -> list[Line]:
    """Answer the lines that hold text; what was taken out between them counts as a gap."""
    answer: list[Line] = []
    gap = 0
    for line in lines:
        if not line.text:
            gap += line.gap + 1
            continue
        answer.append(replace(line, gap=line.gap + gap) if gap else line)
        gap = 0
    return answer


def _without_citing_lines(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Take out lines such as (cf. 5117 - Title), which belong to the clause above them."""
    kept: list[Line] = []
    citing: list[Line] = []
    is_open = False
    gap = 0
    for line in lines:
        starts = bool(re.match(r"\(cf\.?\s", line.text))
        if starts or (is_open and not line.gap):
            citing.append(line)
            is_open = (
                line.text.count("(") > line.text.count(")") if starts else ")" not in line.text
            )
            gap += line.gap + 1
            continue
        is_open = False
        kept.append(replace(line, gap=line.gap + gap) if gap else line)
        gap = 0
    return kept, citing


def _take_head(parsed: Parsed, head: Head) -> None:
    parsed.title = " ".join(head.title.split())
    parsed.code = head.code or None
    parsed.also_codes = head.also_codes
    parsed.kind = head.kind or "policy"


def _dates(found: list[LabelledDate]) -> list[FoundDate]:
    dates = [
        FoundDate(each.type, each.date.iso if each.date else None, each.printed) for each in found
    ]
    adopted = {date.iso for date in dates if date.type == "adopted"}
    return [
        date
        for date in dict.fromkeys(dates)
        if date.type != "previously_adopted" or date.iso not in adopted
    ]


def _cite(parsed: Parsed, citing: list[Line]) -> None:
    """Find references in the clauses, and give each clause the (cf. …) lines below it."""
    found: list[Citation] = []
    for node in parsed.nodes:
        found += citations(node.text)
    text = ""
    for line in citing:
        text = f"{text} {line.text}".strip()
        if text.count("(") > text.count(")"):
            continue
        owner = max(
            (node for node in parsed.nodes if node.line < line.number),
            key=lambda node: node.line,
            default=None,
        )
        if owner is not None:
            owner.references.append(text)
        found += citations(text)
        text = ""
    parsed.inline_cross_refs = list(
        dict.fromkeys(CrossReference(each.code, each.title) for each in found)
    )


def _doubt_head(parsed: Parsed) -> None:
    """Ask for what the head lacks; offer the code under which the policy cites its own title."""
    doubts: list[Doubt] = []
    if not parsed.title:
        doubts.append(Doubt(_("No title was found. What is it called?"), "title"))
    if not parsed.code:
        doubts.append(_doubt_code(parsed))
    if looks_like_flattened_redline([node.text for node in parsed.nodes]):
        message = _("Struck and new words seem to stand side by side. Is this a redline copy?")
        doubts.append(Doubt(message, "text"))
    if not any(node.kind != "heading" for node in parsed.nodes):
        doubts.append(Doubt(_("No text of a policy was found below the title."), "text"))
    parsed.doubts = doubts + parsed.doubts


def _doubt_code(parsed: Parsed) -> Doubt:
    own = letters_of(parsed.title)
    for reference in [*parsed.cross_refs, *parsed.inline_cross_refs]:
        if own and letters_of(reference.title) == own:
            message = _("No code is printed. Its own cross reference calls it %(code)s. Use that?")
            return Doubt(
                message, "code", suggestion=reference.code, values={"code": reference.code}
            )
    return Doubt(_("No code is printed. What is its code?"), "code")
