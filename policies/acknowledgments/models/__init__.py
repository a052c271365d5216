from policies.acknowledgments.models.assignment import Assignment, FormerDue
from policies.acknowledgments.models.bundle import Bundle, BundleFile
from policies.acknowledgments.models.closing import Closing, Reopening
from policies.acknowledgments.models.completion import Completion, OnRoll, PlaceCount, RollCall
from policies.acknowledgments.models.course import DayCount
from policies.acknowledgments.models.meeting import Meeting, Pin, Presence, Seat, Slip
from policies.acknowledgments.models.mistake import Mistake
from policies.acknowledgments.models.nudge import Nudge
from policies.acknowledgments.models.packet import Packet
from policies.acknowledgments.models.paper import Scan, Sheet
from policies.acknowledgments.models.question import Attempt, CheckQuestion
from policies.acknowledgments.models.requirement import Requirement
from policies.acknowledgments.models.signature import Signature
from policies.acknowledgments.models.year_start import YearStart

__all__ = [
    "Assignment",
    "Attempt",
    "Bundle",
    "BundleFile",
    "CheckQuestion",
    "Closing",
    "Completion",
    "DayCount",
    "FormerDue",
    "Meeting",
    "Mistake",
    "Nudge",
    "OnRoll",
    "Packet",
    "Pin",
    "PlaceCount",
    "Presence",
    "Reopening",
    "Requirement",
    "RollCall",
    "Scan",
    "Seat",
    "Sheet",
    "Signature",
    "Slip",
    "YearStart",
]
