"""The forms of /admin and /me with anything in any field, on real services: done or refused, never a failure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final, NamedTuple

import pytest
from fastapi.testclient import TestClient

from bootstrap.web import build_services
from callbacks._problems import log
from dashboard.domain.rights import Means, Role, system
from dashboard.services.accounts.administration import NewAccount
from dashboard.settings import Settings
from layouts.texts.shell import Said
from tests.actors import acting
from tests.adapters.test_accounts import PlainDigests
from tests.web.bad_values import ODD
from tests.web.page_client import PageClient

PASSWORD: Final = "Spring-2026"


class Form(NamedTuple):
    """What is answered, what is pressed, and a good value for each field."""

    output: str
    button: str
    fields: dict[str, Any]


ACCOUNT: Final = {
    "admin-account-name.value": "wang",
    "admin-account-role.value": "operator",
    "admin-account-squad.value": "",
    "admin-account-person.value": "",
}
TOKEN: Final = {"admin-program-name.value": "gauges", "admin-program-scopes.value": ["view_operations"]}
FORMS: Final = {
    "new account": Form("admin-accounts-said.children...", "admin-account-save.n_clicks", ACCOUNT),
    "account": Form(
        "admin-accounts-said.children...",
        "admin-account-save.n_clicks",
        {**ACCOUNT, "admin-accounts.data-account": "li"},
    ),
    **{
        name: Form(
            "admin-accounts-said.children...",
            f"admin-account-{name}.submit_n_clicks",
            {"admin-accounts.data-account": "li", "admin-accounts-changed.data": 1},
        )
        for name in ("reset", "switch", "end")
    },
    "new token": Form("admin-accounts-said.children@", "admin-program-add.n_clicks", TOKEN),
    "token": Form("admin-accounts-said.children@", "admin-program-revoke.submit_n_clicks", TOKEN),
    "right": Form(
        "admin-right-said.children",
        "admin-right-save.n_clicks",
        {
            "admin-right-role.value": "manager",
            "admin-right-permission.value": "view_audit",
            "admin-right-reach.value": "all",
        },
    ),
    "city": Form(
        "admin-city-said.children",
        "admin-city-save.n_clicks",
        {
            "admin-city-name.value": "绣城区",
            "admin-city-name-en.value": "Xiucheng",
            "admin-city-title.value": "指挥中心",
            "admin-city-title-en.value": "Centre",
            "admin-city-centre.value": "120.5, 30.0",
        },
    ),
    "person": Form(
        "admin-person-said.children",
        "admin-person-save.n_clicks",
        {
            "admin-person-number.value": "0007",
            "admin-person-name.value": "某某",
            "admin-person-phone.value": "10000000007",
            "admin-person-post.value": "officer",
            "admin-person-squad.value": "",
            "admin-person-department.value": "",
            "admin-person-skills.value": [],
            "admin-person-staff.value": "staff",
            "admin-person-status.value": "active",
        },
    ),
    "worn device": Form(
        "admin-worn-said.children",
        "admin-worn-save.n_clicks",
        {
            "admin-person-number.value": "0007",
            "admin-worn-source.value": "gb28181:34020000001320000001",
            "admin-worn-url.value": "http://10.1.2.3/x.jpg",
            "admin-worn-user.value": "viewer",
            "admin-worn-password.value": "a secret",
        },
    ),
    "import": Form(
        "admin-job-said.children",
        "admin-job-start.n_clicks",
        {
            "admin-job-kind.value": "import_people",
            "admin-job-crs.value": "wgs84",
            "admin-job-file.contents": "data:text/csv;base64,5bel5Y+3LOWnk+WQjQo=",
            "admin-job-file.filename": "people.csv",
            "admin-job-asked.data": 1,
        },
    ),
    "cancelled import": Form(
        "admin-job-said.children", "admin-job-cancel.n_clicks", {"admin-job-chosen.value": 1, "admin-job-asked.data": 1}
    ),
    "own session": Form("me-said.children", "me-end.n_clicks", {"me-session.value": 1}),
    "page of the record": Form(
        "admin-audit-cursor.data",
        "admin-audit-older.n_clicks",
        {"admin-audit-next.data": "", "admin-audit-cursor.data": "", "admin-audit-text.value": "x"},
    ),
    "record": Form(
        "admin-audit.data-html",
        "admin-audit-text.value",
        {
            "admin-audit-text.value": "x",
            "admin-audit-actor.value": "li",
            "admin-audit-action.value": "sign_in",
            "admin-audit-from.value": "2026-11-26",
            "admin-audit-until.value": "2026-11-27",
            "admin-audit-cursor.data": "",
        },
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest, settings: Settings) -> Iterator[PageClient]:
    """The pages, with the accounts, the record, the city and the people of a real database."""
    with ExitStack() as at_end:
        if request.param == "postgresql":
            cluster = request.getfixturevalue("postgres")
            at_end.callback(cluster.give_back, url := cluster.new_database())
            settings = settings.model_copy(update={"database_url": url})
        built: Any = build_services(settings)
        at_end.callback(built.engine.dispose)
        built.accounts._digests = PlainDigests()
        for name, role in (("li", Role.OPERATOR), ("root", Role.ADMINISTRATOR)):
            built.accounts.add(NewAccount(name, role, PASSWORD), system())
        pages = PageClient()
        services: Any = pages.services
        services.accounts, services.signing_in, services.office = built.accounts, built.signing_in, built.office
        root = next(each for each in built.accounts.accounts(system()) if each.name == "root")
        pages.door.actor = acting("root")._replace(means=Means.PROGRAM, account_key=root.account_key)
        http: TestClient = at_end.enter_context(pages.http)
        assert http is pages.http
        yield pages


def variants(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The good form, then each field missing and odd."""
    yield fields
    for field in fields:
        yield {name: value for name, value in fields.items() if name != field}
        yield from ({**fields, field: odd} for odd in ODD.values())


@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_anything_in_it_is_done_or_refused(
    client: PageClient, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    form = FORMS[name]
    for fields in variants(form.fields):
        shown = {form.button: 1, **fields}
        answer = client.call(form.output, shown, form.button)
        assert Said.INTERNAL.zh not in json.dumps(answer, ensure_ascii=False), fields
    failures = [record for record in caplog.records if record.name == log.name and record.exc_info]
    assert [str(record.exc_info and record.exc_info[1]) for record in failures] == []
