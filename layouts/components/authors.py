"""Who did something: a person by name where one may see it, never by an account alone that is somebody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dash import html

from dashboard.domain.people.authors import Author
from dashboard.domain.people.posts import POST_LABELS
from dashboard.domain.rights import ROLE_LABELS
from layouts.texts.cases import Entry
from layouts.viewer import Viewer

Authors = Mapping[str, Author]
"""Authors by the names of their accounts."""
NOBODY: Final[Authors] = {}
_LINK: Final = "link"
_UNNAMED: Final[Mapping[str, str]] = {}


def author_words(viewer: Viewer, authors: Authors, account: str, departments: Mapping[str, str]) -> list[Any]:
    """Return a person by name and what they do for the bureau; an account of nobody by its own name and its role, a
    department that answered by a link by its own; nothing for what the system did."""
    name, post = _name_and_post(viewer, authors, account, departments)
    return [*([name] if name else []), *([html.Small(post) if name else post] if post else [])]


def author_name(viewer: Viewer, authors: Authors, account: str, departments: Mapping[str, str] = _UNNAMED) -> str:
    """Return the same in one word: the name, or what the person does for whom may not see it."""
    name, post = _name_and_post(viewer, authors, account, departments)
    return name or post


def _name_and_post(viewer: Viewer, authors: Authors, account: str, departments: Mapping[str, str]) -> tuple[str, str]:
    kind, _, rest = account.partition(":")
    if kind == _LINK and rest:
        code = rest.rpartition(":")[0]
        return viewer.say(Entry.BY_LINK).format(departments.get(code, code)), ""
    author = authors.get(account)
    if author is None:
        return account, ""
    if author.post is None:
        return account, "" if author.role is None else viewer.say(ROLE_LABELS[author.role])
    post = " ".join(each for each in (author.squad_name, viewer.say(POST_LABELS[author.post])) if each)
    return author.name, post
