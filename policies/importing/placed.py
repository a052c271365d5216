"""A paragraph with what it turned out to be."""

from dataclasses import dataclass

from policies.importing.blocks import Block
from policies.importing.parsed import NodeKind
from policies.importing.solving import Place


@dataclass(slots=True)
class Placed:
    """A block, its kind and depth, and the place that its label was solved to.

    `series` numbers the lists of the file; `weak`: a heading only by where it stands.
    """

    block: Block
    kind: NodeKind = "para"
    depth: int = 0
    place: Place | None = None
    series: int = -1
    weak: bool = False
