"""The tables of the registry."""

from approvals.registry.models.account import (
    Account,
    Former,
    Lapse,
    Letter,
    Manager,
    NoticeCopy,
    ParentNotice,
)
from approvals.registry.models.change import Change
from approvals.registry.models.entry import Entry
from approvals.registry.models.handover import Handover
from approvals.registry.models.yearly_check import Certification, YearlyCheck

__all__ = [
    "Account",
    "Certification",
    "Change",
    "Entry",
    "Former",
    "Handover",
    "Lapse",
    "Letter",
    "Manager",
    "NoticeCopy",
    "ParentNotice",
    "YearlyCheck",
]
