"""The district's color as a stylesheet, which browsers keep under the digest of its text."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from district_portal.district import contrasting


@lru_cache(maxsize=8)
def stylesheet(accent: str) -> str:
    """The CSS that puts the district's color (#rrggbb) into the tokens of both appearances."""
    colors = contrasting.palette(accent)
    light = f"--brand: {colors.header}; --mark: {colors.mark};"
    dark = f"--brand: {colors.dark_header}; --mark: {colors.dark_mark};"
    return (
        "@layer tokens {\n"
        f"  :root {{ {light} }}\n"
        "  @media (prefers-color-scheme: dark) {\n"
        f'    :root:not([data-appearance="light"]) {{ {dark} }}\n'
        "  }\n"
        f'  :root[data-appearance="dark"] {{ {dark} }}\n'
        "}\n"
    )


def digest(accent: str) -> str:
    """The name of that stylesheet in its address."""
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:16]
