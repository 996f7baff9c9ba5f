"""The command line of Xiuhua. Each file of commands/ adds its own commands (ADR 0004)."""

from __future__ import annotations

import gc
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import Final

import typer

from commands import command_line
from dashboard.errors import BadInput, NotFound, SettingsError, Unusable, XiuhuaError
from dashboard.settings import load_settings

WRONG_INPUT: Final = 2
FAILED: Final = 1
PRIVATE_UMASK: Final = 0o077
"""Whatever this process and those that it starts write is its owner's alone."""
_REFUSED: Final = (BadInput, NotFound, SettingsError, Unusable)
GARBAGE_AT: Final = 50_000
"""What a start loads stays: to look for garbage in it, as Python does by default, takes a sixth of the start."""


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code: 0, 1 when it failed, 2 when what was given cannot be used."""
    try:
        outcome = command_line()(arguments or ["--help"], prog_name="manage.py", standalone_mode=False)
    except typer.TyperException as error:
        return _refuse(error.format_message(), WRONG_INPUT)
    except XiuhuaError as error:
        return _refuse(str(error), WRONG_INPUT if isinstance(error, _REFUSED) else FAILED)
    except Exception as error:
        return _refuse(f"unexpected {type(error).__name__}: {error} ({_record_traceback()})", FAILED)
    return outcome if isinstance(outcome, int) else 0


def _refuse(message: str, code: int) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return code


def _record_traceback() -> str:
    """Where the details are."""
    try:
        log = load_settings().log_dir / "manage.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv[1:])}\n{traceback.format_exc()}\n")
    except OSError as error:
        return f"the details cannot be kept: {error.strerror}"
    return f"the details are in {log}"


if __name__ == "__main__":
    os.umask(PRIVATE_UMASK)
    gc.set_threshold(GARBAGE_AT)
    logging.captureWarnings(True)
    sys.exit(main(sys.argv[1:]))
