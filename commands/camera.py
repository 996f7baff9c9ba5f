"""`manage.py camera …`: where cameras and body cams are asked for what they show now."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from commands import only_warnings
from dashboard.settings import load_settings

if TYPE_CHECKING:
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
    cameras.callback(help="Live pictures of cameras and body cams: set, remove, list.")(only_warnings)
    cameras.command("set")(set_access)
    cameras.command("remove")(remove)
    cameras.command("list")(list_accesses)
    app.add_typer(cameras, name="camera")


def set_access(
    camera: Camera,
    url: Annotated[str, typer.Option(help="Where it gives a JPEG or an MJPEG stream: http://…", show_default=False)],
    user: Annotated[
        str, typer.Option(help="Who we are to the camera; the password is asked for, or read from a pipe.")
    ] = "",
) -> None:
    """Say where a camera is asked for its picture. Its password is kept encrypted, and no browser ever gets it."""
    from bootstrap.accounts import console
    from dashboard.domain.camera_pictures import CameraAccess

    password = _password() if user else ""
    _accesses().set(CameraAccess(camera=camera, url=url, user=user, password=password), console())
    typer.echo(f"{camera} is asked for its picture from now on")


def remove(camera: Camera) -> None:
    """Ask a camera for no picture any more."""
    from bootstrap.accounts import console

    _accesses().remove(camera, console())
    typer.echo(f"{camera} is asked for no picture any more")


def list_accesses() -> None:
    """List the cameras that are asked for pictures."""
    from bootstrap.accounts import console

    for each in _accesses().listed(console()):
        typer.echo(f"{each.camera}  {each.url}{f'  as {each.user}' if each.user else ''}")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password of the camera", hide_input=True))
    return sys.stdin.readline().rstrip("\n")


def _accesses() -> CameraAccesses:
    from bootstrap import open_database
    from bootstrap.cameras import build_camera_accesses

    settings = load_settings()
    return build_camera_accesses(settings, open_database(settings))
