"""`manage.py person …`: what is kept about one person, taken out or erased; and which device speaks for them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from commands import only_warnings
from dashboard.errors import BadInput
from dashboard.settings import load_settings

if TYPE_CHECKING:
    from dashboard.services.people.personal_data import Erasure, PersonalData

Number = Annotated[str, typer.Argument(help="The person's number (工号).", show_default=False)]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    people = typer.Typer(no_args_is_help=True)
    people.callback(help="One person: what is kept, taken out or erased; which device speaks for them.")(only_warnings)
    people.command()(export)
    people.command()(erase)
    people.command()(device)
    app.add_typer(people, name="person")


def export(
    number: Number,
    to: Annotated[
        Path | None, typer.Option(help="A new file that only its owner may read; without it: to the screen.")
    ] = None,
) -> None:
    """Write everything that is kept about a person as JSON; the audit log says so."""
    from bootstrap.accounts import console
    from dashboard.domain.people.personal_file import present_file

    if to is None:
        typer.echo(_as_json(present_file(_personal_data().export(number, console()))), nl=False)
        return
    with _new_file(to) as file:
        file.write(_as_json(present_file(_personal_data().export(number, console()))))
    typer.echo(f"everything about {number} is in {to}")


def device(
    number: Number,
    source: Annotated[str, typer.Argument(help="gb28181:{20 digits} or jt808:{terminal number}.", show_default=False)],
) -> None:
    """Let a body cam, radio or vehicle terminal tell where a person is, while that one is on duty."""
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from dashboard.services.positions.devices import PositionDevices
    from data_sources.db.positions.store import SqlPositionStore

    PositionDevices(SqlPositionStore(open_database(load_settings()), now_us), now_us).link(source, number, console())
    typer.echo(f"{source} speaks for {number} from now on")


def erase(
    number: Number,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove what is kept about a person and disable their accounts. The audit log keeps the number alone."""
    from bootstrap.accounts import console

    personal_data = _personal_data()
    if not yes:
        _ask_to_erase(number)
    typer.echo(f"{number} is erased: {_told(personal_data.erase(number, console()))}")


def _personal_data() -> PersonalData:
    from bootstrap import now_us, open_database
    from dashboard.services.people.personal_data import PersonalData
    from data_sources.db.people.personal_store import SqlPersonalStore

    return PersonalData(SqlPersonalStore(open_database(load_settings()), now_us), now_us)


def _as_json(file: dict[str, object]) -> bytes:
    return (json.dumps(file, ensure_ascii=False, indent=2) + "\n").encode()


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is there when all went well, and only then. Raises BadInput when it cannot be made."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise BadInput(f"{path} is there already: name a new file") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _ask_to_erase(number: str) -> None:
    """Goes on only when a person types the number again. Raises BadInput."""
    if not sys.stdin.isatty():
        raise BadInput(f"everything about {number} would go: add --yes, or run it where somebody can be asked")
    try:
        typed = typer.prompt(f"Everything about {number} goes, for good. Type the number to erase it")
    except typer.Abort as error:
        raise BadInput("nothing was erased") from error
    if typed.strip() != number:
        raise BadInput("that is another number: nothing was erased")


def _told(done: Erasure) -> str:
    accounts = f"disabled {', '.join(done.accounts)}" if done.accounts else "no account"
    return f"{accounts}, {done.sessions} sessions and {done.responsibilities} responsibilities ended"
