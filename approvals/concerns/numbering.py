"""The number by which people name a concern, out of which nobody can count concerns.

In a series the numbers that somebody doesn't see would tell them how many are kept from them, and
a District Administrator who sees all others that one is about themselves.
"""

from __future__ import annotations

import secrets
from typing import Final

from approvals.concerns.models import Concern

LETTERS: Final = "2345679BCDFGHJKLMNPQRSTVWX"
"""What is not mistaken for something else when it is read out, and makes no words."""
LENGTH: Final = 5


def new_number(year: int) -> str:
    """A number of that year which no concern has; two at once are kept apart by the database."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        number = f"C{year}-{code}"
        if not Concern.objects.filter(number=number).exists():
            return number
