"""Static files as a district serves them: hashed, compressed, and the style sheets as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from district_portal.ui.stylesheets import BUNDLE, STYLESHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator


class PortalStorage(CompressedManifestStaticFilesStorage):
    """Puts the style sheets of every page into one when they are collected."""

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002 - Django names it so
        **options: Any,
    ) -> Iterator[Any]:
        if not dry_run:
            sheets = [Path(self.path(name)).read_text("utf-8") for name in STYLESHEETS]
            Path(self.path(BUNDLE)).write_text("\n".join(sheets), "utf-8")
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)
