"""Copies of the whole district that can be put back on an empty machine."""
