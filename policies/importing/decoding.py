"""Bytes to text, or a clear refusal."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from policies.importing.lines import UnreadableFile

_SNIFFED: Final = 4096
_CONTROL_SHARE: Final = 0.05

_UTF16: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_SPACES: Final = re.compile(
    "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029\x0b\x85]"
)
_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_GAP: Final = 80
"""Columns that no gap in a line needs more than; patterns over spaces take the square of them."""
_LONG_GAP: Final = re.compile(rf"[ \t]{{{_GAP + 1},}}")


def decode(data: bytes) -> str:
    """Answer the text of `data`: UTF-8 with or without mark, marked UTF-16, else Western Latin.

    Raises UnreadableFile when `data` is no text.
    """
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if _is_binary(data):
        raise UnreadableFile(_("This is no text file. Save the policy as plain text (.txt)."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(_western(byte) for byte in data)


def visible(text: str) -> str:
    """Answer `text` with plain spaces, no endless gap, and without characters nobody sees."""
    seen = _INVISIBLE.sub("", _OTHER_SPACES.sub(" ", text))
    return _LONG_GAP.sub(" " * _GAP, seen)


def _is_binary(data: bytes) -> bool:
    head = data[:_SNIFFED]
    if b"\x00" in data[: _SNIFFED * 16]:
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in head)
    return controls > max(8, len(head) * _CONTROL_SHARE)


def _western(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
