"""Room for the frames of a request in one piece.

Python keeps the frames of calls in pieces of 16 KB. It asks the system for one when the last is
full, and gives it back as soon as it is empty. Where a loop of a page, as over the rows of a list,
happens to call across an edge, each of its calls asks for memory and gives it back: that took up
to a third of a page's time, and which page it was went by how deep the server calls us.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse  # noqa: TID251

ROOM = 65_536
"""Of so many values: with its own frame a piece of 1 MB, whose second half the others fill.

Only what is used of it becomes memory. The deepest page fills some 100 KB.
"""


class HeadroomMiddleware:
    """Calls all others out of a frame that needs so large a piece."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    __call__.__code__ = __call__.__code__.replace(co_stacksize=ROOM)
