"""Use case: alarms become cases by themselves, by rules that people switch on and off."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Final

from dashboard.domain.cases.by_alarm import CaseByAlarm, CaseByAlarmLine
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.similar import SimilarCase
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.cases.wording import alarm_words, leaves_of, place_words, proposed_for_alarm
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.feeds import Feed
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.rights import Actor, Permission, system
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.severity import Severity
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput, Conflict, NotFound, Outdated
from dashboard.ports.case_rules import CaseRuleStore, CaseRuleWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rules import CaseRules, sub_category
from dashboard.services.cases.similar import duplicates_at

log = logging.getLogger(__name__)

AT_ONCE: Final = 50
LOOKS_BACK_US: Final = DAY_US
"""How old an alarm may be that becomes a case by itself, when no worker ran for a while."""
TIED: Final = "tied"
"""What the timeline calls an alarm that joined a case."""
_RULE: Final[Actor] = system("rules")


class CasesByAlarm:
    """The worker's task. Each alarm is one transaction, in which it becomes a case, or joins one that is open nearby.

    The key in `case_alarm` makes it once, whoever is killed and however many run.
    """

    def __init__(
        self,
        store: CaseRuleStore,
        reporting: Reporting,
        moves: CaseMoves,
        notifier: LiveNotifier,
        clock: Clock,
        language: Language,
    ) -> None:
        self._store = store
        self._reporting = reporting
        self._moves = moves
        self._notifier = notifier
        self._clock = clock
        self._language = language
        self._kept: dict[str, str] = {}

    def report(self, now_us: int) -> int:
        """Report what is meant; return of how many alarms. Raises Unavailable."""
        with self._store.look() as work:
            rules = [rule for rule in work.cases_by_alarm() if rule.is_enabled]
            waiting = [(rule, work.meant_alarms(rule, now_us - LOOKS_BACK_US, AT_ONCE)) for rule in rules]
        return sum(self._follow(rule, alarms, now_us) for rule, alarms in waiting)

    def _follow(self, rule: CaseByAlarm, alarms: Sequence[int], now_us: int) -> int:
        """What keeps a rule from its work keeps no other from theirs."""
        done = 0
        for alarm_key in alarms:
            try:
                done += self._take(rule.rule, alarm_key, now_us)
            except Outdated:
                continue
            except (BadInput, Conflict, NotFound) as error:
                self._name(rule.rule, str(error))
                return done
            self._kept.pop(rule.rule, None)
        return done

    def _take(self, rule_key: str, alarm_key: int, now_us: int) -> bool:
        with self._store.begin() as work:
            rule = next((each for each in work.cases_by_alarm() if each.rule == rule_key), None)
            alarm = work.told_alarm(alarm_key)
            if rule is None or not rule.is_enabled or alarm is None or work.case_of_alarm(alarm_key) is not None:
                return False
            if not self._joins(work, rule, alarm, now_us):
                self._becomes(work, rule, alarm, now_us)
            feeds = work.bump([Feed.CASES, Feed.ALARMS])
        self._notifier.publish([], feeds)
        return True

    def _joins(self, work: CaseRuleWork, rule: CaseByAlarm, alarm: AlarmLine, now_us: int) -> bool:
        """What is reported of this place already gets the alarm for its timeline: a storm is not told twice."""
        there = work.occasion(_draft(rule, alarm, self._language))
        if there is None:
            return False
        same = duplicates_at(work, rule.category, there.lon, there.lat, now_us)
        if not same:
            return False
        work.tie_alarm(alarm.alarm_key, same[0].case.case_key, now_us, rule.rule)
        work.add_case_entries([_tied(same[0], rule, alarm, now_us)])
        return True

    def _becomes(self, work: CaseRuleWork, rule: CaseByAlarm, alarm: AlarmLine, now_us: int) -> None:
        if work.made_since(rule.rule, now_us - HOUR_US) >= rule.most_an_hour:
            raise Conflict(
                f"it has made {rule.most_an_hour} cases within an hour, the most it may; what is above waits"
            )
        case = self._reporting.add(work, _draft(rule, alarm, self._language), _RULE)
        if rule.files:
            registered = self._moves.move(work, case, Move(action=Action.REGISTER), _RULE)
            self._file(work, registered, rule)

    def _file(self, work: CaseRuleWork, case: Case, rule: CaseByAlarm) -> None:
        try:
            self._moves.move(work, case, Move(action=Action.FILE, condition=rule.condition), _RULE)
        except (BadInput, Conflict) as error:
            log.warning("the case %s waits for somebody to file it: %s", case.number, error)

    def _name(self, rule_key: str, problem: str) -> None:
        """Once, until it works again."""
        if self._kept.get(rule_key) != problem:
            log.warning("an alarm becomes no case by the rule %s: %s", rule_key, problem)
        self._kept[rule_key] = problem


class CaseByAlarmRules:
    """Shows and changes the rules. Raises Forbidden, BadInput, NotFound, Unavailable."""

    def __init__(self, store: CaseRuleStore, rules: CaseRules, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock

    def lines(self, actor: Actor) -> Sequence[CaseByAlarmLine]:
        """Return the rules by their key."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            return [self._line(rule) for rule in work.cases_by_alarm()]

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        """Return the sub-categories of today with their paths."""
        require(actor, Permission.VIEW_CASES)
        return leaves_of(self._rules.catalogue())

    def rule_for(self, rule: str, actor: Actor) -> CaseByAlarm:
        """Return the rule of an alarm; where there is none, one that is proposed and switched off."""
        found = next((line.rule for line in self.lines(actor) if line.rule.rule == rule), None)
        if found is not None:
            return found
        guess = proposed_for_alarm(self._rules.catalogue(), rule)
        return CaseByAlarm(rule=rule, severity=Severity.CRITICAL, category=guess.category, condition=guess.condition)

    def save(self, rule: CaseByAlarm, actor: Actor) -> CaseByAlarm:
        """Store a rule; one that is switched on means the alarms from now on."""
        require(actor, Permission.EDIT_RULES)
        if rule.rule not in alarm_rules():
            raise NotFound(Text("没有这条告警规则", f"there is no alarm rule {rule.rule!r:.60}"))
        catalogue = self._rules.catalogue()
        sub_category(catalogue, rule.category)
        conditions = {each.condition for each in catalogue.standards(rule.category)}
        if rule.condition and rule.condition not in conditions:
            raise BadInput(Text("该小类没有这个立案条件", "condition: the category has no such filing condition"))
        now_us = self._clock()
        with self._store.begin() as work:
            before = next((each for each in work.cases_by_alarm() if each.rule == rule.rule), None)
            stays_on = before is not None and before.is_enabled
            since_us = before.since_us if before is not None and stays_on else now_us
            saved = replace(rule, since_us=since_us, updated_us=now_us, updated_by=actor.name)
            work.save_case_by_alarm(saved)
            work.note_in_audit(actor, "edit_case_rule", rule.rule, _told(saved), now_us)
        return saved

    def _line(self, rule: CaseByAlarm) -> CaseByAlarmLine:
        known, problem, name = alarm_rules().get(rule.rule), None, ""
        label = Text(rule.rule, rule.rule) if known is None else known.label
        try:
            name = sub_category(self._rules.catalogue(), rule.category).name
        except BadInput as error:
            problem = error.told or Text(str(error), str(error))
        return CaseByAlarmLine(rule, label, name, problem)


def _draft(rule: CaseByAlarm, alarm: AlarmLine, language: Language) -> CaseDraft:
    return CaseDraft(
        source=Source.IOT,
        category=rule.category,
        condition=rule.condition,
        description=alarm_words(alarm).in_language(language),
        address=place_words(alarm.street, alarm.asset_name),
        alarm_key=alarm.alarm_key,
        flags=rule.flags,
        by_rule=rule.rule,
    )


def _tied(same: SimilarCase, rule: CaseByAlarm, alarm: AlarmLine, now_us: int) -> CaseEntry:
    told = {
        "alarm_id": alarm.alarm_key,
        "asset_id": alarm.asset_id,
        "asset_name": alarm.asset_name,
        "rule": rule.rule,
        "away_m": round(same.away_m, 1),
    }
    return CaseEntry(same.case.case_key, now_us, EntryKind.ALARM, TIED, None, "", told)


def _told(rule: CaseByAlarm) -> dict[str, object]:
    told = asdict(rule) | {"severity": rule.severity.value}
    return {name: value for name, value in told.items() if name not in ("rule", "updated_us", "updated_by")}
