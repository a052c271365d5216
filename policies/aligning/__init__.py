"""Which clause of a new text is which of the old one.

    alignment = align(passages_of(old_nodes), passages_of(new_nodes))

A clause keeps its identity by its key, else by its words, helped by its label, its heading and
its neighbours; never by its label alone.
"""

from policies.aligning.align import Alignment, DoubtfulPair, Pair, align
from policies.aligning.keys import new_key
from policies.aligning.passages import Passage, passages_of

__all__ = [
    "Alignment",
    "DoubtfulPair",
    "Pair",
    "Passage",
    "align",
    "new_key",
    "passages_of",
]
