"""Finding policies by code, title and the words of their clauses."""

from policies.searching.asking import Asked, asked
from policies.searching.finding import BEST, Found, Group, search
from policies.searching.hinting import Hints, hints
from policies.searching.showing import Hit, fill

__all__ = ["BEST", "Asked", "Found", "Group", "Hints", "Hit", "asked", "fill", "hints", "search"]
