"""`manage.py camera …`: where cameras and body cams are asked for what they show now."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands import only_warnings
from dashboard.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dashboard.domain.camera_pictures import CameraAccess, SealedAccess
    from dashboard.domain.camera_pulls import PullStanding
    from dashboard.services.cameras.access import CameraAccesses

Camera = Annotated[
    str,
    typer.Argument(
        help="gb28181:{20 digits}, jt808:{terminal number}, or the device_ref of a camera.", show_default=False
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    cameras = typer.Typer(no_args_is_help=True)
    cameras.callback(help="Pictures, film and events of cameras and body cams: set, remove, list, mask, pull, film.")(
        only_warnings
    )
    cameras.command("set")(set_access)
    cameras.command("remove")(remove)
    cameras.command("list")(list_accesses)
    cameras.command("mask")(mask)
    cameras.command("pull")(pull)
    cameras.command("film")(film)
    app.add_typer(cameras, name="camera")


def set_access(
    camera: Camera,
    url: Annotated[str, typer.Option(help="Where it gives a JPEG or an MJPEG stream: http://…")] = "",
    mjpeg_url: Annotated[str, typer.Option(help="Where it gives MJPEG, to be watched live.")] = "",
    hls_url: Annotated[str, typer.Option(help="Where its HLS playlist is, to be watched live.")] = "",
    whep_url: Annotated[
        str, typer.Option(help="Where a media server (go2rtc, MediaMTX) takes WebRTC offers for it: …/whep")
    ] = "",
    events: Annotated[
        str, typer.Option(help="The source by which it is asked for its events, such as hikvision.")
    ] = "",
    events_url: Annotated[
        str, typer.Option(help="Where it is asked for them: http://host, with a path where it is not the usual one.")
    ] = "",
    user: Annotated[
        str, typer.Option(help="Who we are to the camera; the password is asked for, or read from a pipe.")
    ] = "",
) -> None:
    """Say where a camera is asked for its picture, its film and its events.

    Its password is kept encrypted, and no browser ever gets it.
    """
    from bootstrap.accounts import console
    from dashboard.domain.camera_pictures import CameraAccess

    password = _password() if user else ""
    told: dict[str, Any] = {"url": url, "mjpeg_url": mjpeg_url, "hls_url": hls_url, "whep_url": whep_url}
    access = CameraAccess(camera=camera, user=user, password=password, events=events, events_url=events_url, **told)
    _accesses().set(access, console())
    asked = _asked_for(access)
    typer.echo(f"{camera} is asked for {asked} from now on")


def _asked_for(access: CameraAccess) -> str:
    film = access.mjpeg_url or access.hls_url or access.whep_url
    parts = (("its picture", access.url), ("its film", film), ("its events", access.events))
    return " and ".join(name for name, told in parts if told)


def remove(camera: Camera) -> None:
    """Ask a camera for nothing any more."""
    from bootstrap.accounts import console

    _accesses().remove(camera, console())
    typer.echo(f"{camera} is asked for nothing any more")


def list_accesses() -> None:
    """List the cameras that are asked for pictures or events, how those stand, and the space of pictures of events."""
    from bootstrap import open_database
    from bootstrap.accounts import console
    from bootstrap.cameras import picture_space

    accesses = _accesses()
    standings = accesses.pulls(console())
    for each in accesses.listed(console()):
        addresses = [url for url in (each.url, each.mjpeg_url, each.hls_url, each.whep_url) if url]
        typer.echo("  ".join([each.camera, *addresses, *_told_of_events(each, standings)]))
    space = picture_space(open_database(load_settings()))
    typer.echo(f"pictures of events: {space.pictures}, {space.size_bytes / 1_000_000:.1f} MB")


def mask(
    camera: Camera,
    polygon: Annotated[
        list[str] | None,
        typer.Option(help="Corners as parts (0-1) of width and height: '0,0 0.3,0 0.3,0.4'; once for each polygon."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Paint nothing over any more.")] = False,
) -> None:
    """Paint polygons over every picture of a camera before it is stored; without options, tell which.

    What is kept already stays as it is.
    """
    from bootstrap import open_database
    from bootstrap.accounts import console
    from bootstrap.cameras import build_camera_masks

    masks = build_camera_masks(open_database(load_settings()))
    if remove:
        masks.remove(camera, console())
        typer.echo(f"nothing is painted over in pictures of {camera} any more")
    elif polygon:
        kept = masks.set(camera, [_corners(each) for each in polygon], console())
        typer.echo(f"{len(kept.polygons)} polygons are painted over in pictures of {camera} from now on")
    else:
        shown = [each for each in masks.listed(console()) if each.camera == camera]
        for corners in (corners for each in shown for corners in each.polygons):
            typer.echo(" ".join(f"{x:g},{y:g}" for x, y in corners))


def _corners(text: str) -> list[list[float] | str]:
    """What is no number is left for the service to refuse."""
    corners: list[list[float] | str] = []
    for corner in text.split():
        try:
            corners.append([float(part) for part in corner.split(",")])
        except ValueError:
            corners.append(corner)
    return corners


def pull() -> None:
    """Ask cameras for their events, and record what they tell. Of several such processes one is at work."""
    from bootstrap.cameras import build_pulls
    from commands.ingest import stop_on_signals

    build_pulls(load_settings()).run(stop_on_signals())


def film() -> None:
    """Play the cameras of the demo: stills, MJPEG and HLS over HTTP with a digest login, drawn when somebody looks."""
    from bootstrap.film import build_film
    from commands.ingest import stop_on_signals

    build_film(load_settings()).run(stop_on_signals())


def _told_of_events(access: SealedAccess, standings: Mapping[str, PullStanding]) -> Iterator[str]:
    if access.user:
        yield f"as {access.user}"
    if not access.events:
        return
    standing = standings.get(access.camera)
    yield f"events by {access.events} from {access.events_url}:"
    yield "not asked yet" if standing is None else f"{standing.state} {standing.detail}".strip()


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password of the camera", hide_input=True))
    return sys.stdin.readline().rstrip("\n")


def _accesses() -> CameraAccesses:
    from bootstrap import open_database
    from bootstrap.cameras import build_camera_accesses

    settings = load_settings()
    return build_camera_accesses(settings, open_database(settings))
