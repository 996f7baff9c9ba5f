"""From what a browser or a program sent to a command, or to a refusal that says what to mend."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dashboard.commands.fields import FIELDS, TOLD, Whole
from dashboard.domain.text import Text
from dashboard.errors import BadInput

Read = TypeVar("Read")
_SHOWN: Final = 40
_TAG_ERRORS: Final = frozenset({"union_tag_invalid", "union_tag_not_found"})


class Command(BaseModel):
    """What somebody wants done. A field that is not known is an error, so that a slip is never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Clicked(Command):
    """A command of a page; `at` (epoch ms) tells it from the same one given again."""

    at: Whole = Field(default=0, ge=0, le=2**53)


def read(commands: TypeAdapter[Read], given: object) -> Read:
    """One of these commands. Raises BadInput, which names the first field that is wrong and what it may be."""
    try:
        return commands.validate_python(given)
    except ValidationError as error:
        raise BadInput(_refusal(given, error)) from error


def _refusal(given: object, error: ValidationError) -> Text:
    first: Any = error.errors(include_url=False)[0]
    places = [part for part in first["loc"] if isinstance(part, str)]
    if first["type"] == TOLD:
        return Text(first["ctx"]["zh"], first["ctx"]["en"])
    if first["type"] in _TAG_ERRORS or len(places) < 2:  # the first place is the command's name
        return _no_such_command(given)
    return _bad_field(places[-1], first["type"], first["input"])


def _no_such_command(given: object) -> Text:
    if isinstance(given, dict) and "action" in given:
        action = _shown(given["action"])
        return Text(f"无法识别的指令「{action}」，请刷新页面", f"there is no command '{action}'; reload the page")
    return Text(
        "无法识别的指令，请刷新页面", f"'{_shown(given)}' is no command: an object with `action`; reload the page"
    )


def _bad_field(field: str, problem: str, given: object) -> Text:
    words = FIELDS.get(field)
    if words is None:
        name = _shown(field)
        return Text(f"指令没有「{name}」这一项，请刷新页面", f"{name}: there is no such field; reload the page")
    (zh, en), allowed = words.name, words.allowed
    if problem == "extra_forbidden":
        return Text(
            f"这个指令不含{zh}（{field}），请刷新页面", f"{field}: this command does not take {en}; reload the page"
        )
    if problem == "missing":
        return Text(f"缺少{zh}（{field}）：须为{allowed.zh}", f"{field}: {en} is missing; give {allowed.en}")
    shown = _shown(given)
    return Text(
        f"{zh}（{field}）不能是「{shown}」：须为{allowed.zh}", f"{field}: {en} cannot be '{shown}'; give {allowed.en}"
    )


def _shown(given: object) -> str:
    """What was given, short and on one line, without signs that cannot be shown."""
    text = repr(given[: _SHOWN + 1])[1:-1] if isinstance(given, str) else f"{given!r:.{_SHOWN + 1}}"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
