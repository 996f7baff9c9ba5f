"""Trees that are told as who is below whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def circles(starts: Iterable[str], parents: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Return the circles that one comes into from the starts, each once, in the order of going up."""
    cleared: set[str] = set()
    for start in starts:
        path: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in path and code not in cleared:
            path[code] = None
            code = parents.get(code)
        if code in path:
            yield list(path)[list(path).index(code) :]
        cleared.update(path)


def chain(circle: list[str]) -> str:
    """Return a circle as people read it: A → B → A."""
    return " → ".join([*circle, circle[0]])


def path_up(code: str | None, parents: Mapping[str, str | None]) -> list[str]:
    """Return the code and those above it, nearest first; a circle is left where it closes."""
    path: dict[str, None] = {}
    while code is not None and code not in path:
        path[code] = None
        code = parents.get(code)
    return list(path)
