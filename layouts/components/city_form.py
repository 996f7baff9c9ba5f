"""The form in which an administrator names the city."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.city import CityProfile
from dashboard.domain.text import Text
from layouts.components.fields import labelled
from layouts.ids import Admin
from layouts.texts.admin import City
from layouts.viewer import Viewer


def city_form(viewer: Viewer, profile: CityProfile) -> Component:
    """Return the form with what is told now."""
    name, title, centre = profile.name, profile.title, profile.centre
    where = f"{centre.lon:g},{centre.lat:g}" if centre else ""
    save = html.Button(viewer.say(City.SAVE), id=Admin.CITY_SAVE, className="btn primary")
    return html.Div(
        [
            html.P(viewer.say(City.INTRO), className="quiet intro"),
            _line(viewer, City.NAME, Admin.CITY_NAME, name.zh if name else ""),
            _line(viewer, City.NAME_EN, Admin.CITY_NAME_EN, name.en if name else ""),
            _line(viewer, City.TITLE, Admin.CITY_TITLE, title.zh if title else ""),
            _line(viewer, City.TITLE_EN, Admin.CITY_TITLE_EN, title.en if title else ""),
            _line(viewer, City.CENTRE, Admin.CITY_CENTRE, where),
            save,
        ],
        className="card admin-form",
    )


def _line(viewer: Viewer, label: Text, field: Admin, value: str) -> Component:
    entry = dcc.Input(
        id=field, type="text", value=value, placeholder=viewer.say(City.OPTIONAL), autoComplete="off", className="field"
    )
    return labelled(viewer.say(label), entry)
