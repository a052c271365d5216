from policies.acknowledgments.models.assignment import Assignment
from policies.acknowledgments.models.requirement import Requirement
from policies.acknowledgments.models.signature import Signature

__all__ = ["Assignment", "Requirement", "Signature"]
