"""mappings.yaml: device mappings as a file, read with clear errors and written back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import yaml

from dashboard.domain.mappings import MappingRules
from dashboard.errors import MappingError


def load_mappings(path: Path) -> list[dict[str, Any]]:
    """The entries of a mappings file, all of them checked.

    Raises MappingError naming the file, and the entry or the line, when anything in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MappingError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{path}: is not a text in UTF-8") from error
    try:
        return parse_mappings(text)
    except MappingError as error:
        raise MappingError(f"{path}: {error}") from error


def parse_mappings(text: str) -> list[dict[str, Any]]:
    """The entries in a YAML text, all of them checked, with texts for keys of any type. Raises MappingError."""
    try:
        entries = _Loader(text).get_single_data()
        entries = _plain(entries)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MappingError(f"is not YAML: {_fault(error)}") from error
    if not isinstance(entries, list) or not entries:
        raise MappingError("must be a list of mapping entries, each beginning with `- match:`")
    MappingRules.from_dicts(entries)
    return entries


def dump_mappings(entries: Sequence[object]) -> str:
    """Entries as a YAML text that `parse_mappings` reads back as the same."""
    return yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)


def _plain(value: Any) -> Any:
    """YAML's values as JSON can hold them: keys (0, true, null, a date) and dates become texts as people wrote them."""
    if isinstance(value, dict):
        return {_key(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def _key(key: object) -> str:
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key)


class _Loader(yaml.SafeLoader):
    """The safe loader; it also refuses a key that stands twice, of which YAML would drop one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r:.40} stands twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _fault(error: Exception) -> str:
    """What is wrong with a YAML text and, where it is known, in which line."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return f"line {mark.line + 1}: {problem}" if mark is not None else str(problem)
