"""The catalogue on both databases: versions by period, other cities' trees, and which version a case keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.catalogue.records import AreaClass, Category, CategoryKind, Step
from dashboard.domain.catalogue.tree import Catalogue, Contents, Level, Version
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.feeds import Feed
from dashboard.domain.imports import ImportReport
from dashboard.domain.rights import USUAL_RIGHTS, Permission, Role
from dashboard.domain.text import Language
from dashboard.errors import BadInput, Forbidden
from dashboard.services.catalogue.imports import CatalogueImport, import_catalogue
from dashboard.services.catalogue.reading import Catalogues
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.demo_city.catalogue import FIRST, demo_catalogue
from data_sources.demo_city.settle import settle_catalogue
from data_sources.sheets import CsvSheets
from tests.actors import acting
from tests.case_office import CHIEF, LAT, LON, SEAT, CaseOffice
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

FIXTURE = Path(__file__).parents[1] / "fixtures" / "imports" / "catalogue-gbk.csv"
ADMINISTRATOR = acting("admin", Role.ADMINISTRATOR)
ZONE = Settings().timezone
HEAD = "code,name,parent,kind,condition,area_class,limit,limit_type\n"
TWO = HEAD + "1,秩序,,event,,,,\n101,游商,1,,,,2,work_hour\n"


class City:
    """A city that brings its catalogue in."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.path = engine, folder / "catalogue.csv"
        self.store = SqlCatalogueStore(engine, FakeClock(NOW))
        self.catalogues = Catalogues(self.store, lambda: NOW, ZONE)

    def bring(self, text: str, valid_from: str = "2026-01-01", **options: Any) -> CatalogueImport:
        self.path.write_text(text, encoding="utf-8")
        return self.bring_file(self.path, date.fromisoformat(valid_from), **options)

    def bring_file(self, path: Path, valid_from: date | None = None, **options: Any) -> CatalogueImport:
        told: dict[str, Any] = {"actor": ADMINISTRATOR, "clock": lambda: NOW, "zone": ZONE, **options}
        return import_catalogue(self.store, CsvSheets(), path, valid_from=valid_from, **told)

    def on(self, day: str) -> Catalogue:
        found = self.catalogues.on(date.fromisoformat(day))
        assert found is not None
        return found

    def periods(self) -> list[tuple[str, str, str]]:
        """Each version from the oldest: what it is called, its first day, its last one."""
        found = [(each.name, str(each.valid_from), str(each.valid_until or "")) for each in self.catalogues.versions()]
        return found[::-1]


@pytest.fixture
def city(engine: Engine, tmp_path: Path) -> City:
    return City(engine, tmp_path)


@pytest.fixture
def revisions(engine: Engine) -> Callable[[], int]:
    def ask() -> int:
        query = select(t.feed.c.revision).where(t.feed.c.key == Feed.CATALOGUE.value)
        with engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    return ask


def reasons(report: ImportReport) -> list[tuple[str, str]]:
    return [(each.where.en, each.reason.en) for each in report.rejected]


def test_the_demo_has_its_catalogue_once(city: City, revisions: Callable[[], int]) -> None:
    for _ in range(2):
        settle_catalogue(city.store, NOW)
        assert revisions() == 1
    assert city.periods() == [(FIRST.name, str(FIRST.valid_from), "")]
    assert city.on("2026-11-27").contents == demo_catalogue()


def test_the_demo_leaves_an_imported_catalogue_alone(city: City) -> None:
    city.bring(TWO, name="本市目录")
    settle_catalogue(city.store, NOW)
    assert city.periods() == [("本市目录", "2026-01-01", "")]


def test_a_table_of_another_city_in_gbk_lands_with_three_levels_and_its_own_codes(city: City) -> None:
    assert "大类".encode("gbk") not in FIXTURE.read_bytes()
    outcome = city.bring_file(FIXTURE)
    assert (outcome.report.rejected, outcome.report.accepted) == ((), 13)
    found = city.on("2026-11-27")
    assert [each.code for each in found.children()] == ["1", "2", "3", "4", "5"]
    assert [found.level(code) for code in ("3", "3-1", "3-1-01")] == list(Level)
    assert found.path_name("3-1-01") == "城市家具 › 井盖 › 雨水井盖"
    assert {each.kind for each in found.children("3-1")} == {CategoryKind.COMPONENT}
    chosen = found.standard_for("1-01", "", AreaClass.B)
    assert chosen is not None
    assert chosen.standard.limit == Limit(2, LimitType.WORK_HOUR)
    assert [each.limit for each in found.standards("2-02")] == [
        Limit(7, LimitType.NATURAL_DAY),
        Limit(1, LimitType.WORK_DAY),
    ]
    assert found.standards("2-01")[0].limit == Limit(1.5, LimitType.WORK_DAY)
    assert found.step_limit(Step.REGISTER) == Limit(5 / 60, LimitType.URGENT_HOUR)


def big_table(mains: int = 5, subs: int = 166) -> str:
    """A catalogue of the size that a county-level city has: 5 大类, 166 小类, each with a limit."""
    rows = [f"{main},大类{main},,{'event' if main < 4 else 'component'},,,," for main in range(1, mains + 1)]
    rows += [f"{1 + n % mains}{n:03},小项{n},{1 + n % mains},,,,{1 + n % 8},work_day" for n in range(subs)]
    return HEAD + "\n".join(rows) + "\n"


def test_a_catalogue_of_5_and_166_replaces_that_of_the_demo_from_its_day_on(city: City) -> None:
    settle_catalogue(city.store, NOW)
    outcome = city.bring(big_table(), "2026-12-01", name="五大类")
    assert (len(outcome.change.added), outcome.report.rejected) == (5 + 166, ())
    assert len(outcome.change.removed) == len(demo_catalogue().categories)
    assert city.periods() == [(FIRST.name, "2020-01-01", "2026-11-30"), ("五大类", "2026-12-01", "")]
    assert city.on("2026-11-30").contents == demo_catalogue()
    after = city.on("2026-12-01")
    assert len([each for each in after.in_order if after.level(each.code) is Level.SUB]) == 166


def test_the_same_again_changes_nothing(city: City, revisions: Callable[[], int]) -> None:
    city.bring(TWO)
    again = city.bring(TWO, "2026-05-01")
    assert (again.begins, again.change.is_none, len(city.periods())) == (None, True, 1)
    assert list(again.lines(Language.ENGLISH)) == ["the same as what holds; nothing changes"]


def test_a_dry_run_tells_the_difference_and_changes_nothing(city: City, revisions: Callable[[], int]) -> None:
    city.bring(TWO)
    before = revisions()
    outcome = city.bring(TWO.replace(",2,work_hour", ",3,work_hour") + "102,摊位,1,,,,,\n", "2026-12-01", dry_run=True)
    assert (outcome.change.added, outcome.change.changed, outcome.change.removed) == (("102",), ("101",), ())
    assert (len(city.periods()), revisions()) == (1, before)


def test_a_version_may_begin_between_two_that_are_known(city: City) -> None:
    city.bring(TWO, "2026-01-01", name="一")
    city.bring(TWO.replace("游商", "摊贩"), "2027-01-01", name="三")
    city.bring(TWO.replace("游商", "流动摊贩"), "2026-07-01", name="二")
    assert city.periods() == [
        ("一", "2026-01-01", "2026-06-30"),
        ("二", "2026-07-01", "2026-12-31"),
        ("三", "2027-01-01", ""),
    ]


def test_a_version_that_begins_on_the_day_of_another_takes_its_place(city: City) -> None:
    city.bring(TWO, name="一")
    city.bring(TWO.replace("游商", "摊贩"), name="二")
    assert city.on("2026-01-01").version.name == "二"
    assert [each.name for each in city.catalogues.versions() if each.never_held] == ["一"]


def test_one_row_that_cannot_be_taken_keeps_the_whole_table_out(city: City, revisions: Callable[[], int]) -> None:
    city.bring(TWO)
    before = revisions()
    outcome = city.bring(TWO + "103,,1,,,,,\n104,井盖,9,component,,,1,fortnight\n")
    assert reasons(outcome.report)[1][0] == "line 5"
    assert reasons(outcome.report)[0] == ("line 4", "the name is empty; fill it in")
    assert (len(city.periods()), city.on("2026-11-27").category("103")) == (1, None)
    assert revisions() == before


@pytest.mark.parametrize(
    ("text", "told", "word"),
    [
        (HEAD, {}, "has a heading but no rows"),
        ("code,limit\n1,2\n", {}, "name"),
        (TWO, {"valid_from": "1999-12-31"}, "between the years 2000 and 2100"),
        (TWO, {"name": "长" * 81}, "at most 80 characters"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(
    city: City, text: str, told: dict[str, Any], word: str
) -> None:
    with pytest.raises(BadInput, match=word):
        city.bring(text, **told)
    assert city.periods() == []


@pytest.mark.parametrize("role", [role for role in Role if Permission.MANAGE_CATALOGUE not in USUAL_RIGHTS[role]])
def test_only_who_manages_it_brings_a_catalogue_in(city: City, role: Role) -> None:
    with pytest.raises(Forbidden):
        city.bring(TWO, actor=acting("somebody", role))


def test_an_import_is_in_the_audit_log_with_counts_and_the_day(city: City) -> None:
    city.bring(TWO)
    city.bring(big_table(), "2026-12-01")
    with city.engine.connect() as connection:
        query = select(t.audit.c.action, t.audit.c.subject, t.audit.c.detail).order_by(t.audit.c.number)
        *_, last = connection.execute(query)
    assert last[:2] == ("import_catalogue", "catalogue.csv")
    assert all(word in last.detail for word in ("2026-12-01", '"added"', "171"))


def of_now(office: CaseOffice, text: str, path: Path) -> None:
    """Bring a catalogue in that holds from the day on which the office's clock stands."""
    path.write_text(text, encoding="utf-8")
    store = SqlCatalogueStore(office.engine, office.clock)
    import_catalogue(store, CsvSheets(), path, actor=ADMINISTRATOR, clock=office.clock, zone=ZONE)


SHORTER = HEAD + "05,街面秩序,,event,,,,\n0504,店外经营,05,,,,1,urgent_hour\n"


def test_a_case_keeps_the_version_and_the_limit_under_which_it_was_filed(office: CaseOffice, tmp_path: Path) -> None:
    before = office.filed()
    office.clock.now_us += DAY_US
    of_now(office, SHORTER, tmp_path / "new.csv")
    after = office.filed()
    kept = office.act(before, Action.DISPATCH, CHIEF, units=before.units._replace(squad="S1"))
    versions = [each.clocks.frozen["catalogue"] for each in (kept, after)]
    assert versions[0] < versions[1]
    assert (kept.clocks.due_us, before.times.filed_us) == (before.clocks.due_us, NOW)
    assert kept.clocks.due_us == NOW + 2 * HOUR_US
    assert after.clocks.due_us == NOW + DAY_US + HOUR_US


def test_what_was_reported_before_a_change_is_filed_by_the_catalogue_of_the_filing(
    office: CaseOffice, tmp_path: Path
) -> None:
    case = office.act(office.reported(), Action.REGISTER, SEAT)
    office.clock.now_us += DAY_US
    of_now(office, SHORTER, tmp_path / "new.csv")
    filed = office.act(case, Action.FILE, CHIEF)
    assert filed.clocks.due_us == NOW + DAY_US + HOUR_US


def test_a_category_that_is_gone_ends_in_words_and_the_case_may_be_filed_as_another(
    office: CaseOffice, tmp_path: Path
) -> None:
    open_before = office.filed(category="0505")
    case = office.act(office.reported(category="0505"), Action.REGISTER, SEAT)
    office.clock.now_us += DAY_US
    of_now(office, SHORTER, tmp_path / "new.csv")
    with pytest.raises(BadInput, match="the catalogue has no code '0505'"):
        office.reported(category="0505", lon=LON, lat=LAT)
    with pytest.raises(BadInput, match="the catalogue has no code '0505'"):
        office.act(case, Action.FILE, CHIEF)
    filed = office.act(case, Action.FILE, CHIEF, category="0504")
    assert (filed.state, filed.category_name) == (CaseState.TO_DISPATCH, "店外经营")
    moved = office.act(open_before, Action.DISPATCH, CHIEF, units=open_before.units._replace(squad="S1"))
    assert (moved.category_name, moved.clocks.due_us) == ("机动车乱停放", open_before.clocks.due_us)


def test_a_period_without_a_catalogue_is_none(city: City) -> None:
    city.bring(TWO, "2027-01-01")
    assert city.catalogues.on(date(2026, 11, 27)) is None
    with city.store.begin() as work:
        work.add_catalogue(
            Version(0, "旧", date(2020, 1, 1), date(2020, 12, 31)),
            Contents((Category("9", "旧", CategoryKind.EVENT),), (), {}),
        )
    assert city.on("2020-06-01").version.name == "旧"


def test_a_case_that_is_filed_as_another_category_has_its_name_and_none_of_the_old_conditions(
    office: CaseOffice,
) -> None:
    case = office.act(office.reported(category="0101", condition="停工"), Action.REGISTER, SEAT)
    filed = office.act(case, Action.FILE, CHIEF, category="0102")
    assert (filed.category_name, filed.condition, filed.clocks.frozen["condition"]) == ("暴露垃圾", "", "")
