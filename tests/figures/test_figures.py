"""Charts are pure: records in, figure out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.domain.asset_charts import Chart, Fired
from dashboard.domain.rules import AlarmRule, Comparison, Level
from dashboard.domain.sensors import alarm_rules, sensor_types
from dashboard.domain.severity import AssetState, Severity
from layouts.components.history_view import history_charts, quantity
from layouts.figures.history import history_figure
from layouts.figures.pipe_network import pipe_network
from layouts.theme import PALETTES
from layouts.viewer import Viewer
from tests.readout_builders import CHINESE, ENGLISH, NOW_US, drainage_of, history_of, station_of

TILT = tuple(rule for rule in sensor_types()["manhole"].rules if rule.metric == "tilt_deg")
RAIN = alarm_rules()["rain.three_hours"]


def fired(rule: AlarmRule, severity: Severity = Severity.MAJOR, minutes_ago: float = 2.0) -> Chart:
    """The chart of a rule that fired."""
    windowed = rule if rule is RAIN else None
    return Chart(rule.metric, windowed, (rule,), (Fired(rule, severity, NOW_US - round(minutes_ago * 60_000_000)),))


def test_raw_readings_are_one_line_in_the_city_time() -> None:
    figure = history_figure(CHINESE, history_of(1.0, 2.0, 3.0), Chart("tilt_deg"))
    (line,) = figure.data
    assert list(line.y) == [1.0, 2.0, 3.0]
    assert line.x[-1].hour == 21


def test_hourly_roll_ups_have_a_band_from_lowest_to_highest() -> None:
    high, low, mean = history_figure(CHINESE, history_of(5.0, 6.0, hourly=True), Chart("tilt_deg")).data
    assert list(high.y) == [6.0, 7.0]
    assert list(low.y) == [4.0, 5.0]
    assert list(mean.y) == [5.0, 6.0]


def test_thresholds_near_the_data_are_lines_in_the_colour_of_their_severity() -> None:
    lines = history_figure(CHINESE, history_of(10.0, 16.0), Chart("tilt_deg", None, TILT)).layout.shapes
    assert [line.y0 for line in lines] == [15.0]
    assert lines[0].line.color == PALETTES[CHINESE.theme].major


def test_all_thresholds_of_what_fired_are_in_sight_with_their_values() -> None:
    figure = history_figure(CHINESE, history_of(1.0, 16.0, 18.0), fired(TILT[0]))
    palette = PALETTES[CHINESE.theme]
    lines = [(line.y0, line.line.color) for line in figure.layout.shapes[:2]]
    assert lines == [(15.0, palette.major), (45.0, palette.critical)]
    assert [note.text for note in figure.layout.annotations[:2]] == ["15.0°", "45.0°"]
    bottom, top = figure.layout.yaxis.range
    assert bottom == 0.0
    assert top > 45.0


def test_the_thresholds_are_those_that_hold_there() -> None:
    own = replace(TILT[0], levels=(Level(Severity.CRITICAL, 12.0),))
    figure = history_figure(CHINESE, history_of(1.0, 16.0), fired(own, Severity.CRITICAL))
    assert [line.y0 for line in figure.layout.shapes if line.yref == "y"] == [12.0]


def test_a_magnitude_is_drawn_on_the_side_on_which_it_fired() -> None:
    figure = history_figure(CHINESE, history_of(1.0, -16.0), fired(TILT[0]))
    assert [line.y0 for line in figure.layout.shapes if line.yref == "y"] == [-15.0, -45.0]
    assert figure.layout.yaxis.range[0] < -45.0


def test_the_moment_of_the_alarm_is_marked_in_its_colour() -> None:
    figure = history_figure(CHINESE, history_of(1.0, 16.0, 18.0), fired(TILT[0]))
    mark, dot = figure.layout.shapes[-1], figure.data[-1]
    assert (mark.yref, mark.x0.hour, mark.x0.minute) == ("paper", 21, 5)
    assert mark.line.color == dot.marker.color == PALETTES[CHINESE.theme].major
    assert list(dot.y) == [16.0]
    assert figure.layout.annotations[-1].text == "11-21 21:05 报警"
    assert figure.layout.annotations[-1].xanchor == "right", "close to the right edge it stays in sight"


def test_an_alarm_from_before_the_chart_has_no_mark() -> None:
    figure = history_figure(ENGLISH, history_of(16.0, 18.0), fired(TILT[0], minutes_ago=60 * 30))
    assert {shape.yref for shape in figure.layout.shapes} == {"y"}
    figure = history_figure(ENGLISH, history_of(16.0, 18.0), fired(TILT[0], minutes_ago=60 * 20))
    assert figure.layout.annotations[-1].xanchor == "left"
    assert len(figure.data) == 1, "there was no reading yet"


def test_a_state_that_fired_is_a_line_without_a_second_name() -> None:
    cover = alarm_rules()["manhole.cover"]
    figure = history_figure(ENGLISH, history_of(0.0, 2.0, metric="cover"), fired(cover))
    assert [note.text for note in figure.layout.annotations] == ["", "", "alarm 11-21 21:05"]
    assert list(figure.layout.yaxis.range) == [-0.2, 2.2]


@pytest.mark.parametrize(("viewer", "name"), [(CHINESE, "3\u2009小时雨量"), (ENGLISH, "Rain over 3\u2009h")])
def test_the_quantity_of_a_sum_names_its_time(viewer: Viewer, name: str) -> None:
    assert quantity(viewer, fired(RAIN)) == name
    caption = str(history_charts(viewer, [(fired(RAIN), history_of(1.0, 60.0, metric="rain_mm"))]))
    assert name.split("\u2009", maxsplit=1)[0] in caption
    assert "mm" in caption


def test_the_quantity_of_a_rise_and_of_a_reading() -> None:
    rising = replace(TILT[0], comparison=Comparison.RISE, window_s=600.0)
    assert quantity(CHINESE, Chart("tilt_deg", rising)) == "10\u2009分内倾角上升"
    assert quantity(ENGLISH, Chart("tilt_deg")) == "Tilt"


def test_an_enumerated_metric_is_drawn_as_steps_with_its_states_as_ticks() -> None:
    figure = history_figure(ENGLISH, history_of(0.0, 2.0, metric="cover"), Chart("cover"))
    assert figure.data[0].line.shape == "hv"
    assert list(figure.layout.yaxis.ticktext) == ["closed", "tilted", "open"]


def test_a_pipe_has_the_colour_of_the_fill_ratio_upstream() -> None:
    figure = pipe_network(CHINESE, drainage_of(station_of("A", 0.9), station_of("B", 0.1), station_of("C", None)))
    drawn = {trace.line.color: sum(x is not None for x in trace.x) for trace in figure.data if trace.mode == "lines"}
    palette = PALETTES[CHINESE.theme]
    assert drawn == {
        palette.line_strong: 0,
        palette.stale: 0,
        palette.ok: 2,
        palette.minor: 2,
        palette.major: 0,
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
