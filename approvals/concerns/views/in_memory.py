"""Files of a concern on their way in stay in memory: never on the disk unsealed."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from approvals.concerns import filing
from district_portal.ui.uploads import CappedUpload

MOST: Final = 500 * filing.MEGABYTE
"""Bytes of a form that are still read, so that its words are kept though its files can't be."""


class InMemory(MemoryFileUploadHandler):
    """What is more than a concern takes is not kept: the form can refuse it, and the words stay."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated, self.files, self.kept = True, 0, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.files += 1
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        is_enough = self.kept > filing.MOST_AT_ONCE
        if is_enough or self.files > filing.MOST_FILES or start > filing.MOST_BYTES:
            return None
        self.kept += len(raw_data)
        return super().receive_data_chunk(raw_data, start)


def keep_in_memory(request: HttpRequest) -> None:
    """Settle that, before anything of the request is read; its token is asked for after that."""
    request.upload_handlers = [CappedUpload(request, most=MOST), InMemory(request)]
