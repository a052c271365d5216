from __future__ import annotations

from tests.factories import exemptions
from tests.factories.policies import published
from tests.standing import standing


@standing
def clause(cast):
    """A clause of a policy in force."""
    version = published(
        "529", "Staff Use of Social Media", clauses=["Ask first.", "Films stay in the district."]
    )
    return version.clauses.get(path="2")


@standing
def exemption(cast, clause):
    """Lou, a teacher, need not keep the clause for sixty days."""
    return exemptions.granted(
        cast.lou, deciders=[cast.ada, cast.tom], of=clause, place=cast.northside
    )
