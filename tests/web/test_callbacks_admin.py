"""The administrator's lists of people, run by POST as the browser runs them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.durations import DAY_US
from dashboard.domain.health import Check, ProcessReport, Standing
from dashboard.domain.jobs import JobKind
from dashboard.domain.people.posts import Post
from dashboard.domain.rights import Means, Role
from dashboard.domain.text import Text
from tests.actors import acting
from tests.pictures import jpeg
from tests.web.page_client import PageClient


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


@pytest.mark.parametrize(
    "tab",
    [
        "people",
        "squads",
        "departments",
        "responsibilities",
        "city",
        "mappings",
        "sources",
        "audit",
        "accounts",
        "roles",
        "catalogue",
        "imports",
        "processes",
        "nonsense",
    ],
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_tab_opens_and_an_unknown_one_is_the_people(client: PageClient, tab: str, language: str) -> None:
    text = client.page("/admin", f"?tab={tab}", language=language)
    shown = {"nonsense": "people", "roles": "rights", "imports": "jobs"}.get(tab, tab)
    assert f'"admin-{shown}"' in text


def test_people_are_listed_masked_with_links_that_keep_the_filters(client: PageClient) -> None:
    view = {"squad": "S1", "post": "officer", "offset": 50}
    answer = client.call("admin-people.data-html", {"admin-people-view.data": view})
    rows, pager = answer["admin-people"]["data-html"], str(answer["admin-people-pager"]["children"])
    assert "张**" in rows
    assert "100****0001" in rows
    assert "〇一" not in rows
    assert "/admin?tab=people&squad=S1&post=officer&offset=100" in pager
    assert "/admin?tab=people&squad=S1&post=officer'" in pager
    assert client.services.people_reads.queries[-1][:4] == ("", "S1", "", "officer")


def test_what_is_searched_for_stays_out_of_every_link(client: PageClient) -> None:
    values = {"admin-people-view.data": {"squad": "S1"}, "admin-people-text.value": " 张〇一 "}
    answer = client.call("admin-people.data-html", values)
    query = client.services.people_reads.queries[-1]
    assert (query.text, query.squad, query.offset, query.limit) == ("张〇一", "S1", 0, 500)
    assert "张〇一" not in str(answer)
    assert "href" not in str(answer["admin-people-pager"])


@pytest.mark.parametrize(
    "view",
    [None, {}, {"post": "emperor"}, {"offset": "-1"}, {"offset": "9" * 30}, {"limit": 9_999}, {"squad": {"a": 1}}],
)
def test_an_odd_view_is_as_at_the_start(client: PageClient, view: object) -> None:
    assert "张**" in str(client.call("admin-people.data-html", {"admin-people-view.data": view}))
    query = client.services.people_reads.queries[-1]
    assert (query.post, query.offset, query.limit) == ("", 0, 50)


def test_a_squad_is_chosen_and_left_by_the_same_tile(client: PageClient) -> None:
    chosen = str(client.call("admin-squad-tiles.children", {"admin-people-view.data": {"squad": "S1"}}))
    assert "/admin?tab=people'" in chosen
    assert "'151'" in chosen
    assert "squad=S1" not in chosen
    assert "squad=S1" in str(client.call("admin-squad-tiles.children", {"admin-people-view.data": {}}))


def test_a_chosen_department_is_named_and_can_be_left(client: PageClient) -> None:
    chip = client.call("admin-people-department.children", {"admin-people-view.data": {"department": "D1"}})
    assert "处置单位：局机关" in str(chip)
    assert client.call("admin-people-department.children", {"admin-people-view.data": {}}) == {
        "admin-people-department": {"children": None}
    }


def test_squads_show_leaders_posts_and_areas(client: PageClient) -> None:
    text = str(client.call("admin-squads.children", {"feed-people.data": 1}))
    for part in ("一中队", "机动中队", "张**", "编内 1", "区块 2 · 线条 14", "squad=S1"):
        assert part in text


def test_departments_are_a_tree_of_links(client: PageClient) -> None:
    text = str(client.call("admin-departments.children", {"feed-people.data": 1}))
    assert text.index("局机关") < text.index("市政科")
    assert "/admin?tab=people&department=D2" in text


def test_responsibilities_say_who_and_where_nobody(client: PageClient) -> None:
    html = client.call("admin-responsibilities.data-html", {"feed-people.data": 1})["admin-responsibilities"][
        "data-html"
    ]
    for part in ("区块长", "张**", 'data-select-person="001"', "副中队长", "空缺", "未指定", "网格长甲"):
        assert part in html
    assert "〇一" not in html


def test_the_drawer_shows_a_person_masked_with_what_is_theirs(client: PageClient) -> None:
    asked = {"selected-person.data": {"number": "001", "at": 1}}
    answer = client.call("drawer-body.children", asked, "selected-person.data")
    text = str(answer)
    for part in ("张**", "001", "100****0001", "一中队", "市容、渣土", "县前街", "路段队员"):
        assert part in text
    assert "〇一" not in text
    assert answer["drawer"]["className"] == "drawer is-open"
    asked = {"selected-person.data": {"number": "9", "at": 1}}
    assert "没有工号为 9 的人员" in str(client.call("drawer-body.children", asked, "selected-person.data"))


REVEAL = {
    "person-reveal.n_clicks": 1,
    "person-reason.value": " 夜间告警，电话联系 ",
    "selected-person.data": {"number": "001"},
}


def revealed(client: PageClient, **changes: object) -> dict[str, object]:
    """What is answered to who asks for a person whole."""
    given = {**REVEAL, **{f"person-{name}": value for name, value in changes.items()}}
    return client.call("person-sheet.children", given, "person-reveal.n_clicks")


def test_a_person_is_shown_whole_for_a_reason_that_is_noted(client: PageClient) -> None:
    answer = str(revealed(client))
    assert "张〇一" in answer
    assert "10000000001" in answer
    assert client.services.people_store.noted == ["reveal_person"]
    assert client.services.people_store.details == [
        ("001", {"reason": "夜间告警，电话联系", "fields": ["name", "phone"]})
    ]


@pytest.mark.parametrize("reason", ["", "  ", None, "电话 ", "长" * 201])
def test_without_a_reason_nobody_is_shown(client: PageClient, reason: str | None) -> None:
    answer = str(revealed(client, **{"reason.value": reason}))
    assert "请填写查看原因" in answer
    assert "〇一" not in answer
    assert client.services.people_store.noted == []


def test_opening_a_person_reveals_nothing_and_who_may_not_gets_no_form(client: PageClient) -> None:
    asked = {"selected-person.data": {"number": "001", "at": 1}}
    assert "显示姓名、电话和照片" in str(client.call("drawer-body.children", asked, "selected-person.data"))
    assert revealed(client, **{"reveal.n_clicks": None}) == {}
    leader = acting("leader", Role.SQUAD_LEADER)._replace(means=Means.PROGRAM, squad="S2")
    for actor in (acting("boss", Role.MANAGER)._replace(means=Means.PROGRAM), leader._replace(squad="S9")):
        client.door.actor = actor
        assert "显示姓名、电话和照片" not in str(client.call("drawer-body.children", asked, "selected-person.data"))
        answer = str(revealed(client))
        assert "〇一" not in answer
        assert "权限" in answer
    assert client.services.people_store.noted == []


def test_without_anybody_each_tab_says_how_to_bring_them_in(client: PageClient) -> None:
    client.services.people_reads.empty = True
    assert "「导入」" in str(client.call("admin-people.data-html", {"admin-people-view.data": {}}))
    for place in ("squads.children", "departments.children", "responsibilities.data-html"):
        assert "manage.py import" in str(client.call(f"admin-{place}", {"feed-people.data": 1}))


def test_every_post_has_a_link(client: PageClient) -> None:
    text = client.page("/admin")
    assert all(f"post={post}" in text for post in Post)


def test_tabs_of_the_administrator_are_offered_to_who_may_alone(client: PageClient) -> None:
    client.door.actor = acting("boss", Role.MANAGER)._replace(means=Means.PROGRAM)
    page = client.page("/admin", "?tab=city")
    assert "/admin?tab=squads" in page
    assert "/admin?tab=city" not in page
    assert '"admin-people"' in page


CITY = {
    "admin-city-save.n_clicks": 1,
    "admin-city-name.value": "台州市",
    "admin-city-name-en.value": "Taizhou",
    "admin-city-title.value": "",
    "admin-city-title-en.value": None,
    "admin-city-centre.value": "121.42,28.66",
}


def test_the_form_has_what_the_city_is_called_and_saving_it_renames_the_city(client: PageClient) -> None:
    assert "绣城区" in str(client.call("admin-city.children", {}))
    answer = client.call("admin-city-saved.data", CITY, "admin-city-save.n_clicks")
    assert "已保存" in str(answer)
    assert client.services.city_store.kept.name == Text("台州市", "Taizhou")
    assert client.services.city_store.kept.title is None
    assert client.services.city_store.noted == ["describe_city"]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("centre", "28.66,121.42", "经度在前"),
        ("centre", "台州", "不是坐标"),
        ("name", "长" * 61, "城市名称须为"),
        ("title", ["a"] * 90, "大屏标题须为"),
    ],
)
def test_a_form_that_cannot_be_is_refused_and_nothing_changes(
    client: PageClient, field: str, value: object, why: str
) -> None:
    given = {**CITY, f"admin-city-{field}.value": value}
    assert why in str(client.call("admin-city-saved.data", given, "admin-city-save.n_clicks"))
    assert client.services.city_store.noted == []


def test_sources_are_told_with_their_lag_and_the_silent_ones_marked(client: PageClient) -> None:
    html = client.call("admin-sources.data-html", {"tick.n_intervals": 1})["admin-sources"]["data-html"]
    assert all(text in html for text in ("LoRaWAN", "未接入", "从未", "本系统", "155"))
    assert html.count("is-late") == 1
    tiles = re.findall(r"<span>([^<]+)</span><span class=\"fig[^>]*>(\d+)", html)
    assert dict(tiles) == {"数据种类": "33", "已接入": "3", "今日到达的类别": "1", "超过一天没有消息": "1"}
    assert "燃气安全" in html


def test_mappings_stand_in_their_order(client: PageClient) -> None:
    html = client.call("admin-mappings.data-html", {"feed-registry.data": 1})["admin-mappings"]["data-html"]
    assert html.index("EM500") < html.index("noise/.+") < html.index("不含量测")
    client.services.source_reads.specs = []
    html = client.call("admin-mappings.data-html", {"feed-registry.data": 2})["admin-mappings"]["data-html"]
    assert "还没有自定义映射" in html


def entries(client: PageClient, **given: Any) -> dict[str, Any]:
    """What the tab of the record shows."""
    values = {f"admin-audit-{name}.{'data' if name == 'cursor' else 'value'}": value for name, value in given.items()}
    return client.call("admin-audit.data-html", values)


def test_the_record_is_shown_fifty_at_a_time_and_unfolds_to_before_and_after(client: PageClient) -> None:
    first = entries(client)
    assert first["admin-audit"]["data-html"].count("<details") == 50
    assert "officer" in first["admin-audit"]["data-html"]
    assert "120" in first["admin-audit-head"]["children"]
    last = entries(client, cursor="21")
    assert last["admin-audit"]["data-html"].count("<details") == 20
    assert last["admin-audit-next"]["data"] is None


def test_the_record_is_searched_by_days_of_the_city(client: PageClient) -> None:
    entries(client, text=" li ", actor="li", action="sign_in", **{"from": "2026-11-25", "until": "2026-11-26"})
    query = client.services.audit_reads.queries[-1]
    assert (query.text, query.actor, query.action) == ("li", "li", "sign_in")
    assert query.until_us is not None
    assert query.from_us is not None
    assert query.until_us - query.from_us == 2 * DAY_US
    assert "请写成" in str(entries(client, **{"from": "yesterday"}))


def test_a_page_is_turned_and_a_filter_begins_anew(client: PageClient) -> None:
    values = {"admin-audit-next.data": "71", "admin-audit-cursor.data": "121"}
    older = client.call("admin-audit-cursor.data", values, "admin-audit-older.n_clicks")
    assert older["admin-audit-cursor"]["data"] == "71"
    values["admin-audit-next.data"] = ""
    last = client.call("admin-audit-cursor.data", values, "admin-audit-older.n_clicks")
    assert last["admin-audit-cursor"]["data"] == "121"
    anew = client.call("admin-audit-cursor.data", values, "admin-audit-text.value")
    assert anew["admin-audit-cursor"]["data"] is None


def test_what_is_searched_for_in_the_record_stays_out_of_the_link(client: PageClient) -> None:
    given = {"admin-audit-text.value": "张三", "admin-audit-actor.value": "li", "admin-audit-from.value": "2026-11-25"}
    href = client.call("admin-audit-export.href", given)["admin-audit-export"]["href"]
    assert href == "/api/v1/audit.csv?actor=li&from=2026-11-24T16%3A00%3A00%2B00%3A00"


def asked_for(client: PageClient, button: str, **given: object) -> str:
    """What is said after a button of the tab of imports was pressed."""
    props = {"file": "contents", "name": "filename"}
    parts = {"file": "file", "name": "file"}
    values = {f"admin-job-{parts.get(key, key)}.{props.get(key, 'value')}": value for key, value in given.items()}
    trigger = f"admin-job-{button}.n_clicks"
    return str(client.call("admin-job-said.children", {**values, trigger: 1}, trigger))


CSV = "data:text/csv;base64," + base64.b64encode(b"code,name").decode()


def test_jobs_are_told_with_progress_outcome_and_report(client: PageClient) -> None:
    answer = client.call("admin-jobs.data-html", {})
    html = answer["admin-jobs"]["data-html"]
    assert all(text in html for text in ("排队", "进行中", "新增 3，更新 2，拒绝 1", "不是表格", "第 3 行", "没有编号"))
    assert "50" in html
    assert [option["value"] for option in answer["admin-job-chosen"]["options"]] == [4, 3]
    assert "manage.py jobs" not in html
    client.services.jobs.present = False
    assert "manage.py jobs" in client.call("admin-jobs.data-html", {})["admin-jobs"]["data-html"]


def test_a_trial_and_an_import_are_asked_for_with_their_file(client: PageClient) -> None:
    given = {"kind": "import_squads", "file": CSV, "name": "中队.csv"}
    assert "已加入队列" in asked_for(client, "try", **given)
    asked_for(client, "start", **given)
    asked_for(client, "start", **{**given, "kind": "import_devices", "crs": " wgs84 "})
    asked_for(client, "start", kind="requeue")
    squads = (JobKind.SQUADS, "中队.csv", b"code,name")
    assert client.services.jobs.asked == [
        (*squads, {"dry_run": True}),
        (*squads, {}),
        (JobKind.DEVICES, "中队.csv", b"code,name", {"crs": "wgs84"}),
        (JobKind.REQUEUE, "", b"", {}),
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"file": CSV}, "请先选择要做什么"),
        ({"kind": "fly", "file": CSV}, "请先选择要做什么"),
        ({"kind": "import_people", "file": "data:text/csv;base64,%%%"}, "没有传完整"),
        ({"kind": "import_people", "file": "code,name"}, "没有传完整"),
        ({"kind": "import_people", "file": 7}, "没有传完整"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(client: PageClient, given: dict[str, object], why: str) -> None:
    assert why in asked_for(client, "start", **given)
    assert client.services.jobs.asked == []


def test_work_is_called_off(client: PageClient) -> None:
    assert "已请求取消" in asked_for(client, "cancel", chosen=4)
    assert "选择要取消" in asked_for(client, "cancel", chosen=None)
    assert client.services.jobs.cancelled == [4]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", ("采集", "停止", "没有报告", "后台任务", "在线", "离线", "小时汇总 3", "收到 7", "磁盘满")),
        ("en", ("Ingest", "down", "does not report", "Worker", "online", "offline", "hourly roll-ups 3", "received 7")),
    ],
)
def test_processes_tell_what_they_did_and_what_is_wrong(
    client: PageClient, language: str, told: tuple[str, ...]
) -> None:
    health = client.services.health
    health.checks = {"ingest": Check(standing=Standing.DOWN, detail=Text("没有报告", "it does not report"))}
    health.reports = [
        ProcessReport(
            name="ingest-h", kind="ingest", is_online=False, age_s=9, problem="磁盘满", counts={"received": 7}
        ),
        ProcessReport(name="worker-h", kind="worker", is_online=True, age_s=1.0, counts={"roll-ups": 3, "odd": 1}),
    ]
    html = client.call("admin-processes.data-html", {"tick.n_intervals": 1}, language=language)
    text = str(html["admin-processes"]["data-html"]).replace("\u2009", " ").replace("\xa0", " ")
    assert [word for word in told if word not in text] == []
    assert "odd" not in text


def test_somebody_is_added_or_changed_by_number_and_faults_are_told(client: PageClient) -> None:
    def saved(**typed: object) -> str:
        values = {f"admin-person-{name}.value": value for name, value in typed.items()}
        return str(client.call("admin-person-said.children", {**values, "admin-person-save.n_clicks": 1}))

    assert "已新增 002" in saved(number="002", name="李〇二", post="officer", squad="S1")
    assert "已修改 001" in saved(number="001", phone="-")
    assert "name 为空" in saved(number="404")
    first, second = client.services.people_editing.saved
    assert (first["name"], first["post"], first["squad"], first["phone"]) == ("李〇二", "officer", "S1", "")
    assert second["phone"] == "-"


def test_who_may_not_manage_people_has_no_form(client: PageClient) -> None:
    assert "admin-person-save" in client.page("/admin")
    client.door.actor = acting("manager", Role.MANAGER)._replace(means=Means.PROGRAM)
    assert "admin-person-save" not in client.page("/admin")


def photo_said(client: PageClient, button: str, contents: object = None) -> str:
    """What the photo part of the form answers for number 001."""
    given = {
        "admin-photo-save.n_clicks": 1,
        "admin-photo-remove.n_clicks": 1,
        "admin-person-number.value": "001",
        "admin-photo-file.contents": contents,
    }
    return str(client.call("admin-photo-said.children", given, f"admin-photo-{button}.n_clicks"))


def test_a_photo_is_kept_shown_with_the_person_and_removed(client: PageClient) -> None:
    sent = f"data:image/jpeg;base64,{base64.b64encode(jpeg()).decode()}"
    assert "文件是空的" in photo_said(client, "save")
    assert "这不是照片" in photo_said(client, "save", "data:image/png;base64,AAAA")
    assert "没有传完整" in photo_said(client, "save", "AAAA")
    assert "已保存照片 001" in photo_said(client, "save", sent)
    assert "data:image/jpeg;base64," in str(revealed(client))
    assert client.services.people_store.details[-1][1]["fields"] == ["name", "phone", "photo"]
    assert "已移除照片 001" in photo_said(client, "remove")
    assert "data:image" not in str(revealed(client))


def test_ones_own_photo_is_ones_own(client: PageClient) -> None:
    sent = f"data:image/jpeg;base64,{base64.b64encode(jpeg()).decode()}"

    def kept() -> str:
        given = {"me-photo-file.contents": sent, "me-photo-remove.n_clicks": None, "me-photo-changed.data": None}
        return str(client.call("me-photo-said.children", given, "me-photo-file.contents"))

    def shown() -> str:
        return str(client.call("me-photo.children", {"me-photo-changed.data": None}, "me-photo-changed.data"))

    assert "没有关联人员" in shown()
    assert "没有关联人员" in kept()
    client.door.actor = acting("officer", Role.OFFICER)._replace(means=Means.PROGRAM, person="001")
    assert "没有照片" in shown()
    assert "已保存照片" in kept()
    assert "data:image/jpeg;base64," in shown()
    client.door.actor = acting("officer", Role.OFFICER)._replace(means=Means.PROGRAM, person="002")
    assert "data:image" not in shown()


def test_the_device_of_a_person_is_kept_and_its_password_never_shown(client: PageClient) -> None:
    typed = {
        "source": "gb28181:34020000001320000001",
        "url": "http://10.1.2.3/x.jpg",
        "user": "v",
        "password": "s3cret!",
    }
    values: dict[str, Any] = {f"admin-worn-{name}.value": value for name, value in typed.items()}
    values |= {"admin-person-number.value": "001", "admin-worn-save.n_clicks": 1}
    answer = client.call("admin-worn-said.children", values, "admin-worn-save.n_clicks")
    assert "viewer · 有密码" in str(answer)
    assert "s3cret!" not in str(answer)
    assert answer["admin-worn-password"]["value"] == "", "what was typed is gone from the page"
    assert [each.password for each in client.services.office.worn.saved] == ["s3cret!"]
