"""What is looked at to say whether the portal is well: each look finds how one part is.

A look is asked by the aware moment `now` and for a `reader`; None is whoever runs the server, who
learns nothing of concerns. It answers what it finds, or which rows it must see for that: these are
fetched in one statement.
"""

from collections.abc import Callable, Iterator
from typing import Final

from district_portal.operations.finding import Finding
from district_portal.operations.looks import backups, database, deciding, seals, servers, work
from district_portal.ui.together import Sought

SOUGHT: Final[tuple[Callable[..., Sought[Finding]], ...]] = (
    *(work.clock, work.mail, work.files, work.recount),
    *(deciding.concerns, seals.keepers, seals.kept_in_a_file),
)
LOOKS: Final[tuple[Callable[..., Iterator[Finding]], ...]] = (
    *(servers.broker, servers.room, deciding.deciders),
    *(seals.sealed, backups.made, database.database),
)
THOROUGH: Final[tuple[Callable[..., Iterator[Finding]], ...]] = (backups.possible,)
"""What takes too long for a page, and is looked at on the server alone."""
