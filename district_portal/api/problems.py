"""What a program is told when it gets no answer, in the form of RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from ninja import Field, Schema

MEDIA_TYPE: Final = "application/problem+json"


class Fault(Schema):
    """One parameter that makes no sense."""

    parameter: str = Field(description="Its name.")
    detail: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """Why there is no answer."""

    type: str = Field(description="Always about:blank: the status says it all.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The status once more.", ge=400, le=599)
    detail: str = Field(description="What happened, in a sentence.")
    errors: list[Fault] = Field(description="For a 400 each parameter that makes no sense.")


class RefusedError(Exception):
    """A question that is not answered: with which status, why, and what goes with that."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.headers = status, dict(headers or {})
        self.problem = Problem(
            type="about:blank",
            title=status.phrase,
            status=status,
            detail=detail,
            errors=list(errors),
        )


def senseless(detail: str, *faults: tuple[str, str]) -> RefusedError:
    """The refusal of parameters (name, what is wrong), to be raised."""
    errors = [Fault(parameter=name, detail=wrong) for name, wrong in faults]
    return RefusedError(HTTPStatus.BAD_REQUEST, detail, errors=errors)
