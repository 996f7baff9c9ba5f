"""Components as HTML text."""

from __future__ import annotations

import pytest
from dash import dcc, html

from layouts.attributes import attributes
from layouts.markup import drawn, markup


def test_names_of_attributes_become_those_of_html() -> None:
    cell = html.Td("1", className="num", tabIndex=0, style={"minWidth": "4px"}, **attributes({"data-asset": "A"}))
    assert markup(cell) == '<td class="num" data-asset="A" style="min-width:4px" tabindex="0">1</td>'


def test_texts_and_attributes_are_escaped() -> None:
    hostile = '"><script>alert(1)</script>'
    text = markup(html.B(hostile, title=hostile))
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 2


def test_true_is_a_bare_attribute_and_false_or_none_is_left_out() -> None:
    assert markup(html.Details([html.Summary(None)], open=True, hidden=False)) == (
        "<details open><summary></summary></details>"
    )


def test_elements_without_content_are_not_closed() -> None:
    assert markup([html.Img(alt="x"), "a", 1]) == '<img alt="x">a1'


def test_a_component_that_needs_the_browser_library_is_refused() -> None:
    with pytest.raises(TypeError, match="Store is no plain element"):
        markup(html.Div(dcc.Store(id="x")))


def test_drawn_hands_the_markup_over_in_one_attribute() -> None:
    assert drawn(html.I("x")) == {"data-html": "<i>x</i>"}


def test_a_field_becomes_a_plain_one_as_dash_mounts_it() -> None:
    told = markup(dcc.Input(id="x", type="search", className="field", maxLength=30, placeholder="<"))
    inside = '<input class="dash-input-element" maxLength="30" placeholder="&lt;" type="search">'
    assert told == f'<div class="dash-input-container field">{inside}</div>'
