"""What rows of tables say about people and squads."""

from __future__ import annotations

import pytest

from dashboard.domain.people.posts import Post, Role, SquadKind, Staff
from dashboard.domain.people.records import Person, Responsibility, Squad
from dashboard.domain.people.rows import Bureau, RowRefused, person_of, squad_of
from dashboard.domain.personal import PersonName, Phone, Photo

NOW = 1_800_000_000_000_000
BUREAU = Bureau(
    squads={"S1": "岳林中队", "S2": "机动中队", "S3": "机动中队"},
    departments={"D1": "市政养护"},
    people={
        "007": Person(
            number="007",
            name=PersonName("张〇七"),
            post=Post.OFFICER,
            phone=Phone("10012340007"),
            squad="S1",
            skills=("市容",),
            staff=Staff.AUXILIARY,
            photo=Photo("a" * 64),
            left_us=5,
        )
    },
    areas={"G1", "L1"},
)


def row(**cells: str) -> dict[str, str]:
    return {"number": "0042", "name": "张〇一", "post": "队员", **cells}


def test_a_row_is_read_in_chinese_and_full_width() -> None:
    cells = row(
        number="００４２", phone="１００ 1234 5678", squad="岳林中队", department="D1", skills="市容、渣土;市容",
        staff="辅助", areas="G1；L1", role="网格长",
    )  # fmt: skip
    landed = person_of(cells, BUREAU, NOW)
    assert landed.person == Person(
        number="0042",
        name=PersonName("张〇一"),
        post=Post.OFFICER,
        phone=Phone("100 1234 5678"),
        squad="S1",
        department="D1",
        skills=("市容", "渣土"),
        staff=Staff.AUXILIARY,
    )
    assert landed.answers == (
        Responsibility(area="G1", role=Role.GRID_LEADER, person="0042"),
        Responsibility(area="L1", role=Role.GRID_LEADER, person="0042"),
    )


def test_columns_that_are_missing_leave_what_is_stored() -> None:
    stored = BUREAU.people["007"]
    landed = person_of({"number": "007", "name": "张〇七"}, BUREAU, NOW)
    assert (landed.person, landed.answers) == (stored, None)


def test_empty_cells_clear_all_but_post_and_staff() -> None:
    cells = {
        "number": "007",
        "name": "张〇七",
        "post": "",
        "phone": "",
        "squad": "",
        "skills": "",
        "staff": "",
        "areas": "",
    }
    landed = person_of(cells, BUREAU, NOW)
    person = landed.person
    assert (person.phone, person.squad, person.skills, landed.answers) == (None, None, (), ())
    assert (person.post, person.staff) == (Post.OFFICER, Staff.AUXILIARY)


@pytest.mark.parametrize(("status", "left_us"), [("离职", 5), ("left", 5), ("在职", None), ("", 5)])
def test_who_left_keeps_the_moment_of_leaving(status: str, left_us: int | None) -> None:
    assert person_of({"number": "007", "name": "张〇七", "status": status}, BUREAU, NOW).person.left_us == left_us
    assert person_of(row(status="离职"), BUREAU, NOW).person.left_us == NOW


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param({"number": ""}, "number is empty", id="no number"),
        pytest.param({"number": "1.38E+10"}, "Excel turned the id", id="number rounded"),
        pytest.param({"number": "x" * 41}, "longer than 40", id="long number"),
        pytest.param({"number": "4\x002"}, "control characters", id="zero byte"),
        pytest.param({"name": ""}, "name is empty", id="no name"),
        pytest.param({"name": "10012345678"}, "no letters", id="name is a number"),
        pytest.param({"phone": "1.38E+10"}, "Excel rounded the phone", id="phone rounded"),
        pytest.param({"phone": "12"}, "2 digits", id="short phone"),
        pytest.param({"phone": "1001234567890123"}, "16 digits", id="long phone"),
        pytest.param({"phone": "张〇一"}, "cannot be used", id="phone is a name"),
        pytest.param({"post": ""}, "post is empty", id="no post"),
        pytest.param({"post": "皇帝"}, "unknown post '皇帝'", id="no such post"),
        pytest.param({"staff": "外星"}, "unknown staff", id="no such staff"),
        pytest.param({"status": "?"}, "unknown status", id="no such status"),
        pytest.param({"squad": "南山中队"}, "there is no squad '南山中队'", id="no such squad"),
        pytest.param({"squad": "机动中队"}, "2 have the name", id="two squads of a name"),
        pytest.param({"squad": "13812345678"}, "there is no squad '****'", id="phone in the squad's column"),
        pytest.param({"department": "D9"}, "there is no department 'D9'", id="no such department"),
        pytest.param({"areas": "G1;G9"}, "there is no area G9", id="no such area"),
        pytest.param({"areas": "G1", "post": "局领导"}, "needs a role", id="no role for the areas"),
        pytest.param({"skills": ";".join(map(str, range(21)))}, "more than 20 skills", id="too many skills"),
    ],
)
def test_what_cannot_be_taken_is_refused_without_quoting_name_or_phone(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(RowRefused) as refused:
        person_of(row(**cells), BUREAU, NOW)
    assert reason in refused.value.reason.en
    told = " ".join(refused.value.reason)
    assert "张〇一" not in told
    assert "10012345678" not in told
    assert "13812345678" not in told


def test_a_phone_that_excel_saved_with_decimals_is_whole() -> None:
    assert person_of(row(phone="10012345678.0"), BUREAU, NOW).person.phone == Phone("10012345678")


def test_a_squad_keeps_its_kind_and_its_leader_answers_for_its_areas() -> None:
    stored = Squad(code="S2", name="机动", kind=SquadKind.MOBILE)
    landed = squad_of({"code": "S2", "name": "机动中队", "areas": "G1"}, stored, {"G1"})
    assert landed.squad == Squad(code="S2", name="机动中队", kind=SquadKind.MOBILE)
    assert landed.answers == (Responsibility(area="G1", role=Role.SQUAD_LEADER, post=Post.SQUAD_LEADER, squad="S2"),)
    assert squad_of({"code": "S1", "name": "一", "kind": "督查组"}, None, ()).squad.kind is SquadKind.INSPECTION
