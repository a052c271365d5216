"""The redline: two texts as one, each clause once, at its new place, with what became of it.

shown = redline(trace(old, new), old=Places.of_clauses(…), new=Places.of_clauses(…))
"""

from policies.redlining.redline import redline
from policies.redlining.shown import Block, Note, Places, Redline, Row, Told

__all__ = ["Block", "Note", "Places", "Redline", "Row", "Told", "redline"]
