"""Pictures as people upload them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def picture(kind="PNG", size=(300, 100), color="#7a0019", **more):
    out = io.BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, color).save(out, kind, **more)
    return out.getvalue()


def photograph():
    """A JPEG that says where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010E] = "at home, 45.3 N 92.2 W"
    exif[0x0112] = 6
    return picture("JPEG", size=(200, 100), exif=exif.tobytes())


def bomb(side=50_000):
    """A PNG of a few kilobytes that would unpack to gigabytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    parts = [(b"IHDR", header), (b"IDAT", data), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
