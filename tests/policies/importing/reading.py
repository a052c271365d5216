"""Reading a text in a test, and saying in few words what was found."""

from pathlib import Path

from policies.importing import Parsed, parse

TEXTS = Path(__file__).parent / "texts"


def read_text(name: str) -> Parsed:
    return parse(TEXTS / name)


def read_words(text: str, name: str = "policy.txt") -> Parsed:
    return parse(text.encode(), name)


def outline(parsed: Parsed) -> list[str]:
    """One line a clause: kind, depth, label and its first two words."""
    return [
        " ".join((f"{node.kind}{node.depth}", node.label, *node.text.split()[:2])).replace(
            "  ", " "
        )
        for node in parsed.nodes
    ]


def dates(parsed: Parsed) -> list[tuple[str, str | None]]:
    return [(date.type, date.iso) for date in parsed.dates]


def cross_codes(parsed: Parsed) -> list[str]:
    return parsed.as_json()["cross_refs"]


def labels(parsed: Parsed) -> list[str]:
    """Label and depth of every item: `a.1` is an a. inside another item."""
    return [f"{node.label}{node.depth}" for node in parsed.nodes if node.kind == "item"]
