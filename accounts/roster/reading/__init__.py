"""Read an HR sheet, CSV or XLSX; every fault is told with its row and column."""

from accounts.roster.reading.columns import COLUMNS, NEEDED
from accounts.roster.reading.reader import read
from accounts.roster.reading.sheet import MOST_BYTES, Entry, Problem, Sheet

__all__ = ["COLUMNS", "MOST_BYTES", "NEEDED", "Entry", "Problem", "Sheet", "read"]
