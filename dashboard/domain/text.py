"""A label in both interface languages, kept side by side so that neither can be forgotten."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """The interface languages, by their BCP 47 tags."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


class Text(NamedTuple):
    """One label in Simplified Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The label in `language`."""
        return self.en if language is Language.ENGLISH else self.zh
