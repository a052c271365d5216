"""Everything that the portal keeps about people, kind by kind, in the order in which it is told."""

from typing import Final

from district_portal.privacy.kept import asking, signing, use, work
from district_portal.privacy.things import Thing

THINGS: Final[tuple[Thing, ...]] = (*work.THINGS, *signing.THINGS, *asking.THINGS, *use.THINGS)
