"""One way to show a long list: fifty rows a page, with its place in the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest  # noqa: TID251 - a name for the type

PER_PAGE = 50


class ListPage(Page):
    """A page that can say which rows of how many it shows; `parameter` of the address tells it."""

    parameter = "page"

    @property
    def total(self) -> int:
        return self.paginator.count

    @property
    def first(self) -> int:
        return self.start_index()

    @property
    def last(self) -> int:
        return self.end_index()


class ListPaginator(Paginator):
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def page(
    queryset: QuerySet[Any] | Sequence[Any],
    request: HttpRequest,
    *,
    per_page: int = PER_PAGE,
    parameter: str = "page",
    total: int | None = None,
) -> ListPage:
    """The page of `queryset` that the address asks for by `?page=`.

    A second list on the same page has another `parameter`. The queryset must be ordered. A number
    that makes no sense gives the first page, one that is too high the last. Costs two queries: the
    count, unless the caller knows the `total`, and the rows.
    """
    paginator = ListPaginator(queryset, per_page)
    if total is not None:
        paginator.count = total
    answer = paginator.get_page(request.GET.get(parameter))
    assert isinstance(answer, ListPage)  # noqa: S101 - narrows the type of Django's own method
    answer.parameter = parameter
    return answer
