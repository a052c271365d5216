from accounts.models.day_begun import DayBegun
from accounts.models.delegation import Delegation
from accounts.models.person import Person
from accounts.models.place import Place
from accounts.models.posting import Posting
from accounts.models.proved_link import ProvedLink
from accounts.models.role import RoleGrant

__all__ = ["DayBegun", "Delegation", "Person", "Place", "Posting", "ProvedLink", "RoleGrant"]
