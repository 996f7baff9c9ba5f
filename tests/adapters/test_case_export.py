"""Lists of cases as tables, on both databases."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select

from api.csv_response import csv_lines
from dashboard.domain.cases.export import ExportColumn
from dashboard.domain.cases.queries import CaseQuery, CaseSort, Sorting
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.rights import Actor
from dashboard.domain.text import Language
from dashboard.errors import BadInput, Forbidden
from dashboard.services.cases.exporting import CaseExport, Wanted
from data_sources.db import tables as t
from tests.case_office import CHIEF, OFFICER, ZONE, CaseOffice


def wanted(query: CaseQuery, *columns: ExportColumn, language: Language = Language.CHINESE) -> Wanted:
    return Wanted(query, None, Sorting(CaseSort.NUMBER, False), columns or tuple(ExportColumn), language)


def table(office: CaseOffice, asked: Wanted, actor: Actor = CHIEF, **bounds: int) -> list[dict[str, str]]:
    rows = CaseExport(office.store, office.reading, office.clock, ZONE, **bounds).table(asked, actor)
    return list(csv.DictReader(io.StringIO("".join(csv_lines(rows)).removeprefix("\ufeff"))))


def noted(office: CaseOffice) -> list[Any]:
    audit = t.audit.c
    with office.engine.connect() as connection:
        query = select(audit.actor, audit.detail).where(audit.action == "export_cases").order_by(audit.number)
        return list(connection.execute(query))


def test_every_column_tells_what_the_list_tells(office: CaseOffice) -> None:
    case = office.accepted(address="=县前街 1 号")
    office.clock.now_us += 130 * MINUTE_US
    (row,) = table(office, wanted(CaseQuery()))
    told = (row["案件编号"], row["类别"], row["地址"], row["处置单位"], row["状态"], row["来源"], row["网格"])
    assert told == (case.number, "店外经营", "'=县前街 1 号", "一中队", "处置中", "采集员", "一格")
    assert (row["全程灯"], row["是否按期"]) == ("红灯", "")
    assert row["处置人"] == "李** 2", "names are masked"
    assert len(row["全程到期 (Asia/Shanghai)"]) == len("2026-11-27 21:07:42")


def test_a_long_list_is_taken_out_slice_by_slice_in_its_order(office: CaseOffice) -> None:
    numbers = [office.reported().number for _ in range(5)]
    asked = wanted(CaseQuery(), ExportColumn.NUMBER, language=Language.ENGLISH)
    assert [row["Number"] for row in table(office, asked, at_once=2)] == numbers


def test_who_sees_a_part_takes_that_part_out_and_it_is_noted(office: CaseOffice) -> None:
    office.filed(description="张三的电话")
    own = office.dispatched()
    found = table(office, wanted(CaseQuery(open_only=True), ExportColumn.NUMBER), OFFICER)
    assert [row["案件编号"] for row in found] == [own.number]
    table(office, wanted(CaseQuery(text="张三"), ExportColumn.NUMBER))
    first, second = noted(office)
    assert (first.actor, '"count":1' in first.detail, "open_only" in first.detail) == ("officer", True, True)
    assert "张三" not in second.detail


def test_more_than_a_table_holds_is_refused_with_what_to_do_and_nothing_is_noted(office: CaseOffice) -> None:
    for _ in range(3):
        office.reported()
    with pytest.raises(BadInput, match="there are 3 cases, a table has at most 2: narrow"):
        table(office, wanted(CaseQuery()), most=2)
    with pytest.raises(Forbidden):
        table(office, wanted(CaseQuery()), CHIEF._replace(rights={}))
    assert noted(office) == []
