"""What the menus of a form say by themselves."""

from __future__ import annotations

from typing import Any, Final

from dashboard.domain.text import Text
from layouts.viewer import Viewer

_WORDS: Final = {
    "select_all": Text("全选", "Select all"),
    "deselect_all": Text("全不选", "Deselect all"),
    "selected_count": Text("已选 {num_selected}", "{num_selected} selected"),
    "search": Text("搜索", "Search"),
    "clear_search": Text("清空搜索", "Clear search"),
    "clear_selection": Text("清除选择", "Clear selection"),
    "no_options_found": Text("没有匹配项", "No options found"),
}


def menu_words(viewer: Viewer) -> Any:
    """Return the `labels` of a dropdown in the language of the viewer."""
    return {name: viewer.say(text) for name, text in _WORDS.items()}
