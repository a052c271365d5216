"""The foot of a policy: references, dates and signatures after its last clause."""

import re
from dataclasses import dataclass, field

from policies.importing.datelines import LabelledDate, labelled_dates
from policies.importing.footlines import FootLines, bare_date, group_of
from policies.importing.lines import Line
from policies.importing.references import References, read_entries


@dataclass(slots=True)
class Foot:
    """What the lines below the text say, and those lines as printed in `meta`."""

    dates: list[LabelledDate] = field(default_factory=list)
    references: References = field(default_factory=References)
    meta: list[str] = field(default_factory=list)


def split_foot(lines: list[Line]) -> tuple[list[Line], Foot]:
    """Answer the lines without the foot, and the foot.

    The foot begins at the first line that names references, dates or signatures and is followed
    by nothing else, except for footnotes, which stay with the text.
    """
    looked_at = FootLines(lines)
    start = _start(looked_at)
    foot = Foot()
    notes: list[Line] = []
    section = group = ""
    content: list[Line] = []
    for position, line in enumerate(lines[start:], start):
        if looked_at.is_note(position):
            notes.append(line)
            continue
        foot.meta.append(line.text)
        opened = looked_at.opens[position]
        if looked_at.dated[position] or (not opened and position == start):
            _close(foot, section, content, group)
            section, content = "dates", []
            foot.dates += labelled_dates(line.text) or bare_date(line.text)
        elif opened:
            _close(foot, section, content, group)
            section, rest = opened
            group = group_of(line.text)
            column = line.indent + len(line.text) - len(rest)
            content = [Line(text=rest, indent=column)] if rest else []
        elif section == "dates":
            last = foot.dates[-1].type if foot.dates else ""
            foot.dates += labelled_dates(line.text, default=last)
        else:
            content.append(line)
    _close(foot, section, content, group)
    return lines[:start] + notes, foot


def _start(looked_at: FootLines) -> int:
    """Answer where the foot begins; the number of lines if there is none."""
    count = len(looked_at.lines)
    first_possible = 0
    for position in reversed(range(count)):
        if looked_at.is_text(position) and looked_at.within[position] != "note":
            first_possible = position + 1
            break
    for position in range(first_possible, count):
        opened = looked_at.opens[position]
        if opened and re.match(r"note\b", looked_at.lines[position].text, re.IGNORECASE):
            continue
        if opened or looked_at.dated[position] or looked_at.is_last_date(position):
            return position
    return count


def _close(foot: Foot, section: str, content: list[Line], group: str) -> None:
    if section in ("legal", "cross", "both") and content:
        found = read_entries(content, section, group)
        foot.references.legal += found.legal
        foot.references.cross += found.cross
