from accounts.models.person import Person
from accounts.models.place import Place
from accounts.models.posting import Posting
from accounts.models.role import RoleGrant

__all__ = ["Person", "Place", "Posting", "RoleGrant"]
