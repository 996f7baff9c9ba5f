"""What a new version of the catalogue changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.catalogue.records import Category, Standard
from dashboard.domain.catalogue.tree import Contents
from dashboard.domain.text import Language, Text

_SHOWN: Final = 20


class CatalogueChange(NamedTuple):
    """Which categories are new, gone, or say something else, by code; and whether limits of steps are others."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    steps: bool

    @property
    def is_none(self) -> bool:
        """Whether all is as it was."""
        return not (self.added or self.removed or self.changed or self.steps)

    def lines(self, language: Language, names: Mapping[str, str]) -> Iterator[str]:
        """The change for people: how many, and the first of them."""
        yield Text(
            f"新增 {len(self.added)} 类，修改 {len(self.changed)} 类，取消 {len(self.removed)} 类",
            f"{len(self.added)} new categories, {len(self.changed)} changed, {len(self.removed)} gone",
        ).in_language(language)
        for label, codes in (
            (Text("新增", "new"), self.added),
            (Text("修改", "changed"), self.changed),
            (Text("取消", "gone"), self.removed),
        ):
            if codes:
                yield f"  {label.in_language(language)}: {_named(codes, names)}"
        if self.steps:
            yield Text("环节时限有变", "the limits of steps change").in_language(language)


def change_between(before: Contents | None, after: Contents) -> CatalogueChange:
    """Return what is different, the order of categories and standards left aside."""
    old, new = _by_code(before), _by_code(after)
    return CatalogueChange(
        added=tuple(code for code in new if code not in old),
        removed=tuple(code for code in old if code not in new),
        changed=tuple(code for code in new if code in old and new[code] != old[code]),
        steps=before is not None and dict(before.steps) != dict(after.steps),
    )


def _by_code(contents: Contents | None) -> dict[str, tuple[Category, frozenset[Standard]]]:
    if contents is None:
        return {}
    standards: dict[str, set[Standard]] = {}
    for each in contents.standards:
        standards.setdefault(each.category, set()).add(each)
    return {each.code: (each, frozenset(standards.get(each.code, ()))) for each in contents.categories}


def _named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    shown = ", ".join(f"{code} {names.get(code, '')}".strip() for code in codes[:_SHOWN])
    return shown + (" …" if len(codes) > _SHOWN else "")
