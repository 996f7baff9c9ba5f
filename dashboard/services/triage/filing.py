"""Use case: finds of categories that are proven become cases by themselves, by rules that people switch on.

The worker does it and not the ingest: a case takes a number, a picture and a catalogue, none of which the hot path
should wait for; and what a find grows into (a surer score, a better picture) it has by then.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from dashboard.domain.audit import before_and_after
from dashboard.domain.camera_events import CATEGORIES, category_label
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.wording import draft_of_event
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission, system
from dashboard.domain.text import Language, Text
from dashboard.domain.triage.filing import FILED, Filing, FilingLine, filing_problems, unproven
from dashboard.domain.triage.precision import TRUST_WINDOW_US, Precision
from dashboard.domain.triage.second_look import PICKED_PERCENT, picked_look
from dashboard.domain.triage.states import EventState, Verdict
from dashboard.domain.triage.verdicts import Judged, Saying
from dashboard.errors import BadInput, Conflict, NotFound, Outdated
from dashboard.ports.filing import FilingStore, FilingWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rules import CaseRules, sub_category
from dashboard.services.cases.similar import duplicates_at
from dashboard.services.triage.recording import record

log = logging.getLogger(__name__)

AT_ONCE: Final = 50
LOOKS_BACK_US: Final = DAY_US
"""How old a find may be that becomes a case by itself, when no worker ran for a while."""
CHECKED_EVERY_US: Final = MINUTE_US
_UNKNOWN: Final = Precision(0, 0)
_RULE: Final[Actor] = system("filing")
_CHANGED: Final = Text(
    "这条规则刚被改过，请刷新后再改", "this rule was changed meanwhile; load it again and change it then"
)


class FilingByItself:
    """The worker's task. Each find is one transaction, in which the rule is locked and its precision is asked anew.

    The event's row makes it once, whoever is killed and however many run: only what waits becomes a case.
    """

    def __init__(
        self,
        store: FilingStore,
        reporting: Reporting,
        moves: CaseMoves,
        evidence: EventEvidence,
        notifier: LiveNotifier,
        language: Language,
        *,
        seed: str,
        percent: float = PICKED_PERCENT,
    ) -> None:
        self._store = store
        self._reporting = reporting
        self._moves = moves
        self._evidence = evidence
        self._notifier = notifier
        self._language = language
        self._seed = seed
        self._percent = percent
        self._checked_us = 0
        self._kept: dict[str, str] = {}

    def turn(self, now_us: int) -> int:
        """File what is meant; return of how many finds. Raises Unavailable."""
        since_us = now_us - LOOKS_BACK_US
        with self._store.look() as work:
            rules = [rule for rule in work.filings() if rule.is_on]
            meant = [(rule, work.meant_events(rule, since_us, now_us, AT_ONCE)) for rule in rules]
            is_due = now_us - self._checked_us >= CHECKED_EVERY_US
            known = work.category_precisions(now_us - TRUST_WINDOW_US) if rules and is_due else {}
        if is_due:
            self._checked_us = now_us
            for rule in rules:
                if unproven(rule, known.get(rule.category, _UNKNOWN)) is not None:
                    self._check(rule.category, now_us)
        return sum(self._follow(rule, events, now_us) for rule, events in meant)

    def _follow(self, rule: Filing, events: Sequence[int], now_us: int) -> int:
        """What keeps a rule from its work keeps no other from theirs."""
        done = 0
        for event_key in events:
            try:
                done += self._take(rule.category, event_key, now_us)
            except Outdated:
                continue
            except (BadInput, Conflict, NotFound) as error:
                self._name(rule.category, str(error))
                return done
            self._kept.pop(rule.category, None)
        return done

    def _take(self, category: str, event_key: int, now_us: int) -> bool:
        draft = self._draft(category, event_key)
        if draft is None:
            return False
        with self._store.begin() as work:
            rule, precision = self._standing(work, category, now_us)
            event = work.judged_event(event_key)
            if rule is None:
                feeds = work.bump([Feed.GATES])
            elif event is None or event.state is not EventState.WAITING:
                return False
            else:
                self._file(work, rule, precision, event, draft, now_us)
                feeds = work.bump([Feed.CASES, Feed.CAMERA_EVENTS])
        self._notifier.publish([], feeds)
        return rule is not None

    def _check(self, category: str, now_us: int) -> None:
        with self._store.begin() as work:
            rule, _ = self._standing(work, category, now_us)
            feeds = work.bump([Feed.GATES]) if rule is None else {}
        if feeds:
            self._notifier.publish([], feeds)

    def _standing(self, work: FilingWork, category: str, now_us: int) -> tuple[Filing | None, Precision]:
        """The rule, locked, while it is on and proven; one that is proven no more is switched off here and now."""
        rule = next((each for each in work.filings() if each.category == category), None)
        precision = work.category_precisions(now_us - TRUST_WINDOW_US).get(category, _UNKNOWN)
        if rule is None or not rule.is_on:
            return None, precision
        why = unproven(rule, precision)
        if why is None:
            return rule, precision
        ended = replace(
            rule, is_on=False, version=rule.version + 1, ended_us=now_us, ended_with=precision, updated_us=now_us
        )
        work.save_filing(ended)
        told = before_and_after(_told(rule), _told(ended), why=why.en)
        work.note_in_audit(_RULE, "end_filing", category, told, now_us)
        log.warning("finds of %s are filed by themselves no more: %s", category, why.en)
        return None, precision

    def _draft(self, category: str, event_key: int) -> CaseDraft | None:
        """The case that the find becomes, with its picture; None for one without, which waits for people."""
        with self._store.look() as work:
            event = work.event_of(event_key)
        if event is None or event.state is not EventState.WAITING:
            return None
        told = self._evidence.added_to(draft_of_event(event, category, self._language), _RULE)
        return told if told.photos else None

    def _file(
        self, work: FilingWork, rule: Filing, precision: Precision, event: Judged, draft: CaseDraft, now_us: int
    ) -> None:
        line = work.event_of(event.event_key)
        case = None if line is None else self._joined(work, line, event, now_us)
        if case is None:
            if work.filed_since(now_us - HOUR_US).get(rule.category, 0) >= rule.most_an_hour:
                raise Conflict(f"it has filed {rule.most_an_hour} cases within an hour; what is above waits for people")
            case = self._reporting.add(work, draft, _RULE)
            registered = self._moves.move(work, case, Move(action=Action.REGISTER), _RULE)
            self._moves.move(work, registered, Move(action=Action.FILE, condition=rule.condition), _RULE)
        work.add_case_entries([_filed(case, rule, precision, event.event_key, now_us)])
        self._pick(work, event.event_key, now_us)

    def _joined(self, work: FilingWork, line: EventLine, event: Judged, now_us: int) -> Case | None:
        """What is reported of this place already gets the find for its timeline: the same is not filed twice."""
        if line.category is None or line.lon is None or line.lat is None:
            return None
        same = duplicates_at(work, line.category, line.lon, line.lat, now_us)
        case = work.case(same[0].case.case_key) if same else None
        if case is None or not work.tie_event(event.event_key, case.case_key, now_us):
            return None
        record(work, event, Saying(verdict=Verdict.CONVERT, case_key=case.case_key), _RULE, now_us)
        return case

    def _pick(self, work: FilingWork, event_key: int, now_us: int) -> None:
        """A part of what is filed is looked at by people, so that the precision stays honest."""
        after = work.judged_event(event_key)
        if after is None or after.verdict_key is None:
            return
        look = picked_look(self._seed, event_key, after.verdict_key, _RULE.name, now_us, self._percent)
        if look is not None:
            work.add_second_look(look)

    def _name(self, category: str, problem: str) -> None:
        """Once, until it works again."""
        if self._kept.get(category) != problem:
            log.warning("a find of %s is not filed by itself: %s", category, problem)
        self._kept[category] = problem


class FilingRules:
    """Shows and changes the rules. Raises Forbidden, BadInput, Conflict, Unavailable."""

    def __init__(self, store: FilingStore, rules: CaseRules, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._clock = clock

    def lines(self, actor: Actor) -> Sequence[FilingLine]:
        """Return every category that has a rule or was judged: those with rules first, then the most judged."""
        require(actor, Permission.EDIT_RULES)
        now_us = self._clock()
        with self._store.look() as work:
            known = {each.category: each for each in work.filings()}
            precisions = work.category_precisions(now_us - TRUST_WINDOW_US)
            filed = work.filed_since(now_us - DAY_US)
        lines = [
            self._line(known.get(code, Filing(category=code)), precisions.get(code, _UNKNOWN), filed.get(code, 0))
            for code in known.keys() | precisions.keys()
        ]
        return sorted(lines, key=lambda each: (not each.is_known, -each.precision.reviewed, each.filing.category))

    def line(self, category: str, actor: Actor) -> FilingLine:
        """Return one category, though nothing is known of it."""
        found = next((each for each in self.lines(actor) if each.filing.category == category), None)
        return self._line(Filing(category=category), _UNKNOWN, 0) if found is None else found

    def ended_since(self, since_us: int, actor: Actor) -> Sequence[Filing]:
        """Return the rules that switched themselves off since then."""
        require(actor, Permission.EDIT_RULES)
        with self._store.look() as work:
            return [each for each in work.filings() if each.ended_us is not None and each.ended_us >= since_us]

    def save(self, filing: Filing, actor: Actor) -> Filing:
        """Store a rule; one that is switched on must be proven, and means what is seen from now on."""
        require(actor, Permission.EDIT_RULES)
        self._check(filing)
        now_us = self._clock()
        with self._store.begin() as work:
            feeds = work.bump([Feed.GATES])  # first, so that two who change rules at once follow each other
            before = next((each for each in work.filings() if each.category == filing.category), None)
            if (0 if before is None else before.version) != filing.version:
                raise Conflict(_CHANGED)
            precision = work.category_precisions(now_us - TRUST_WINDOW_US).get(filing.category, _UNKNOWN)
            why = unproven(filing, precision) if filing.is_on else None
            if why is not None:
                raise BadInput(Text(f"不能启用：{why.zh}", f"it cannot be switched on: {why.en}"))
            stays_on = before is not None and before.is_on
            since_us = before.since_us if before is not None and stays_on else now_us
            saved = replace(
                filing,
                version=filing.version + 1,
                since_us=since_us,
                ended_us=None,
                ended_with=None,
                updated_us=now_us,
                updated_by=actor.name,
            )
            work.save_filing(saved)
            told = before_and_after(None if before is None else _told(before), _told(saved), precision=list(precision))
            work.note_in_audit(actor, "edit_filing", saved.category, told, now_us)
        self._notifier.publish([], feeds)
        return saved

    def _check(self, filing: Filing) -> None:
        problem = next(filing_problems(filing), None)
        if problem is not None:
            raise BadInput(problem)
        catalogue = self._rules.catalogue()
        sub_category(catalogue, filing.category)
        conditions = {each.condition for each in catalogue.standards(filing.category)}
        if filing.condition and filing.condition not in conditions:
            raise BadInput(Text("该小类没有这个立案条件", "condition: the category has no such filing condition"))
        if not filing.condition and "" not in conditions:
            raise BadInput(Text("该小类须选择立案条件", "condition: choose one, the category has several"))

    def _line(self, filing: Filing, precision: Precision, filed: int) -> FilingLine:
        problem = unproven(filing, precision)
        try:
            name = sub_category(self._rules.catalogue(), filing.category).name
        except BadInput as error:
            problem = error.told or Text(str(error), str(error))
            label = category_label(filing.category)
            name = label.zh if filing.category in CATEGORIES else filing.category
        return FilingLine(filing, name, precision, filed, problem)


def _filed(case: Case, rule: Filing, precision: Precision, event_key: int, now_us: int) -> CaseEntry:
    low, high = precision.interval
    told: dict[str, Any] = {
        "event_id": event_key,
        "category": rule.category,
        "rule_version": rule.version,
        "right": precision.right,
        "reviewed": precision.reviewed,
        "low": round(low, 4),
        "high": round(high, 4),
    }
    return CaseEntry(case.case_key, now_us, EntryKind.CAMERA_EVENT, FILED, None, "", told)


def _told(filing: Filing) -> Mapping[str, object]:
    told = asdict(filing) | {"ended_with": None if filing.ended_with is None else list(filing.ended_with)}
    return {name: value for name, value in told.items() if name not in ("updated_us", "updated_by", "since_us")}
