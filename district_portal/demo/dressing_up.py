"""The fictional district's look: a river that bends below a sun, drawn here, and a color."""

from __future__ import annotations

from PIL import Image, ImageDraw

from accounts.models import Person
from district_portal.setup import dressing, picturing, settling

GREEN = "#1f5b4e"
_SUN, _PAPER, _WATER, _DEEP = "#f2b544", "#fdf6e3", "#7fb7d6", "#2f6f9f"
_SIDE = 480


def dress_up(*, by: Person | None) -> None:
    """Put up the drawn logo, the color and a contact; harmless when they are there."""
    dressing.put_up_logo(picturing.write(drawing()), by=by)
    settling.settle(
        by=by,
        settings={
            "accent": GREEN,
            "contact_name": "Office of the Superintendent",
            "contact_address": "100 Bend Road, Marlow Bend",
            "contact_email": "office@marlow-bend.example",
            "contact_phone": "(515) 555-0100",
            "website": "https://www.marlow-bend.example",
        },
    )


def drawing() -> Image.Image:
    """The logo: a round badge on a transparent ground."""
    picture = Image.new("RGBA", (_SIDE, _SIDE))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, _SIDE - 1, _SIDE - 1), fill=_PAPER)
    pen.ellipse((165, 70, 315, 220), fill=_SUN)
    inside = Image.new("L", (_SIDE, _SIDE))
    ImageDraw.Draw(inside).ellipse((24, 24, _SIDE - 25, _SIDE - 25), fill=255)
    land = Image.new("RGBA", (_SIDE, _SIDE))
    water = ImageDraw.Draw(land)
    water.rectangle((0, 230, _SIDE, _SIDE), fill=GREEN)
    water.polygon(_river(64), fill=_WATER)
    water.polygon(_river(26), fill=_DEEP)
    land.putalpha(Image.composite(land.getchannel("A"), Image.new("L", land.size), inside))
    picture.alpha_composite(land)
    return picture


def _river(width: int) -> list[tuple[float, float]]:
    """The banks of a bend that widens towards the viewer."""
    middle = [(215, 230), (300, 290), (180, 360), (270, 480)]
    wide = [width * part for part in (0.25, 0.6, 1.0, 1.6)]
    left = [(x - half, float(y)) for (x, y), half in zip(middle, wide, strict=True)]
    right = [(x + half, float(y)) for (x, y), half in zip(middle, wide, strict=True)]
    return left + right[::-1]
