"""The district's own words for those who lead: for "supervisor" and "District Administrator"."""

from __future__ import annotations

from django.utils.functional import lazy

from district_portal.district.current import current
from district_portal.permissions import Role


def supervisor() -> str:
    """What a supervisor is called here."""
    return current().supervisor_term


def administrator() -> str:
    """What the District Administrator is called here."""
    return current().administrator_term


def role(value: str) -> str:
    """A role's name in the district's words, by its value; an approver's too.

    Raises ValueError for what is no role.
    """
    if value == Role.DISTRICT_ADMINISTRATOR:
        return administrator()
    if value == Role.SUPERVISOR:
        word = supervisor()
        return word[:1].upper() + word[1:]
    return str(Role(value).label)


supervisor_lazy = lazy(supervisor, str)()
supervisor_title_lazy = lazy(lambda: role(Role.SUPERVISOR), str)()
administrator_lazy = lazy(administrator, str)()
"""The same for what is written once, when a module is read, such as the help of a form."""
