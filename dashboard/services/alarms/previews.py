"""Tries a changed rule on the past before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple
from zlib import crc32

from dashboard.domain.compiled_rules import CompiledRules, compile_rules, overrides_for
from dashboard.domain.durations import DAY_US, SECOND_US
from dashboard.domain.kinds import SensorType
from dashboard.domain.rule_preview import (
    ALL_QUIET,
    Band,
    Past,
    RulePreview,
    Tally,
    compare,
    looks_back,
    quiet_band,
    replay,
    stands_at,
)
from dashboard.domain.rules import AlarmRule, Comparison, RuleOverride, Scope
from dashboard.ports.alarms import AlarmStore
from dashboard.ports.rule_pasts import MeasuredAsset, RulePasts
from dashboard.services.alarms.rule_checks import check_change, checked_rule, kind_of

DAYS: Final = 30
SEARCHED_AT_MOST: Final = 3_000
REPLAYED_AT_MOST: Final = 300
READINGS_AT_MOST: Final = 100_000


class _Trial(NamedTuple):
    """One asset with its rule as it is and as it would be."""

    asset: MeasuredAsset
    before: CompiledRules
    after: CompiledRules


class RulePreviews:
    """What a change of a rule would do, told from history. Raises Unavailable."""

    def __init__(self, pasts: RulePasts, store: AlarmStore, clock: Callable[[], int]) -> None:
        self._pasts = pasts
        self._store = store
        self._clock = clock

    def preview(self, override: RuleOverride, *, may_leave_out: bool = False) -> RulePreview | None:
        """What the change would do in its scope; None for silence, which leaves no readings to try it on.

        Raises BadInput and NotFound as saving it would. A large scope is looked at in part, and the answer tells it.
        """
        rule = checked_rule(override)
        with self._store.look() as work:
            check_change(work, rule, override, may_leave_out=may_leave_out)
            known = work.overrides_of(rule.key)
        if rule.comparison is Comparison.SILENCE:
            return None
        trials = _Trials(rule, kind_of(rule), known, override)
        paths = self._store.area_paths()
        measured = self._pasts.measured(trials.kind.key, rule.metric)
        concerned = trials.of(measured, paths)
        now_us = self._clock()
        return self._try(rule, concerned, now_us)

    def _try(self, rule: AlarmRule, trials: Sequence[_Trial], now_us: int) -> RulePreview:
        searched = sorted(trials, key=lambda trial: crc32(trial.asset.asset_id.encode()))[:SEARCHED_AT_MOST]
        band = _common_band(searched)
        from_us = now_us - DAYS * DAY_US
        keys = [trial.asset.asset_key for trial in searched]
        reached = self._pasts.reached(keys, rule.metric, band, from_us)
        examined = _first_with(searched, reached.asset_keys, REPLAYED_AT_MOST)
        loud = [trial for trial in examined if trial.asset.asset_key in reached.asset_keys]
        loud_keys = [trial.asset.asset_key for trial in loud]
        pasts = self._pasts.pasts(loud_keys, rule.metric, band, from_us, READINGS_AT_MOST)
        tally, standing = _replayed(loud, pasts, now_us)
        standing += sum(stands_at(trial.after, trial.asset.value) for trial in trials)
        past_s = None if reached.oldest_us is None else (now_us - reached.oldest_us) / SECOND_US
        return RulePreview(standing, len(trials), len(examined), past_s, tally)


class _Trials:
    """Assets with the rule of before and after; what is compiled is shared between those with the same overrides."""

    def __init__(
        self, rule: AlarmRule, kind: SensorType, known: Sequence[RuleOverride], override: RuleOverride
    ) -> None:
        self.kind = replace(kind, rules=(rule,))
        self._override = override
        self._before = list(known)
        others = [each for each in known if (each.scope, each.scope_ref) != (override.scope, override.scope_ref)]
        self._after = [*others, override]
        self._shared: dict[tuple[RuleOverride, ...], CompiledRules] = {}

    def of(self, assets: Iterable[MeasuredAsset], paths: Mapping[int, tuple[str, ...]]) -> list[_Trial]:
        """Those of the assets that the change is made for."""
        trials = []
        for asset in assets:
            path = paths.get(asset.area_key, ()) if asset.area_key is not None else ()
            if self._is_meant(asset, path):
                before, after = (self._compiled(each, asset, path) for each in (self._before, self._after))
                trials.append(_Trial(asset, before, after))
        return trials

    def _is_meant(self, asset: MeasuredAsset, path: Sequence[str]) -> bool:
        scope, place = self._override.scope, self._override.scope_ref
        return scope is Scope.KIND or place == asset.asset_id if scope is not Scope.AREA else place in path

    def _compiled(self, overrides: Sequence[RuleOverride], asset: MeasuredAsset, path: Sequence[str]) -> CompiledRules:
        mine = overrides_for(overrides, kind=self.kind.key, area_path=path, asset_id=asset.asset_id)
        if mine not in self._shared:
            self._shared[mine] = compile_rules(self.kind, mine)
        return self._shared[mine]


def _common_band(trials: Iterable[_Trial]) -> Band:
    band = ALL_QUIET
    for compiled in {id(rules): rules for trial in trials for rules in (trial.before, trial.after)}.values():
        band = band.common(quiet_band(compiled))
    return band


def _first_with(trials: Sequence[_Trial], loud: frozenset[int], at_most: int) -> Sequence[_Trial]:
    """As many of the first as have at most so many loud ones."""
    left = at_most
    for place, trial in enumerate(trials):
        left -= trial.asset.asset_key in loud
        if left < 0:
            return trials[:place]
    return trials


def _replayed(trials: Sequence[_Trial], pasts: Mapping[int, Past], now_us: int) -> tuple[Tally, int]:
    """All alarms of the trials, and on how many assets one stands now by a rule that looks back."""
    tally, standing = Tally(), 0
    for trial in trials:
        past = pasts.get(trial.asset.asset_key, Past())
        before = replay(trial.before, past, now_us)
        after = before if trial.after is trial.before else replay(trial.after, past, now_us)
        tally = tally.plus(compare(before, after))
        standing += looks_back(trial.after) and bool(after) and after[-1].cleared_us is None
    return tally, standing
