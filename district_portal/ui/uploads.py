"""How much anybody may upload: it is asked before the first byte is written to the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 – a name for the type

MOST: Final = 110 * 1024 * 1024
"""Bytes of a form with its files: twenty policies, or an HR sheet, and some room."""
MOST_OF_STRANGERS: Final = 1024 * 1024


class CappedUpload(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS; it lets pass what is small enough.

    `most` is how many bytes a page takes of everyone, where it takes files of strangers.
    """

    def __init__(self, request: HttpRequest | None = None, *, most: int | None = None) -> None:
        super().__init__(request)
        self.most = most

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 – Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raise RequestDataTooBig (an answer of 400) for a form of more than that many bytes."""
        user = getattr(self.request, "user", None)
        is_known = user is not None and user.is_authenticated
        if content_length > (self.most or (MOST if is_known else MOST_OF_STRANGERS)):
            raise RequestDataTooBig("The form with its files is too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand everything on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
