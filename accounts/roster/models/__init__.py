from accounts.roster.models.change import Change
from accounts.roster.models.heading import Heading
from accounts.roster.models.night import Night
from accounts.roster.models.row import Row
from accounts.roster.models.run import Run
from accounts.roster.models.trace import Trace

__all__ = ["Change", "Heading", "Night", "Row", "Run", "Trace"]
