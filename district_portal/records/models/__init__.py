from district_portal.records.models.hold import Hold, Lifting
from district_portal.records.models.record import Archiving, Ruling
from district_portal.records.models.run import Run, RunRecord, Spared, Stop, Tombstone, Verdict
from district_portal.records.models.schedule import (
    Draft,
    DraftClass,
    RetentionClass,
    Schedule,
    Starts,
)

__all__ = [
    "Archiving",
    "Draft",
    "DraftClass",
    "Hold",
    "Lifting",
    "RetentionClass",
    "Ruling",
    "Run",
    "RunRecord",
    "Schedule",
    "Spared",
    "Starts",
    "Stop",
    "Tombstone",
    "Verdict",
]
