"""What the browser may ask of callbacks: those that are registered, with the inputs that they declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound

_ADDRESS: Final = "_pages_location"


def check_call(call: object, registered: Mapping[str, Mapping[str, Any]]) -> None:
    """Lets a request to `/_dash-update-component` pass whose shape is that of a registered callback.

    `registered` is Dash's callback_map. Values are not looked at: that is each callback's own matter. Raises NotFound
    for an output that no callback of the server has, BadInput for another shape.
    """
    if not isinstance(call, dict):
        raise BadInput("a page asks with a JSON object")
    output = call.get("output")
    callback = registered.get(output) if isinstance(output, str) else None
    if not isinstance(output, str) or callback is None or "callback" not in callback:
        raise NotFound(
            Text("页面已更新，请刷新", f"no callback of this server has the output {output!r:.80}; reload the page")
        )
    for name, declared in (("inputs", callback["inputs"]), ("state", callback["state"])):
        _check_parts(name, call.get(name, []), declared)
    several = output.startswith("..")
    outputs = call.get("outputs", [])
    _check_parts("outputs", outputs if several else [outputs], _split(output))
    _check_address(call)
    changed = call.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(each, str) for each in changed):
        raise BadInput("changedPropIds is a list of strings")


def _check_address(call: Mapping[str, Any]) -> None:
    """Dash's own callback of pages bears texts alone, and a path that is one."""
    told = {part["property"]: part.get("value") for part in call.get("inputs", []) if part["id"] == _ADDRESS}
    for name, value in told.items():
        if value is not None and not (isinstance(value, str) and (name != "pathname" or value.startswith("/"))):
            raise BadInput("the address of a page is a text that begins with /; reload the page")


def _split(output: str) -> list[dict[str, str]]:
    names = output[2:-2].split("...") if output.startswith("..") else [output]
    return [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]


def _check_parts(name: str, given: object, declared: Sequence[Mapping[str, Any]]) -> None:
    """Whether `given` names the components and properties that are declared, in their order."""
    found = [_named(part) for part in given] if isinstance(given, list) else None
    if found != [_named(part) for part in declared]:
        expected = ", ".join(f"{part['id']}.{part['property']}" for part in declared) or "empty"
        raise BadInput(f"{name} must be {expected}; reload the page")


def _named(part: object) -> tuple[str, str] | None:
    """Component and property; of the marks that tell callbacks with the same output apart nothing is told."""
    if not isinstance(part, dict) or not isinstance(part.get("id"), str) or not isinstance(part.get("property"), str):
        return None
    return part["id"], part["property"].partition("@")[0]
