from approvals.models.platform import Platform
from approvals.models.promise import Attestation, Promise
from approvals.models.request import Request, Submission
from approvals.models.route import Route, RouteStep
from approvals.models.step import Decision, Seat, Step

__all__ = [
    "Attestation",
    "Decision",
    "Platform",
    "Promise",
    "Request",
    "Route",
    "RouteStep",
    "Seat",
    "Step",
    "Submission",
]
