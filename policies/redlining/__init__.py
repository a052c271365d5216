"""The redline: two texts as one, each clause once, at its new place, with what became of it.

shown = between(version_1, version_3)
shown = of_draft(draft, since=version_3)
"""

from policies.redlining.between import between, of_draft
from policies.redlining.redline import redline
from policies.redlining.shown import Block, Note, Places, Redline, Row, Told

__all__ = ["Block", "Note", "Places", "Redline", "Row", "Told", "between", "of_draft", "redline"]
