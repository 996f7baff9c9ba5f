"""The screens as the director lists them: a small picture of each in its true shape, and how it is."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.severity import AssetState
from dashboard.domain.text import Text
from dashboard.domain.walls import EVERY_SCREEN, Direction, WallScreen
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.marks import state_mark
from layouts.formatting import NONE, day_and_time, since
from layouts.scenes import scenes
from layouts.texts.director import DirectorText
from layouts.viewer import Viewer


def screen_cards(
    viewer: Viewer, screens: Sequence[tuple[WallScreen, Direction]], target: int, now_us: int
) -> list[Component]:
    """First all screens together, then each; the one that is directed is marked."""
    every = html.Button(
        [
            html.Span(className="icon icon-wall"),
            html.B(viewer.say(DirectorText.ALL)),
            html.Span(viewer.say(DirectorText.ALL_HINT).format(len(screens)) if screens else "", className="quiet"),
        ],
        type="button",
        className="screen-all is-on" if target == EVERY_SCREEN else "screen-all",
        **attributes({"data-target": str(EVERY_SCREEN)}),
    )
    if not screens:
        return [every, empty(viewer, DirectorText.NO_SCREENS, DirectorText.NO_SCREENS_HINT)]
    return [every, *[_card(viewer, screen, direction, target, now_us) for screen, direction in screens]]


def _card(viewer: Viewer, screen: WallScreen, direction: Direction, target: int, now_us: int) -> Component:
    silent = screen.is_silent(now_us)
    look = ["screen-card", "is-on" if screen.screen_key == target else "", "is-silent" if silent else ""]
    return html.Button(
        [
            html.Span(_glass(viewer, screen), className="glass-place"),
            html.Span(
                [
                    _name(screen, silent=silent),
                    _facts(viewer, screen),
                    *_tags(viewer, screen, direction, now_us),
                    *_past(viewer, screen),
                ],
                className="screen-text",
            ),
        ],
        type="button",
        className=" ".join(filter(None, look)),
        **attributes({"data-target": str(screen.screen_key)}),
    )


def _glass(viewer: Viewer, screen: WallScreen) -> Component:
    """The screen in its own proportions with the scene that it shows."""
    beat = screen.beat
    shape = {"aspectRatio": f"{beat.width} / {beat.height}"} if beat else {}
    return html.Span(html.Span(scene_name(viewer, beat.scene) if beat else NONE), className="glass", style=shape)


def scene_name(viewer: Viewer, key: str) -> str:
    """A scene's title; of one that is unknown here its key."""
    scene = scenes().get(key)
    return viewer.say(scene.title) if scene else key


def _name(screen: WallScreen, *, silent: bool) -> Component:
    mark = state_mark(AssetState.OFFLINE if silent else AssetState.NORMAL)
    words = [mark, html.B(screen.name), html.Span(screen.place, className="quiet")]
    return html.Span(words, className="screen-name", title=f"{screen.name} {screen.place}".strip())


def _facts(viewer: Viewer, screen: WallScreen) -> Component:
    if screen.beat is None or screen.seen_us is None:
        return html.Span(viewer.say(DirectorText.NEVER), className="screen-facts quiet")
    size = viewer.say(DirectorText.PIXELS).format(
        round(screen.beat.width * screen.beat.dpr), round(screen.beat.height * screen.beat.dpr)
    )
    return html.Span(
        [html.Span(size, className="fig"), html.Span([viewer.say(DirectorText.HEARTBEAT), " ", since(screen.seen_us)])],
        className="screen-facts",
    )


def _tags(viewer: Viewer, screen: WallScreen, direction: Direction, now_us: int) -> list[Component]:
    """What differs from going round all scenes in peace."""
    tags: list[Component] = []
    if screen.is_silent(now_us) and screen.seen_us is not None:
        tags.append(_tag(viewer, DirectorText.SILENT, "offline"))
    if screen.is_twin(now_us):
        tags.append(_tag(viewer, DirectorText.TWIN, "major", viewer.say(DirectorText.TWIN_HINT)))
    if direction.scene is not None:
        tags.append(_tag(viewer, DirectorText.PINNED, "", detail=scene_name(viewer, direction.scene)))
    elif not direction.rotate:
        tags.append(_tag(viewer, DirectorText.STILL, ""))
    if direction.message is not None:
        tags.append(_tag(viewer, DirectorText.SAYING, "", direction.message.text))
    return [html.Span(tags, className="screen-tags")] if tags else []


def _tag(viewer: Viewer, label: Text, state: str, hint: str = "", detail: str = "") -> Component:
    text = f"{viewer.say(label)} · {detail}" if detail else viewer.say(label)
    return html.Span(text, className="tag", title=hint, **attributes({"data-state": state}))


def _past(viewer: Viewer, screen: WallScreen) -> list[Component]:
    """The last error and the last reload, one line each."""
    lines: list[Component] = []
    if screen.error and screen.error_us is not None:
        lines.append(_tell(viewer, DirectorText.ERROR, since(screen.error_us), screen.error, "screen-past is-bad"))
    if screen.reload is not None:
        when = html.Span(day_and_time(viewer, screen.reload.at_us), className="fig")
        known = DirectorText.WHY.get(screen.reload.why)
        why = viewer.say(known) if known else screen.reload.why
        lines.append(_tell(viewer, DirectorText.RELOADED, when, why, "screen-past"))
    return lines


def _tell(viewer: Viewer, label: Text, when: Component, what: str, look: str) -> Component:
    return html.Span([viewer.say(label), " ", when, " ", html.B(what)], className=look, title=what)
