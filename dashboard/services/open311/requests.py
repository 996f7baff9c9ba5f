"""Use case: another system reports for citizens, and follows what became of its reports, and of those only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.domain.cases.queries import CaseQuery, CaseSort, Sight, Sorting
from dashboard.domain.cases.records import Case
from dashboard.domain.open311 import RequestQuery, request_of, service_of, services_of, status_of
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cases.rules import CaseRules

_PAGE: Final = 500
_NO_SUCH_SERVICE: Final = Text("没有这个服务代码", "service_code: there is no such service, or not any more")
_NO_SUCH_REQUEST: Final = Text("没有这个服务请求", "service_request_id: there is no such request of yours")


class ServiceRequests:
    """Services and requests as Open311 tells them. Raises Forbidden, NotFound, BadInput, Unavailable."""

    def __init__(self, store: CaseStore, rules: CaseRules, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock

    def services(self, actor: Actor) -> Sequence[Mapping[str, Any]]:
        """Return what can be reported today."""
        require(actor, Permission.REPORT_CASES)
        return list(services_of(self._rules.catalogue()))

    def require_service(self, code: str, actor: Actor) -> Mapping[str, Any]:
        """Return one service."""
        require(actor, Permission.REPORT_CASES)
        found = service_of(self._rules.catalogue(), code)
        if found is None:
            raise NotFound(_NO_SUCH_SERVICE)
        return found

    def requests(self, query: RequestQuery, actor: Actor) -> Sequence[Mapping[str, Any]]:
        """Return what this account reported, the newest first; numbers that are not its own are passed over."""
        require(actor, Permission.REPORT_CASES)
        with self._store.look() as work:
            found = self._by_number(work, query, actor) if query.numbers else self._in_time(work, query, actor)
            agencies = _agencies(work)
        return [request_of(case, _agency(case, agencies)) for case in found]

    def request(self, number: str, actor: Actor) -> Mapping[str, Any]:
        """Return one request of this account."""
        now_us = self._clock()
        found = self.requests(RequestQuery(0, now_us, numbers=(number,)), actor)
        if not found:
            raise NotFound(_NO_SUCH_REQUEST)
        return found[0]

    def _by_number(self, work: CaseWork, query: RequestQuery, actor: Actor) -> list[Case]:
        keys = (work.case_of_number(number) for number in query.numbers)
        cases = (work.case(key) for key in keys if key is not None)
        return [case for case in cases if case is not None and case.origin.reporter == actor.name]

    def _in_time(self, work: CaseWork, query: RequestQuery, actor: Actor) -> list[Case]:
        """Page by page, until there are enough of the wanted states."""
        wanted = CaseQuery(
            sight=Sight(everything=False, account=actor.name),
            categories=query.codes,
            from_us=query.from_us,
            until_us=query.until_us,
        )
        found: list[Case] = []
        cursor: str | None = None
        while True:
            page, cursor = work.list_cases(wanted, Sorting(CaseSort.REPORTED), _PAGE, cursor, self._clock())
            found += [case for case in page if status_of(case) in query.statuses]
            if cursor is None or len(found) >= query.page * query.limit:
                return found[(query.page - 1) * query.limit : query.page * query.limit]


def _agencies(work: CaseWork) -> Mapping[str, str]:
    departments = {each.code: each.name for each in work.departments()}
    return departments | {each.code: each.name for each in work.squads()}


def _agency(case: Case, agencies: Mapping[str, str]) -> str:
    code = case.units.squad or case.units.department or ""
    return agencies.get(code, code)
