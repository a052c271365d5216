"""How seals are computed; whoever checks them elsewhere computes the same.

A seal keeps a leaf of each event: the SHA-256 of a nonce and the hash of the event. The nonce is
made for that event alone out of the secret of its seal: who is shown all leaves and the nonces of
some events can check these, and can't try out what the others say. The leaves stand in the order
of their digits, so that they do not tell how many events lie between two.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Final

FIRST: Final = "0" * 64
"""What stands for the hash of a seal before the first one."""
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def nonce_of(event_id: int, *, secret: str) -> str:
    """The nonce of that event in a seal with that `secret`; 64 hexadecimal digits, as all here."""
    return hmac.new(bytes.fromhex(secret), str(event_id).encode(), hashlib.sha256).hexdigest()


def leaf_of(event_id: int, *, row_hash: str, secret: str) -> str:
    """What a seal keeps of an event: the SHA-256 of its nonce followed by its hash."""
    return _sha256(nonce_of(event_id, secret=secret) + row_hash)


def leaves_of(leaves: Iterable[str]) -> str:
    """The SHA-256 of all leaves of a seal, in the order of their digits, a line feed between."""
    return _sha256("\n".join(sorted(leaves)))


def moment_of(at: dt.datetime) -> str:
    """An aware moment as it is hashed: microseconds since January 1, 1970, in UTC."""
    return str((at - _EPOCH) // dt.timedelta(microseconds=1))


def hash_of(
    number: int, *, previous: str, at: dt.datetime, count: int, settled: int, leaves: str
) -> str:
    """The hash of a seal: the SHA-256 of the JSON array of these as texts, in this order."""
    told = [str(number), previous, moment_of(at), str(count), str(settled), leaves]
    return _sha256(json.dumps(told))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
