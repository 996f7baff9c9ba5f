"""Charts are pure: records in, figure out."""

from __future__ import annotations

from dataclasses import replace

from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState
from layouts.figures.history import history_figure
from layouts.figures.pipe_network import pipe_network
from layouts.theme import PALETTES
from tests.readout_builders import CHINESE, ENGLISH, drainage_of, history_of, station_of

TILT = [rule for rule in sensor_types()["manhole"].rules if rule.metric == "tilt_deg"]


def test_raw_readings_are_one_line_in_the_city_time() -> None:
    figure = history_figure(CHINESE, history_of(1.0, 2.0, 3.0), [])
    (line,) = figure.data
    assert list(line.y) == [1.0, 2.0, 3.0]
    assert line.x[-1].hour == 21


def test_hourly_roll_ups_have_a_band_from_lowest_to_highest() -> None:
    high, low, mean = history_figure(CHINESE, history_of(5.0, 6.0, hourly=True), []).data
    assert list(high.y) == [6.0, 7.0]
    assert list(low.y) == [4.0, 5.0]
    assert list(mean.y) == [5.0, 6.0]


def test_thresholds_near_the_data_are_lines_in_the_colour_of_their_severity() -> None:
    lines = history_figure(CHINESE, history_of(10.0, 16.0), TILT).layout.shapes
    assert [line.y0 for line in lines] == [15.0]
    assert lines[0].line.color == PALETTES[CHINESE.theme].major


def test_an_enumerated_metric_is_drawn_as_steps_with_its_states_as_ticks() -> None:
    figure = history_figure(ENGLISH, history_of(0.0, 2.0, metric="cover"), [])
    assert figure.data[0].line.shape == "hv"
    assert list(figure.layout.yaxis.ticktext) == ["closed", "tilted", "open"]


def test_a_pipe_has_the_colour_of_the_fill_ratio_upstream() -> None:
    figure = pipe_network(CHINESE, drainage_of(station_of("A", 0.9), station_of("B", 0.1), station_of("C", None)))
    drawn = {trace.line.color: sum(x is not None for x in trace.x) for trace in figure.data if trace.mode == "lines"}
    palette = PALETTES[CHINESE.theme]
    assert drawn == {
        palette.line_strong: 0,
        palette.stale: 0,
        palette.info: 2,
        palette.ok: 0,
        palette.minor: 2,
        palette.critical: 0,
    }


def test_the_borders_of_the_city_lie_under_the_pipes() -> None:
    ring = ((121.4, 29.6), (121.5, 29.6), (121.5, 29.7), (121.4, 29.6))
    figure = pipe_network(CHINESE, replace(drainage_of(station_of("A")), outlines=(ring, ring)))
    assert figure.data[0].line.color == PALETTES[CHINESE.theme].line_strong
    assert list(figure.data[0].y) == [29.6, 29.6, 29.7, 29.6, None] * 2


def test_stations_have_shape_and_colour_of_their_state_and_name_their_asset() -> None:
    figure = pipe_network(CHINESE, drainage_of(station_of("A"), station_of("B", 1.1, AssetState.CRITICAL)))
    marks = figure.data[-1]
    assert list(marks.marker.symbol) == ["circle", "octagon"]
    assert list(marks.customdata) == ["A", "B"]
