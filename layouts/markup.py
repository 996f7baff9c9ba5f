"""Components as HTML text.

Hundreds of Dash components take the browser seconds to mount, their HTML a few milliseconds. Long lists are
therefore handed over as text in the attribute `data-html`, which assets/js/desk-markup.js puts in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final, cast

from dash.development.base_component import Component

_NAMES: Final = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "data-loading": "loading",  # dash.html has no such property
}
NOTHING: Final = "<!-- -->"
"""Empties a place; an empty attribute would leave what is there."""
_OF_FIELDS: Final = frozenset({"type", "placeholder", "maxLength", "autoComplete", "value"})
_VOID: Final = frozenset({"br", "hr", "img", "input"})

Children = Component | str | int | float | None | Sequence[Any]


def markup(children: Children) -> str:
    """`children` (elements of dash.html, and fields) as HTML: texts and attributes are escaped, attributes are sorted.

    A field (`dcc.Input`) becomes a plain one, which no callback hears.
    """
    if children is None:
        return ""
    if isinstance(children, str | int | float):
        return escape(str(children))
    if isinstance(children, Component):
        return _element(children)
    return "".join(markup(child) for child in children)


def drawn(children: Children) -> dict[str, Any]:
    """The attribute by which an element without children of its own gets `children` as its content."""
    return {"data-html": markup(children)}


def _element(component: Component) -> str:
    described = cast("Any", component).to_plotly_json()
    if described["type"] == "Input":
        return _field(described["props"])
    if described["namespace"] != "dash_html_components":
        raise TypeError(f"{described['type']} is no plain element; mount it as a component")
    tag = described["type"].lower()
    props = described["props"]
    inner = markup(props.get("children"))
    attributes = "".join(_attribute(name, value) for name, value in sorted(props.items()) if name != "children")
    return f"<{tag}{attributes}>" if tag in _VOID else f"<{tag}{attributes}>{inner}</{tag}>"


def _field(props: dict[str, Any]) -> str:
    """As Dash mounts it: the class is that of what is around the field."""
    around = _attribute("className", f"dash-input-container {props.get('className', '')}".strip())
    inside = {"className": "dash-input-element", **{name: value for name, value in props.items() if name in _OF_FIELDS}}
    return f"<div{around}><input{''.join(_attribute(name, value) for name, value in sorted(inside.items()))}></div>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    shown = _NAMES.get(name, name)
    if value is True:
        return f" {shown}"
    if name == "style":
        value = ";".join(f"{_dashed(key)}:{part}" for key, part in value.items())
    return f' {shown}="{escape(str(value))}"'


def _dashed(name: str) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in name)
