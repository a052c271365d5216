"""The catalogs of other languages: what a .po file says, and the .mo file that comes out of it.

`python -m tests.architecture.catalog` brings every .po up to date with what the portal says, in the
order of the messages, and writes its .mo anew; both are committed, so that a machine with nothing
but Python speaks the language too. What is new stands there without a translation until somebody
writes one; nothing is guessed.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings


def read(path: Path) -> Catalog:
    """What a .po file says. Raises PoFileError where it can't be read."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def written(catalog: Catalog) -> bytes:
    """The .po file of a catalog: by message, one line each, without where it is said."""
    file = BytesIO()
    write_po(file, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The .mo file of a catalog, in the format that Python's gettext reads."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def catalogs() -> list[Path]:
    """Every .po file of ours."""
    return sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))


if __name__ == "__main__":
    django.setup()
    from tests.architecture.words import spoken

    told = spoken()
    for place in catalogs():
        catalog = read(place)
        catalog.update(told, no_fuzzy_matching=True, update_creation_date=False)
        place.write_bytes(written(catalog))
        place.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = sum(not message.string or not all(message.string) for message in catalog)
        print(f"{place}: {len(catalog)} messages, {missing} to be translated")  # noqa: T201
