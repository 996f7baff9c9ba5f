"""One deed as the API takes it: who may, with what, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol

from dashboard.domain.cases.demands import AT_THE_PLACE_M
from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.readings import from_us
from data_sources.demo_city.case_mix import topics
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.working.api import Answer, BureauApi
from data_sources.demo_city.working.crew import Crew
from data_sources.demo_city.working.deeds import ASKS, Deciding, Deed, fails, picture_deed
from data_sources.demo_city.working.evidence import Evidence
from data_sources.demo_city.working.seen import CaseSeen, seen

_BEFORE: Final = frozenset({"before", "near", "far", "reference"})
_OFF_DEG: Final = 1.0e-4
_WRONG_UNIT: Final = ("JJ", "HW01")
"""To whom cases are sent that are theirs not: those about the street, and others."""
_DRIFTED: Final = "手机定位漂移，人在现场"


class Outcome(StrEnum):
    """What became of a deed."""

    DONE = "done"
    CHANGED = "changed"
    REFUSED = "refused"
    NOBODY = "nobody"


class Done(NamedTuple):
    """The outcome, and the case as it is now if that is known; `why` says what stood in the way."""

    outcome: Outcome
    case: CaseSeen | None = None
    why: str = ""


class Streets(Protocol):
    """The people out on the streets, who walk."""

    def send(self, case: int, person: str, place: Position, from_us: int) -> int | None:
        """Let somebody go there; return when they are there (None: they are not out). Asked again, the same."""
        ...

    def where(self, person: str, at_us: int) -> tuple[Position, float] | None:
        """Return where the satellites see somebody, and how exactly; None: they are not out."""
        ...


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Does deeds over the API as whoever may do them."""

    api: BureauApi
    crew: Crew
    deciding: Deciding
    evidence: Evidence
    streets: Streets

    def do(self, case: CaseSeen, deed: Deed, now_us: int) -> Done:
        """Do it as the first who may. Raises Unavailable; it may have been done then, and is not done again."""
        if deed.action in ASKS and self._asked_before(case, deed.action):
            return Done(Outcome.REFUSED, case, "asked before")
        for account in self.crew.accounts(deed.by, case):
            answer = self.api.get(account, f"/cases/{case.key}")
            if not answer.ok:
                continue
            if answer.body["revision"] != case.revision:
                return Done(Outcome.CHANGED, seen(answer.body))
            if deed.action.value in answer.body["actions"]:
                return self._send(account, case, self._completed(deed, answer.body), answer.body, now_us)
        return Done(Outcome.NOBODY, case, f"nobody may {deed.action.value}")

    def _asked_before(self, case: CaseSeen, action: Action) -> bool:
        answer = self.api.get(self.crew.cast.chiefs[0], f"/cases/{case.key}/timeline")
        return any(each["what"] == action.value for each in answer.body.get("items", ()))

    def _completed(self, deed: Deed, told: Mapping[str, Any]) -> Deed:
        """What cannot be closed for lack of pictures gets them before."""
        lacks = deed.action is Action.CLOSE and (_lacks_before(told) or not _has(told, {"after"}))
        return picture_deed(deed) if lacks else deed

    def _send(self, account: str, case: CaseSeen, deed: Deed, told: Mapping[str, Any], now_us: int) -> Done:
        body: dict[str, Any] = {
            "revision": case.revision,
            "reason": deed.reason,
            **self._more(account, case, deed, now_us),
        }
        if deed.until_us is not None:
            body["until"] = from_us(max(deed.until_us, now_us + 60_000_000)).isoformat()
        photos = [self._photo(account, case, role, now_us) for role in _shots(deed, case, told)]
        if photos:
            body["photos"] = photos
        key = f"bureau-{case.key}-{case.revision}-{deed.action.value}"
        answer = self.api.post(account, f"/cases/{case.key}/{deed.action.value}", body, key)
        return self._outcome(answer, case)

    def _outcome(self, answer: Answer, case: CaseSeen) -> Done:
        if answer.ok:
            return Done(Outcome.DONE, seen(answer.body))
        newer = answer.body.get("case")
        if newer is not None:
            return Done(Outcome.CHANGED, seen(newer))
        return Done(Outcome.REFUSED, case, str(answer.body.get("detail", answer.status)))

    def _more(self, account: str, case: CaseSeen, deed: Deed, now_us: int) -> Mapping[str, Any]:
        """What belongs to the action besides."""
        match deed.action:
            case Action.VERIFY | Action.CHECK if case.state in (CaseState.REPORTED, CaseState.FEEDBACK):
                return {"checker": deed.person or self.crew.checker(case)}
            case Action.DISPATCH if deed.person is not None:
                return {"squad": case.squad, "second_squad": case.second_squad, "assignee": deed.person}
            case Action.DISPATCH:
                return self._units(account, case)
            case Action.ARRIVE:
                return self._standing(case, now_us)
        return {}

    def _units(self, account: str, case: CaseSeen) -> dict[str, Any]:
        """The unit that such cases are for, the squad of the place if that is who; now and then a wrong one."""
        if self.deciding.fate(case).returned and not case.counts["dispatches"]:
            return {"department": _WRONG_UNIT[not case.category.startswith("05")]}
        unit = next((each.unit for each in topics() if each.code == case.category), None)
        if unit is not None:
            return {"department": unit}
        found = self.api.get(account, f"/cases/{case.key}/candidates").body.get("items", ())
        best = next((each for each in found if each["kind"] == "squad"), None)
        return {"squad": best["code"] if best else self.crew.squads.get(case.area or "", min(self.crew.cast.officers))}

    def _standing(self, case: CaseSeen, now_us: int) -> Mapping[str, Any]:
        """What the phone of who is there says; of who is not out with a phone of the bureau it is drawn."""
        found = self.streets.where(case.assignee, now_us) if case.assignee else None
        if found is None:
            dice = Dice.of(self.deciding.seed, "there", case.key, case.revision)
            place = Position(*(round(each + dice.uniform(-_OFF_DEG, _OFF_DEG), 6) for each in case.place))
            found = place, float(dice.randrange(4, 20))
        where, accuracy_m = found
        drifted = {"reason": _DRIFTED} if distance_m(where, case.place) > AT_THE_PLACE_M else {}
        return {"lon": where.lon, "lat": where.lat, "accuracy_m": accuracy_m, **drifted}

    def _photo(self, account: str, case: CaseSeen, role: PhotoRole, now_us: int) -> Mapping[str, str]:
        """A picture that is kept by now; a result that is going to fail its check shows what is left."""
        done = role is PhotoRole.AFTER and not fails(self.deciding.fate(case), case)
        picture = self.evidence.picture(case.category, case.place, now_us, role, done=done)
        kept = self.api.send_picture(account, picture, case.key)
        return {"digest": str(kept.body.get("digest", "")), "role": role.value}


def _shots(deed: Deed, case: CaseSeen, told: Mapping[str, Any]) -> list[PhotoRole]:
    """What is to be shown with a deed."""
    match deed.action:
        case Action.FEEDBACK:
            return [PhotoRole.AFTER]
        case Action.ARRIVE if _lacks_before(told):
            return [PhotoRole.BEFORE]
        case Action.VERIFY if case.state is CaseState.VERIFYING and _lacks_before(told):
            return [PhotoRole.BEFORE]
        case Action.COMMENT:
            before = [PhotoRole.BEFORE] if _lacks_before(told) else []
            return [*before, *([] if _has(told, {"after"}) else [PhotoRole.AFTER])]
    return []


def _lacks_before(told: Mapping[str, Any]) -> bool:
    return not _has(told, _BEFORE)


def _has(told: Mapping[str, Any], roles: frozenset[str] | set[str]) -> bool:
    return any(each["role"] in roles for each in told["photos"])
