"""What a first page shows from the start: answers that its callbacks would give a round trip later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

import dash
from dash import Input, Output, State, no_update
from dash._utils import to_json
from dash.development.base_component import Component

log = logging.getLogger(__name__)


FillPage = Callable[[Component], Awaitable[None]]


class Place(NamedTuple):
    """A property of a component."""

    part: str
    name: str


class FirstAnswer(NamedTuple):
    """A callback whose answer needs nothing but what stands in the layout."""

    outputs: tuple[Place, ...]
    asked: tuple[Place, ...]
    answer: Callable[..., Awaitable[Any]]


def first_answer(dependencies: Sequence[Any], answer: Callable[..., Awaitable[Any]]) -> FirstAnswer:
    """Return it, of a callback with these dependencies."""
    outputs = tuple(_place(each) for each in dependencies if isinstance(each, Output))
    asked = tuple(_place(each) for each in dependencies if isinstance(each, Input | State))
    return FirstAnswer(outputs, asked, answer)


def _place(dependency: Any) -> Place:
    return Place(str(dependency.component_id), str(dependency.component_property))


async def fill(layout: Component, answers: Sequence[FirstAnswer]) -> None:
    """Put into the layout what the callbacks of its components answer.

    The browser asks each of them once more when the page stands; what fails here is left as it was drawn, and told
    there.
    """
    whole: Any = layout
    parts = {each.id: each for each in whole._traverse() if hasattr(each, "id")}
    due = [answer for answer in answers if all(output.part in parts for output in answer.outputs)]
    told = await asyncio.gather(*(_ask(answer, parts) for answer in due), return_exceptions=True)
    for answer, values in zip(due, told, strict=True):
        if isinstance(values, BaseException):
            log.warning("%s is not there from the start: %s", answer.outputs[0].part, values)
            continue
        for output, value in zip(answer.outputs, values if len(answer.outputs) > 1 else (values,), strict=True):
            if value is not no_update:
                setattr(parts[output.part], output.name, value)


def _ask(answer: FirstAnswer, parts: Mapping[str, Component]) -> Awaitable[Any]:
    return answer.answer(*(getattr(parts.get(each.part), each.name, None) for each in answer.asked))


class FilledDash(dash.Dash):
    """Dash whose first page comes filled; what with must be told before it is asked for."""

    fill: FillPage

    async def serve_layout(self) -> Any:
        """Return the layout for this request."""
        layout = self.get_layout()
        await self.fill(layout)
        return self.backend.make_response(cast("Any", to_json)(layout), mimetype="application/json")
