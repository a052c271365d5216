"""Which clause of a new text is which of the old one.

    alignment = align(passages_of(old_nodes), passages_of(new_nodes))

A clause keeps its identity by its key, else by its words, helped by its label, its heading and
its neighbours; never by its label alone. `carry_keys` gives new clauses the keys of the old.
"""

from policies.aligning.align import Alignment, DoubtfulPair, Pair, align
from policies.aligning.carry import ALPHABET, KEY_LENGTH, carry_keys, new_key
from policies.aligning.passages import Passage, passages_of

__all__ = [
    "ALPHABET",
    "KEY_LENGTH",
    "Alignment",
    "DoubtfulPair",
    "Pair",
    "Passage",
    "align",
    "carry_keys",
    "new_key",
    "passages_of",
]
