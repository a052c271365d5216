"""Write docs/permissions.md: `python -m tests.architecture.permissions_page`."""

from __future__ import annotations

from pathlib import Path

import django

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
HEAD = """# Who may do what

Made from the code by `python -m tests.architecture.permissions_page`; a test holds it to the code.
"all": every object; other words name the scope, a function in the part's `permissions.py`. A person
has the union of what their roles give. Everybody on the roster is an employee; whoever has reports
or heads a place is a supervisor; the other roles are given. Title IX coordinator, human resources
and auditor may be given for one place and those below it. Such a role gives only the permissions
that the column “for a place” names it in, and of those only what belongs to the place and its
people.
Whoever is not signed in reaches what the last column names, and is sent to sign in for all else.

"""


def text() -> str:
    from district_portal.permissions import (  # noqa: PLC0415 – after the apps are ready
        Role,
        declared,
        ends_at_places,
        everything,
        for_guests,
    )

    def cell(scope) -> str:
        if scope is None:
            return ""
        return "all" if scope is everything else scope.__name__.replace("_", " ")

    from accounts.models.role import LIMITABLE  # noqa: PLC0415 – after the apps are ready

    def for_a_place(name, scopes) -> str:
        if name not in ends_at_places():
            return ""
        return ", ".join(str(role.label) for role in scopes if role.value in LIMITABLE)

    guests = for_guests()
    lines = [
        "| permission | "
        + " | ".join(str(role.label) for role in Role)
        + " | For a place | Not signed in |"
    ]
    lines.append("|---" * (len(Role) + 3) + "|")
    for name, scopes in sorted(declared().items()):
        cells = [cell(scopes.get(role)) for role in Role]
        cells += [for_a_place(name, scopes), cell(guests.get(name))]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
