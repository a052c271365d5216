from policies.models.clause import Clause
from policies.models.discussion import Comment, Opinion
from policies.models.draft import Draft, DraftEdit
from policies.models.policy import FormerSlug, Policy
from policies.models.reference import PrintedDate, Reference
from policies.models.review import Rescission, Review
from policies.models.version import Version

__all__ = [
    "Clause",
    "Comment",
    "Draft",
    "DraftEdit",
    "FormerSlug",
    "Opinion",
    "Policy",
    "PrintedDate",
    "Reference",
    "Rescission",
    "Review",
    "Version",
]
