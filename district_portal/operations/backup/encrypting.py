"""A backup for one reader only: encrypted to a public key in the format age, piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Protocol, TypeAlias

import pyrage
from pyrage import ssh, x25519

from district_portal.operations.backup.refusing import BackupError, UnfitError

Recipient: TypeAlias = x25519.Recipient | ssh.Recipient
Identity: TypeAlias = x25519.Identity | ssh.Identity
ENDING = ".age"
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 – how such keys begin


class Target(Protocol):
    """What is written to, a piece at a time."""

    def write(self, piece: bytes, /) -> int: ...
    def flush(self) -> None: ...


def recipient(text: str) -> Recipient:
    """The public key (age1… or ssh-…) as it is used. Raises BackupError for what is none."""
    made = ssh.Recipient if text.startswith("ssh-") else x25519.Recipient
    try:
        return made.from_str(text.strip())
    except pyrage.RecipientError as refused:
        raise BackupError(
            "BACKUP_RECIPIENT is no public key (age1… or ssh-ed25519 …). "
            "`manage.py make_backup_key FILE` makes a pair."
        ) from refused


def identities(path: Path) -> list[Identity]:
    """The private keys in a file of age or of ssh. Raises UnfitError where it holds none."""
    try:
        content = path.read_bytes()
        if b"PRIVATE KEY-----" in content:
            return [ssh.Identity.from_buffer(content)]
        lines = content.decode("ascii").split()
        found: list[Identity] = [
            x25519.Identity.from_str(line) for line in lines if line.startswith(_SECRET)
        ]
    except (OSError, ValueError, pyrage.IdentityError) as refused:
        raise UnfitError(f"{path} holds no private key: {refused}") from refused
    if not found:
        raise UnfitError(f"{path} holds no private key.")
    return found


def make_identity() -> tuple[str, str]:
    """A new pair: the public key, and the private one."""
    made = x25519.Identity.generate()
    return str(made.to_public()), str(made)


def encrypt(source: IO[bytes], target: Target, to: Recipient) -> None:
    """Write `source` to `target` so that only the owner of the key `to` reads it."""
    pyrage.encrypt_io(source, target, [to])


def decrypt(source: IO[bytes], target: IO[bytes], by: Sequence[Identity]) -> None:
    """Write to `target` what was encrypted. Raises UnfitError where none of the keys fits."""
    try:
        pyrage.decrypt_io(source, target, list(by))
    except pyrage.DecryptError as refused:
        raise UnfitError("This private key does not open the backup.") from refused
