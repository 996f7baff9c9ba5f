"""What an alarm or a camera event comes to as a report: its category, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from dashboard.domain.camera_events import category_label
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.states import Source
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.event_lines import EventLine
from dashboard.domain.metrics import METRICS, Metric
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.rules import AlarmRule, Comparison
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.text import Language, Text

_HOUR_S: Final = 3600.0


class Proposed(NamedTuple):
    """A sub-category and the filing condition that goes with it; an empty code is none."""

    category: str = ""
    condition: str = ""


class _Guess(NamedTuple):
    """A code of the catalogue that Xiuhua brings along, and the word by which other catalogues call the same."""

    code: str
    word: str
    condition: str = ""


_COVER: Final = _Guess("B0103", "井盖")
_OVERFLOW: Final = _Guess("0404", "下水道")
_SEWAGE: Final = _Guess("0121", "排污")
_GUESSES: Final[Mapping[str, _Guess]] = {
    "manhole.tilt": _COVER,
    "manhole.cover": _COVER,
    "manhole.water": _OVERFLOW,
    "road_water.depth": _Guess("0406", "积水", "内涝积水"),
    "drainage.fill": _OVERFLOW,
    "drainage.level": _OVERFLOW,
    "drainage": _SEWAGE,
    "sewage": _SEWAGE,
    "bin.full": _Guess("0126", "满溢"),
    "parking_bay.long_stay": _Guess("0505", "机动车乱停"),
    "sign.tilt": _Guess("0205", "广告"),
    "tree.lean": _Guess("B0401", "古树", "倾斜或倒伏"),
    "fumes": _Guess("0116", "油烟"),
    "site_air.noise": _Guess("0301", "施工扰民"),
    "site_air": _Guess("0302", "扬尘"),
}
"""By the key of the rule, else by that of the sensor type."""


def proposed_for_alarm(catalogue: Catalogue, rule_key: str) -> Proposed:
    """Return what an alarm is proposed to be reported as; nothing for what says nothing of the street."""
    if rule_key.endswith((".battery", ".offline", ".fault")):
        return Proposed()
    guess = _GUESSES.get(rule_key) or _GUESSES.get(rule_key.split(".")[0])
    return Proposed() if guess is None else _found(catalogue, guess)


def proposed_for_event(catalogue: Catalogue, event: EventLine) -> Proposed:
    """Return what a camera event is proposed to be reported as: its own category where the catalogue has it."""
    code = event.category or ""
    return Proposed(code) if code and code in _leaves(catalogue) else Proposed()


def draft_of_event(event: EventLine, category: str, language: Language) -> CaseDraft:
    """Return the report that an event comes to by itself, as this sub-category."""
    return CaseDraft(
        source=Source.AI,
        category=category,
        description=event_words(event).in_language(language),
        address=event.place or "",
        camera_event_key=event.event_key,
    )


def alarm_words(alarm: AlarmLine) -> Text:
    """Return what an alarm says, with what was measured and the limit."""
    rule = alarm_rules().get(alarm.rule_key)
    if rule is None:
        return Text(f"{alarm.asset_name}：{alarm.rule_key}", f"{alarm.asset_name}: {alarm.rule_key}")
    measured, limit = _amount(rule, alarm.value), _limit(rule, alarm.threshold)
    zh = "，".join(part for part in (measured.zh, limit.zh and f"限值 {limit.zh}") if part)
    en = ", ".join(part for part in (measured.en, limit.en and f"limit {limit.en}") if part)
    return Text(
        f"{alarm.asset_name}：{rule.label.zh}{f'（{zh}）' if zh else ''}",
        f"{alarm.asset_name}: {rule.label.en}{f' ({en})' if en else ''}",
    )


def event_words(event: EventLine) -> Text:
    """Return what a camera saw, and how sure it is."""
    label = category_label(event.category) if event.category else Text(event.label, event.label)
    place = event.place or event.camera_ref
    sure = "" if event.confidence is None else f"{event.confidence:.2f}"
    return Text(
        f"{place} 视频发现：{label.zh}{f'（置信度 {sure}）' if sure else ''}",
        f"{place}, seen by camera: {label.en}{f' (confidence {sure})' if sure else ''}",
    )


def place_words(street: str | None, name: str) -> str:
    """Return the address of a device: its name where that begins with the street, else the street."""
    return name if not street or name.startswith(street) else street


def leaves_of(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the sub-categories in the order of the tree, each with its path in words."""
    return [(code, catalogue.path_name(code)) for code in _leaves(catalogue)]


def _found(catalogue: Catalogue, guess: _Guess) -> Proposed:
    leaves = _leaves(catalogue)
    if guess.code in leaves and guess.word in leaves[guess.code]:
        conditions = {each.condition for each in catalogue.standards(guess.code)}
        return Proposed(guess.code, guess.condition if guess.condition in conditions else "")
    return Proposed(next((code for code, name in leaves.items() if guess.word in name), ""))


def _leaves(catalogue: Catalogue) -> dict[str, str]:
    return {each.code: each.name for each in catalogue.in_order if not catalogue.children(each.code)}


def _amount(rule: AlarmRule, value: float | None) -> Text:
    if value is None:
        return Text("", "")
    if rule.comparison is Comparison.SILENCE:
        return Text(f"{value / _HOUR_S:.0f} 小时无数据", f"silent for {value / _HOUR_S:.0f} h")
    metric = METRICS.get(rule.metric)
    if metric is None:
        return Text(f"{value:g}", f"{value:g}")
    if metric.states:
        return metric.state_labels[int(value)] if 0 <= value < len(metric.state_labels) else Text("", "")
    zh, en = _with_unit(metric, f"{value:.{metric.digits}f}")
    return Text(f"{metric.label.zh} {zh}", f"{metric.label.en.lower()} {en}")


def _limit(rule: AlarmRule, threshold: float | None) -> Text:
    metric = METRICS.get(rule.metric)
    if threshold is None or metric is None or metric.states:
        return Text("", "")
    return _with_unit(metric, f"{threshold:g}")


def _with_unit(metric: Metric, figure: str) -> Text:
    return Text(*(" ".join(_parts(figure, unit)) for unit in metric.unit_label))


def _parts(*parts: str) -> Iterator[str]:
    return (part for part in parts if part)
