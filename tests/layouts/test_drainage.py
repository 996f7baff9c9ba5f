"""Drainage: one scale for pipes and bars, and alarms in the order of the figures that they show."""

from __future__ import annotations

import re

import pytest

from dashboard.domain.severity import AssetState, Severity
from layouts.components.drainage import drainage_overview, fill_scale
from layouts.components.stations import station_row
from layouts.components.walls.frame import legend
from layouts.figures.pipe_network import pipe_state
from layouts.markup import markup
from layouts.scene import Sight
from layouts.scenes.flood import SCENE
from tests.readout_builders import CHINESE, alarm_line, drainage_of, station_of
from tests.wall_builders import full_picture


@pytest.mark.parametrize("fill", [0.0, 0.5, 0.79, 0.8, 0.95, 1.0, 1.3])
def test_pipes_bars_and_trends_have_one_scale(fill: float) -> None:
    html = markup(station_row(CHINESE, station_of("PS-1", fill, AssetState.CRITICAL)))
    states = re.findall(r'class="(?:bar|spark)"[^>]*data-state="(\w+)"', html)
    assert states == [pipe_state(fill).value] * 2
    assert 'data-steps="minor:0.8 major:1"' in html
    assert re.search(r'class="mark"[^>]*data-state="critical"', html), "the mark tells the asset's own state"


@pytest.mark.parametrize(("fill", "state"), [(None, AssetState.NORMAL), (1.2, AssetState.OFFLINE)])
def test_missing_and_old_figures_are_grey(fill: float | None, state: AssetState) -> None:
    html = markup(station_row(CHINESE, station_of("PS-1", fill, state)))
    assert re.findall(r'class="bar"[^>]*data-state="(\w+)"', html) == ["offline"]


def test_the_legend_of_wall_and_network_is_that_scale() -> None:
    scale = markup(fill_scale())
    assert re.findall(r'data-state="(\w+)"', scale) == ["normal", "minor", "major"]
    assert re.findall(r'class="fig">([^<]*)<', scale) == ["&lt; 0.8", "≥ 0.8", "≥ 1"]
    assert scale in markup(legend(CHINESE))
    assert all(repr(step) in repr(drainage_overview(CHINESE, drainage_of(station_of("PS-1")))) for step in fill_scale())


def test_flood_alarms_of_a_severity_come_by_the_figure_that_they_show() -> None:
    about = {"kind": "drainage", "rule_key": "drainage.fill", "threshold": 1.0, "value": 1.0}
    alarms = (
        alarm_line(1, **about, now=1.03),
        alarm_line(2, **about, now=1.05),
        alarm_line(3, **about, now=1.04, worsened_us=1),
        alarm_line(4, **{**about, "threshold": 0.8}, now=0.9, severity=Severity.MINOR),
    )
    panel = next(panel for panel in SCENE.right if panel.key == "water-alarms")
    html = markup(panel.draw(Sight(CHINESE, full_picture(alarms=alarms)), 40.0).body)
    assert re.findall(r'data-alarm="(\d)"', html) == ["2", "3", "1", "4"]
