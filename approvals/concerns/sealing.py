"""Seal the words and files of concerns, and open them again.

Each concern has a key of its own, which lies in the database wrapped by a key of the environment
(CONCERN_KEYS, the newest first). What is sealed is bound to its concern and its field: in another
place it can't be opened. The ciphers are AES-256-GCM (NIST SP 800-38D).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from approvals.concerns.models import Concern, ConcernKey
from district_portal import audit

KEY_BYTES: Final = 32
_NONCE: Final = 12
_AT_ONCE: Final = 500


class SealedError(Exception):
    """What is sealed can't be opened here: the key of the environment is another one."""


def give_key(concern: Concern, *, at: dt.datetime | None = None) -> None:
    """Make the key of a concern that was just saved. Raises SealedError without keys."""
    name, wrapping = _keys()[0]
    ConcernKey.objects.create(
        concern=concern,
        wrapped=_lock(wrapping, secrets.token_bytes(KEY_BYTES), _of_key(concern.pk)),
        wrapped_by=name,
        wrapped_at=at or timezone.now(),
    )


@sensitive_variables()
def seal(concern: Concern, text: str | bytes, *, field: str) -> bytes:
    """`text` sealed for one `field` of the concern ("statement", "act", "evidence:…").

    Raises SealedError when the concern's own key can't be unwrapped.
    """
    content = text.encode() if isinstance(text, str) else text
    return _lock(_data_key(concern), content, _bound(concern, field))


@sensitive_variables()
def open_bytes(concern: Concern, sealed: bytes | memoryview, *, field: str) -> bytes:
    """What was sealed for that `field` of the concern. Raises SealedError."""
    return _unlock(_data_key(concern), bytes(sealed), _bound(concern, field))


@sensitive_variables()
def open_(concern: Concern, sealed: bytes | memoryview, *, field: str) -> str:
    """The text that was sealed for that `field` of the concern. Raises SealedError."""
    return open_bytes(concern, sealed, field=field).decode()


@sensitive_variables()
def seal_json(concern: Concern, values: Any, *, field: str) -> bytes:
    """`values` as sealed JSON; see `seal`."""
    return seal(concern, json.dumps(values), field=field)


@sensitive_variables()
def open_json(concern: Concern, sealed: bytes | memoryview, *, field: str) -> Any:
    """What `seal_json` sealed. Raises SealedError."""
    return json.loads(open_(concern, sealed, field=field))


def rotate(*, at: dt.datetime | None = None) -> int:
    """Wrap every concern's key by the newest key of the environment; answers how many were not.

    Safe to repeat and to interrupt. Raises SealedError when a key is wrapped by one that is not
    in the environment, after all others were wrapped anew.
    """
    newest, wrapping = _keys()[0]
    done, after, lost = 0, 0, 0
    while True:
        with transaction.atomic():
            rows = ConcernKey.objects.select_for_update().exclude(wrapped_by=newest)
            waiting = list(rows.filter(pk__gt=after).order_by("pk")[:_AT_ONCE])
            for row in waiting:
                after = row.pk
                try:
                    bare = _unwrap(row)
                except SealedError:
                    lost += 1
                    continue
                row.wrapped = _lock(wrapping, bare, _of_key(row.concern_id))
                row.wrapped_by, row.wrapped_at = newest, at or timezone.now()
                row.save(update_fields=["wrapped", "wrapped_by", "wrapped_at"])
                done += 1
            if not waiting:
                break
    if done:
        audit.record("concerns.key_rotated", by=None, after={"keys": done}, at=at)
    if lost:
        raise SealedError(f"{lost} keys are wrapped by a key that is not in CONCERN_KEYS")
    return done


def unopenable() -> QuerySet[ConcernKey]:
    """The keys that are wrapped by one that the environment doesn't have."""
    known = [name_of(key) for key in settings.CONCERN_KEYS]
    return ConcernKey.objects.exclude(wrapped_by__in=known)


def name_of(key: bytes) -> str:
    """The id of a key of the environment, by which nobody can guess it."""
    return hashlib.sha256(b"concern key:" + key).hexdigest()[:16]


def _keys() -> list[tuple[str, bytes]]:
    if not settings.CONCERN_KEYS:
        raise SealedError("CONCERN_KEYS is empty")
    return [(name_of(key), key) for key in settings.CONCERN_KEYS]


@sensitive_variables()
def _data_key(concern: Concern) -> bytes:
    return _unwrap(concern.key)


@sensitive_variables()
def _unwrap(row: ConcernKey) -> bytes:
    wrapping = dict(_keys()).get(row.wrapped_by)
    if wrapping is None:
        raise SealedError(f"no key {row.wrapped_by} in CONCERN_KEYS")
    return _unlock(wrapping, bytes(row.wrapped), _of_key(row.concern_id))


@sensitive_variables()
def _lock(key: bytes, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


@sensitive_variables()
def _unlock(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except (InvalidTag, ValueError) as wrong:
        raise SealedError("sealed for another place, or damaged") from wrong


def _of_key(concern_id: int) -> bytes:
    return f"key of concern {concern_id}".encode()


def _bound(concern: Concern, field: str) -> bytes:
    return f"concern {concern.pk}: {field}".encode()
