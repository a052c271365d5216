from policies.models.clause import Clause
from policies.models.draft import Draft, DraftEdit
from policies.models.policy import FormerSlug, Policy
from policies.models.reference import PrintedDate, Reference
from policies.models.version import Version

__all__ = [
    "Clause",
    "Draft",
    "DraftEdit",
    "FormerSlug",
    "Policy",
    "PrintedDate",
    "Reference",
    "Version",
]
