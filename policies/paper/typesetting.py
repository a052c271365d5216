"""Data and a template become an accessible PDF (PDF/UA-1: tagged, titled, in a language)."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache as stored
from django.utils.translation import gettext_lazy as _

from policies.paper.taking_turns import a_turn

TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "print"
PROGRAM: Final = Path(__file__).with_name("typesetter.py")
SECONDS: Final = 30
KEPT: Final = 24 * 60 * 60
"""Seconds for which the same page is not set again."""


class NotSetError(Exception):
    """The PDF could not be made; the message is for the person who asked for it."""


def pdf(template: str, data: Mapping[str, Any], *, is_kept: bool = True) -> bytes:
    """`templates/print/<template>.typ`, filled with `data` (plain JSON values).

    The same data gives the same bytes; they are kept for a day, unless `is_kept` is false. No word
    of `data` is ever read as markup, nothing is fetched, no font of the machine is used. Raises
    NotSetError after SECONDS, or where the text can't be set, taking_turns.BusyError while many are
    being set.
    """
    order = {"template": str(TEMPLATES / f"{template}.typ"), "data": data}
    written = json.dumps(order, ensure_ascii=False, sort_keys=True)
    key = "pdf:" + hashlib.sha256(f"{_look()}{written}".encode()).hexdigest()
    if not is_kept:
        with a_turn():
            return _set(written)
    kept: bytes | None
    if kept := stored.get(key):
        return kept
    with a_turn():
        made: bytes = stored.get(key) or _set(written)
        stored.set(key, made, KEPT)
    return made


def _set(order: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)],
            input=order.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotSetError(_("The PDF took too long to make. Take the text file instead.")) from late
    if done.returncode:
        raise NotSetError(_("The PDF could not be made. Take the text file instead.")) from (
            RuntimeError(done.stderr.decode(errors="replace"))
        )
    return done.stdout


@cache
def _look() -> str:
    """What the pages look like today: a change of a template sets them anew."""
    files = [*sorted(TEMPLATES.glob("*.typ")), PROGRAM]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
