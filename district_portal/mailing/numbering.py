"""The numbers of mails, which addresses of pages show: a gap between two of them tells of nothing.

Somebody who sees all mails but those kept from them would else learn by a gap that there is one.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.db import connection

ON_AVERAGE: Final = 8
_LEAP = (
    "SELECT nextval(pg_get_serial_sequence('mailing_message', 'id')) FROM generate_series(1, %s)"
)


def leap() -> int:
    """Leave some numbers out before the next mail, ON_AVERAGE as many; answers how many.

    Each length may occur, and one says nothing about whether it is one leap or two.
    """
    left_out = int(secrets.SystemRandom().expovariate(1 / ON_AVERAGE))
    if left_out:
        with connection.cursor() as cursor:
            cursor.execute(_LEAP, [left_out])
    return left_out
