from __future__ import annotations

from tests.factories.acknowledgments import required
from tests.factories.meetings import codes, meeting
from tests.factories.policies import published
from tests.standing import standing


@standing
def version(cast):
    return published("529", "Staff Use of Social Media")


@standing
def requirement(cast, version):
    return required(version, people=[cast.lou, cast.gus, cast.val, cast.mia, cast.hana])


@standing
def held(cast, requirement):
    """A meeting of Lou, Gus and Val, as Hana prepares it."""
    return meeting(cast.lou, cast.gus, cast.val, by=cast.hana)


@standing
def code(cast, held):
    """Gus's, as Hana printed it."""
    return codes(held, cast.gus, by=cast.hana)[0]
