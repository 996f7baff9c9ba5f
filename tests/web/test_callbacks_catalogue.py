"""The administrator's tab of the catalogue, run by POST as the browser runs it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.jobs import JobKind, JobState, new_job
from dashboard.domain.rights import Means, Role
from dashboard.domain.text import Text
from tests.actors import acting
from tests.readout_builders import NOW_US
from tests.web.page_client import PageClient

CSV = "data:text/csv;base64," + base64.b64encode(b"code,name").decode()


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def tree(client: PageClient, **given: Any) -> str:
    values = {f"admin-catalogue-{key}.value": value for key, value in given.items()}
    answer = client.call("admin-catalogue.data-html", {"feed-catalogue.data": 1, **values})
    return str(answer["admin-catalogue"]["data-html"])


def test_the_tree_shows_sub_categories_with_limits_and_standards(client: PageClient) -> None:
    shown = tree(client)
    for part in (
        "公用设施",
        "街面秩序",
        "B0103",
        "雨水井盖",
        "6\u2009紧急工作时",
        "等 3 条",
        "已围护待更换",
        "一类区域",
    ):
        assert part in shown
    assert " open>" not in shown


def test_a_search_opens_the_branches_where_something_is_found(client: PageClient) -> None:
    shown = tree(client, text=" 雨水 ")
    assert all(part in shown for part in ("公用设施", "雨水井盖", "雨水箅子"))
    assert "街面秩序" not in shown
    assert " open><summary>" in shown
    whole = tree(client, text="突发事件")
    assert "路面塌陷" in whole
    assert "没有与「飞碟」相符" in tree(client, text="飞碟")


@pytest.mark.parametrize(("kind", "has", "lacks"), [("event", "店外经营", "井盖"), ("component", "井盖", "店外经营")])
def test_components_and_events_can_be_looked_at_alone(client: PageClient, kind: str, has: str, lacks: str) -> None:
    shown = tree(client, kind=kind)
    assert has in shown
    assert lacks not in shown


@pytest.mark.parametrize("kind", ["nonsense", "", 7, ["event"], None])
def test_an_odd_kind_is_none(client: PageClient, kind: Any) -> None:
    assert "店外经营" in tree(client, kind=kind)


def test_another_version_can_be_looked_at_and_taken_out(client: PageClient) -> None:
    shown = tree(client, version=3)
    assert "旧大类" in shown
    assert "店外经营" not in shown
    answer = client.call("admin-catalogue-facts.children", {"admin-catalogue-version.value": 3})
    assert answer["admin-catalogue-export"]["href"] == "/api/v1/catalogue.csv?version=3"
    assert "明年版" in str(answer["admin-catalogue-facts"])


@pytest.mark.parametrize("version", [None, 404, "3", True, {"a": 1}])
def test_without_a_version_it_is_that_of_today(client: PageClient, version: Any) -> None:
    answer = client.call("admin-catalogue-facts.children", {"admin-catalogue-version.value": version})
    facts = str(answer["admin-catalogue-facts"])
    assert all(part in facts for part in ("示范目录", "12", "184", "323"))
    assert answer["admin-catalogue-export"]["href"] == "/api/v1/catalogue.csv?version=2"
    assert "15\u2009分钟" in answer["admin-catalogue-steps"]["data-html"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", ("现行", "待生效", "已失效", "2099-01-01 起", "2010-01-01 至 2019-12-31")),
        ("en", ("in force", "to come", "ended", "from 2099-01-01", "2010-01-01 to 2019-12-31")),
    ],
)
def test_versions_are_told_with_their_periods(client: PageClient, language: str, told: tuple[str, ...]) -> None:
    answer = client.call("admin-catalogue-versions.data-html", {"feed-catalogue.data": 1}, language=language)
    assert all(part in str(answer["admin-catalogue-versions"]) for part in told)
    assert [each["value"] for each in answer["admin-catalogue-version"]["options"]] == [3, 2, 1]


def test_without_a_catalogue_the_page_says_how_to_get_one(client: PageClient) -> None:
    client.services.catalogue_store.kept.clear()
    assert "manage.py import catalogue" in tree(client)
    answer = client.call("admin-catalogue-facts.children", {"feed-catalogue.data": 1})
    assert answer["admin-catalogue-facts"]["children"] == []
    assert answer["admin-catalogue-export"]["href"] == "/api/v1/catalogue.csv"


def asked_for(client: PageClient, button: str, **given: Any) -> str:
    props = {"file": "contents", "file-name": "filename"}
    values = {f"admin-catalogue-{key}.{props.get(key, 'value')}": value for key, value in given.items()}
    if "file" in given:
        values["admin-catalogue-file.filename"] = "类目.csv"
    trigger = f"admin-catalogue-{button}.n_clicks"
    return str(client.call("admin-catalogue-said.children", {**values, trigger: 1}, trigger))


def test_a_trial_and_an_import_are_asked_for_with_day_and_name(client: PageClient) -> None:
    assert "已加入队列" in asked_for(client, "try", file=CSV)
    asked_for(client, "start", file=CSV, **{"from": " 2026-12-01 ", "name": " 五大类 "})
    file = (JobKind.CATALOGUE, "类目.csv", b"code,name")
    assert client.services.jobs.asked == [
        (*file, {"dry_run": True}),
        (*file, {"valid_from": "2026-12-01", "name": "五大类"}),
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"file": CSV, "from": "明天"}, "生效日期写成 2026-11-27"),
        ({"file": CSV, "from": "2026-02-30"}, "生效日期写成 2026-11-27"),
        ({"file": "no data address"}, "文件没有传完整"),
    ],
)
def test_what_cannot_be_asked_for_is_told_and_nothing_is_asked(
    client: PageClient, given: dict[str, Any], why: str
) -> None:
    assert why in asked_for(client, "start", **given)
    assert client.services.jobs.asked == []


def test_imports_of_the_catalogue_are_told_with_their_difference(client: PageClient) -> None:
    empty = str(client.call("admin-catalogue-jobs.data-html", {}))
    assert "还没有导入过" in empty
    lines = [["新增 2 类，修改 0 类，取消 1 类", "2 new categories, 0 changed, 1 gone"]]
    done = new_job(JobKind.CATALOGUE, acting("root"), "类目.csv", {"dry_run": True}, NOW_US)
    result = {"accepted": 2, "updated": 0, "refused": 0, "rejected": [], "lines": lines}
    client.services.jobs.kept += [
        done._replace(job_key=9, state=JobState.DONE, result=result),
        done._replace(job_key=8, state=JobState.FAILED, error=Text("不是表格", "no table")),
    ]
    shown = str(client.call("admin-catalogue-jobs.data-html", {}))
    assert all(part in shown for part in ("#9", "试导入", lines[0][0], "不是表格"))
    assert "people.csv" not in shown
    row = {"where": ["第 2 行", "line 2"], "name": "1", "reason": ["没有类型", "it has no kind"]}
    refused = {"accepted": 0, "updated": 0, "refused": 1, "rejected": [row], "lines": []}
    client.services.jobs.kept.insert(0, done._replace(job_key=10, state=JobState.DONE, result=refused))
    assert "拒绝 1 · 第 2 行: 没有类型</span>" in str(client.call("admin-catalogue-jobs.data-html", {}))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SQUAD_LEADER, Role.OFFICER, Role.MANAGER])
def test_who_may_not_manage_it_reads_it_without_a_form(client: PageClient, role: Role) -> None:
    client.door.actor = acting("somebody", role)._replace(means=Means.PROGRAM)
    page = client.page("/admin", "?tab=catalogue")
    assert '"admin-catalogue"' in page
    assert '"admin-catalogue-start"' not in page
    assert "店外经营" in tree(client)
    assert "已加入队列" not in asked_for(client, "start", file=CSV)
    assert client.services.jobs.asked == []
