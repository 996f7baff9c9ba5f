"""Every id that a callback names exists somewhere: in the shell, on a page, in the drawer, or as a slot."""

from __future__ import annotations

import re

from layouts import camera_ids, case_ids, catalogue_ids, duty_ids, ids, webhook_ids
from layouts.pages import pages
from tests.web.page_client import PageClient

FAMILIES = (
    *(ids.Shell, ids.Drawer, ids.Desk, ids.Sensors, ids.Admin, ids.Mine, ids.Person, duty_ids.Roster),
    *(ids.Cases, ids.CaseDrawer, ids.CaseForm, case_ids.Dispatch, case_ids.CaseCandidates),
    *(ids.CaseReport, case_ids.AlarmCases, webhook_ids.Exchange, case_ids.AnswerLinks),
    *(catalogue_ids.CatalogueTab, camera_ids.Cameras, camera_ids.Rounds),
)
OWN_TO_DASH = re.compile(r"_pages_.*|.*@.*")
TABS = [
    *(("/sensors", f"?tab={tab}") for tab in ("ghosts", "thresholds", "drainage", "parking", "maintenance", "quality")),
    *(("/admin", f"?tab={tab}") for tab in ("squads", "departments", "responsibilities", "city", "mappings")),
    *(("/cameras", f"?tab={tab}") for tab in ("rounds", "plans", "figures")),
    *(("/roster", f"?tab={tab}") for tab in ("shifts", "needs")),
    *(("/admin", f"?tab={tab}") for tab in ("sources", "audit", "accounts", "roles", "imports", "processes")),
    ("/field", "?report=1"),
    *(
        ("/admin", f"?tab={tab}")
        for tab in ("catalogue", "alarm-cases", "camera-filing", "camera-gates", "camera-words", "exchange")
    ),
]


def _mounted(client: PageClient) -> str:
    drawer = str(client.call("drawer-body.children", {"selected-asset.data": {"id": "JG-0413", "at": 1}}))
    drawer += str(client.call("drawer-body.children", {"selected-event.data": {"key": "7"}}, "selected-event.data"))
    person = str(
        client.call("drawer-body.children", {"selected-person.data": {"number": "001"}}, "selected-person.data")
    )
    case = str(client.call("drawer-body.children", {"selected-case.data": {"key": "7"}}, "selected-case.data"))
    move = {"case-action.data": {"action": "extend"}, "case-shown.data": {"key": 7}}
    case += str(client.call("case-form.children", move, "case-action.data"))
    case += str(client.call("case-report-form.children", {"case-report-opened.data": {"key": "k"}}))
    case += str(client.call("alarm-cases-view.children", {}))
    case += str(client.call("exchange-list.children", {}))
    case += str(client.call("answer-links.children", {"case-shown.data": {"key": 7}}))
    drainage = str(client.call("sensors-drainage.children", {"theme.data": "light"}))
    places = [*((page.path, "") for page in pages().values()), *TABS]
    layouts = [client.page(path, search) for path, search in places]
    city = str(client.call("admin-city.children", {}))
    accounts = str(client.call("admin-accounts.children", {}))
    asked = {"action": "open_day", "person": "001", "day": "2026-11-27"}
    roster = str(client.call("roster-form.children", {"roster-command.data": asked}, "roster-command.data"))
    client.door.actor = client.door.actor._replace(person="001")
    day = str(client.call("field-day.children", {}))
    form = str(client.call("inspect-current.children", {}))
    supervised = str(client.call("supervision-view.children", {"supervision-task.data": 3}))
    tokens, mine = (str(client.call(f"{name}.children", {})) for name in ("admin-tokens", "me-sessions"))
    opened = [drawer, person, case, drainage, city, accounts, tokens, mine, day, roster, form, supervised]
    return "\n".join([client.layout(), *opened, *layouts]).replace("'", '"')


def test_every_id_of_a_callback_is_mounted_by_the_shell_a_page_or_the_drawer() -> None:
    client = PageClient()
    with client.http:
        mounted = set(re.findall(r'"id": "([^"]+)"', _mounted(client)))
    named = {
        part["id"]
        for entry in client.dependencies
        for part in (*entry["inputs"], *entry["state"], *_outputs(entry["output"]))
        if not OWN_TO_DASH.fullmatch(part["id"])
    }
    assert named - mounted == set()


def _outputs(output: str) -> list[dict[str, str]]:
    return [{"id": name.rsplit(".", 1)[0]} for name in output.strip(".").split("...")]


def test_no_two_widgets_share_an_id() -> None:
    every = [member.value for enum in FAMILIES for member in enum]
    assert len(every) == len(set(every))


def test_every_id_is_in_use() -> None:
    client = PageClient()
    with client.http:
        mounted = _mounted(client)
    unused = [member.value for enum in FAMILIES for member in enum if f'"{member.value}"' not in mounted]
    assert unused == []
