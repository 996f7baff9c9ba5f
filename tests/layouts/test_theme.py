"""The chart colours are those of the style sheet."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from layouts.theme import PALETTES, fade
from layouts.viewer import Theme

STYLE = Path(__file__).parents[2] / "assets" / "css" / "tokens.css"
SELECTORS = {
    Theme.DARK: ":root",
    Theme.LIGHT: '[data-theme="light"]',
    Theme.SUNLIGHT: '[data-theme="sunlight"]',
}
INKS = ["text_1", "text_2", "text_3", "accent", "ok", "minor", "major", "critical", "stale"]


def _tokens(theme: Theme) -> dict[str, str]:
    block = STYLE.read_text(encoding="utf-8").split(SELECTORS[theme] + " {")[1].split("\n}")[0]
    return {name.replace("-", "_"): value for name, value in re.findall(r"--([a-z0-9-]+):([^;]+);", block)}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", list(Theme))
def test_charts_use_the_colours_of_the_style_sheet(theme: Theme) -> None:
    tokens = _tokens(theme)
    assert {name: tokens[name] for name in asdict(PALETTES[theme])} == asdict(PALETTES[theme])


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", INKS)
def test_text_colours_are_readable_on_every_ground(theme: Theme, name: str) -> None:
    tokens = _tokens(theme)
    assert min(_contrast(tokens[name], tokens[ground]) for ground in ("bg_0", "bg_1", "bg_2")) >= 4.5


@pytest.mark.parametrize("name", [*INKS, "info", "violet", "gold"])
def test_in_the_sun_text_is_read_at_seven_to_one_on_every_ground(name: str) -> None:
    tokens = _tokens(Theme.SUNLIGHT)
    grounds = ("bg_0", "bg_1", "bg_2", "panel", "float", "wash", "note")
    assert min(_contrast(tokens[name], tokens[ground]) for ground in grounds) >= 7
    assert _contrast(tokens["on_accent"], tokens["accent"]) >= 7


def test_in_the_sun_the_rim_of_what_can_be_pressed_is_seen() -> None:
    tokens = _tokens(Theme.SUNLIGHT)
    assert min(_contrast(tokens["line_strong"], tokens[ground]) for ground in ("bg_0", "bg_1", "bg_2")) >= 3


def test_fading_keeps_the_colour() -> None:
    assert fade("#3fd0ff", 0.16) == "rgba(63,208,255,0.16)"
