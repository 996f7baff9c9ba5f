"""The page that a browser opens first: drawn into the frame, where the router would mount it a round trip later."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import dash
from dash.development.base_component import Component

from layouts.page import Page
from layouts.requests import CitySettings, page_layout


@dataclass(frozen=True, kw_only=True)
class FirstPage:
    """A page as it is at an address."""

    path: str
    search: str
    title: str
    content: Component


def first_page(pages: Sequence[Page], settings: CitySettings) -> FirstPage | None:
    """Return the page that the request comes from; None for an address of none, which the router answers."""
    referer = cast("Any", dash).get_app().backend.request_adapter().headers.get("referer") or ""
    address = urlsplit(referer)
    found = next((page for page in pages if page.path == address.path), None)
    if found is None:
        return None
    content = page_layout(found, settings)(**dict(parse_qsl(address.query)))
    search = f"?{address.query}" if address.query else ""
    return FirstPage(path=found.path, search=search, title=found.title.zh, content=content)


def page_container(first: FirstPage | None) -> Component:
    """Return Dash's own place for pages, with the first in it.

    The router mounts a page whenever the address in the browser is not that of its location; so it is told there.
    """
    container = copy.deepcopy(cast("Any", dash).page_container)
    if first is not None:
        part = {each.id: each for each in container.children}
        part["_pages_location"].pathname = first.path
        part["_pages_location"].search = first.search
        part["_pages_content"].children = first.content
        part["_pages_store"].data = {"title": first.title}
    return cast("Component", container)
