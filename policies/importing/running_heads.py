"""What the head or foot of each page says of a policy whose text prints no code."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from policies.importing.header import split_head
from policies.importing.lines import Line
from policies.importing.parsed import Parsed

_LONGEST: Final = 80
_ASKS: Final = _("No code is printed in the text. The head of its pages says %(code)s. Use that?")


def offer_code(parsed: Parsed, left_out: list[str]) -> None:
    """Offer the code that stands in the lines `left_out`, where the text has none."""
    for doubt in parsed.doubts:
        if doubt.about != "code" or doubt.suggestion or parsed.code:
            continue
        for text in left_out:
            head, _rest = split_head([Line(text)]) if len(text) <= _LONGEST else (None, [])
            if head is not None and head.code and any(sign.isdigit() for sign in head.code):
                doubt.asks, doubt.suggestion = _ASKS, head.code
                doubt.values = {"code": head.code}
                break
