from approvals.models.platform import Platform
from approvals.models.promise import Attestation, Promise
from approvals.models.remark import Remark
from approvals.models.request import NumberSeries, Request, Submission
from approvals.models.route import Approver, Condition, Route, RouteStep
from approvals.models.step import Decision, Seat, Step

__all__ = [
    "Approver",
    "Attestation",
    "Condition",
    "Decision",
    "NumberSeries",
    "Platform",
    "Promise",
    "Remark",
    "Request",
    "Route",
    "RouteStep",
    "Seat",
    "Step",
    "Submission",
]
