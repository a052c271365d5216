"""The tables of concerns."""

from approvals.concerns.models.act import Act
from approvals.concerns.models.clock import Clock
from approvals.concerns.models.concern import Concern, Statement
from approvals.concerns.models.evidence import DraftFile, Evidence, SealedFile
from approvals.concerns.models.key import ConcernKey
from approvals.concerns.models.pack import StatePack
from approvals.concerns.models.receiver import Receiver
from approvals.concerns.models.student_name import StudentName

__all__ = [
    "Act",
    "Clock",
    "Concern",
    "ConcernKey",
    "DraftFile",
    "Evidence",
    "Receiver",
    "SealedFile",
    "StatePack",
    "Statement",
    "StudentName",
]
