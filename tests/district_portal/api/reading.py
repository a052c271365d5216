"""A program that reads page after page."""

from __future__ import annotations

from django.urls import reverse


def pages(client, name, headers, *arguments, between=lambda: None, **asked):
    """The pages of a list, one after the other; `between` happens after each."""
    cursor = {}
    while cursor is not None:
        address = reverse(f"api:{name}", args=arguments)
        answer = client.get(address, {**asked, **cursor}, headers=headers)
        assert answer.status_code == 200, answer.content
        told = answer.json()
        yield told["rows"]
        cursor = {"cursor": told["next"]} if told["next"] else None
        between()


def rows(client, name, headers, *arguments, **asked):
    """All rows of a list."""
    return [row for page in pages(client, name, headers, *arguments, **asked) for row in page]
