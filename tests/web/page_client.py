"""The pages on fixed services, and a client that runs their callbacks as the browser does."""

from __future__ import annotations

import json
from typing import Any

import dash
from fastapi import FastAPI
from fastapi.testclient import TestClient

import api
import callbacks
from callbacks._calls import check_call
from callbacks._first import FilledDash
from callbacks._problems import explain
from layouts.first_page import first_page
from layouts.pages import pages
from layouts.requests import current_account, current_viewer, page_layout
from layouts.shell import index, shell
from tests.actors import SECRET, TOKEN, OpenDoor
from tests.web.fake_page_services import FakePageServices


class PageClient:
    """Posts to /_dash-update-component; `services` are behind it: fakes, unless a test brings its own."""

    def __init__(self, own: Any = None) -> None:
        self.services = own or FakePageServices()
        self.door = OpenDoor()
        server: Any = FastAPI()
        settings: Any = self.services.settings
        library: Any = dash
        filled_dash: Any = FilledDash
        app = filled_dash(
            __name__,
            server=server,
            use_pages=True,
            pages_folder="",
            suppress_callback_exceptions=True,
            index_string=index(list(pages().values()), "/assets/css/all.css", "/assets/js/all.js"),
            on_error=explain(settings),
        )
        for page in pages().values():
            library.register_page(page.key, path=page.path, title=page.title.zh, layout=page_layout(page, settings))
        own = list(pages().values())
        app.layout = lambda: shell(current_viewer(settings), own, current_account(), first_page(own, settings))
        services: Any = self.services
        app.fill = callbacks.register(app, services)
        api.protect(server, {"testserver"}, self.door, SECRET, lambda call: check_call(call, app.callback_map))
        self.http = TestClient(server, headers=TOKEN)
        self.layout()
        self.dependencies = self.http.get("/_dash-dependencies").json()

    def layout(self, address: str = "", **cookies: str) -> str:
        """The shell as JSON text, with the page at this address when it is told."""
        return self._get("/_dash-layout", {"referer": f"http://testserver{address}"}, cookies)

    def page(self, path: str, search: str = "", **cookies: str) -> str:
        """A page's layout as JSON text, as the router gives it."""
        values = {"_pages_location.pathname": path, "_pages_location.search": search}
        return json.dumps(self.call("_pages_content.children", values, **cookies), ensure_ascii=False)

    def call(self, output: str, values: dict[str, Any], triggered: str = "", **cookies: str) -> dict[str, Any]:
        """What the callback that has `output` answers to these inputs and states (None where not given).

        What it sets beside its outputs, as the notice of an error, is part of the answer.

        `triggered` is the input that moved, else the first of `values`; it tells callbacks with the same output apart.
        """
        fitting = [entry for entry in self.dependencies if output in entry["output"]]
        moved = triggered or next(iter(values), "")
        found = next((entry for entry in fitting if moved in map(_named, entry["inputs"])), fitting[0])
        names = found["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        body = {
            "output": found["output"],
            "outputs": outputs if found["output"].startswith("..") else outputs[0],
            "inputs": [_filled(part, values) for part in found["inputs"]],
            "state": [_filled(part, values) for part in found["state"]],
            "changedPropIds": [triggered or next(iter(values), "")],
        }
        headers = {"content-type": "application/json", **_cookie_header(cookies)}
        answer = self.http.post("/_dash-update-component", content=json.dumps(body), headers=headers)
        if answer.status_code == 204:
            return {}
        assert answer.status_code == 200, answer.text
        return {**answer.json()["response"], **answer.json().get("sideUpdate", {})}

    def _get(self, path: str, headers: dict[str, str], cookies: dict[str, str]) -> str:
        answer = self.http.get(path, headers={**headers, **_cookie_header(cookies)})
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json(), ensure_ascii=False)


def _named(part: dict[str, Any]) -> str:
    return f"{part['id']}.{part['property']}"


def _cookie_header(cookies: dict[str, str]) -> dict[str, str]:
    return {"cookie": "; ".join(f"xiuhua_{name}={value}" for name, value in cookies.items())} if cookies else {}


def _filled(part: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {**part, "value": values.get(f"{part['id']}.{part['property']}")}
