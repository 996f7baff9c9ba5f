"""kill -9 of the web server while it takes a command, at each step of a case: nothing twice, nothing lost."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from sqlalchemy import Engine, func, select

from dashboard.domain.accounts import ApiToken
from dashboard.domain.photos.records import Photo
from dashboard.domain.rights import Permission
from dashboard.domain.tokens import token_digest
from data_sources.db import tables as t
from data_sources.db.accounts.store import SqlAccountStore
from tests.adapters.test_case_dispatch import with_rule
from tests.case_office import AFTER, BEFORE, LAT, LON, CaseOffice
from tests.e2e.product import eventually, free_ports

ROOT: Final = Path(__file__).parents[2]
SECRET: Final = "xiuhua_a-token-of-the-test"
PROGRAM: Final = "killer"


class Step(NamedTuple):
    """A command, where its worker is killed, and the entries of the timeline that it makes."""

    path: str
    point: str
    makes: tuple[str, ...]
    body: Mapping[str, Any] = {}


LIFE: Final = (
    Step("", "before", ("report",), {"source": "collector", "category": "0504", "photos": [BEFORE.digest]}),
    Step("register", "after", ("register",)),
    Step("file", "before", ("file", "dispatch")),
    Step("accept", "before", ("accept",)),
    Step("supervise", "before", ("supervise",), {"reason": "群众反复投诉"}),
    Step("arrive", "after", ("arrive",), {"accuracy_m": 5}),
    Step("feedback", "before", ("feedback",), {"photos": [AFTER.digest]}),
    Step("check", "after", ("check",), {"checker": "1"}),
    Step("check", "before", ("check",)),
    Step("close", "after", ("close",)),
)


class WebServer:
    """gunicorn with the product, on one database."""

    def __init__(self, url: str, folder: Path) -> None:
        self.hold = folder / "hold"
        self.hold.mkdir()
        (self.port,), (nobody,) = free_ports(1), free_ports(1)
        own = {key: value for key, value in os.environ.items() if not key.startswith("XIUHUA_")}
        environment = own | {
            "HOLD_IN": str(self.hold),
            "XIUHUA_DATA_DIR": str(folder),
            "XIUHUA_DATABASE_URL": url,
            "XIUHUA_PORT": str(self.port),
            "XIUHUA_MQTT_URL": f"mqtt://127.0.0.1:{nobody}",
            "XIUHUA_WEB_WORKERS": "1",
        }
        # Loaded once: a worker that takes the place of a killed one is there at once.
        command = [sys.executable, "-m", "gunicorn", "--preload", "--config", "gunicorn.conf.py"]
        with (folder / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "tests.adapters.killed_web:server"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def post(self, path: str, body: Mapping[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """The answer; status 0 when there was none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json", "Idempotency-Key": key}
        try:
            connection.request("POST", f"/api/v1/cases{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            connection.close()

    def kill_while(self, point: str, path: str, body: Mapping[str, Any], key: str) -> int:
        """Send a command, kill -9 the worker that does it at this point, and return the status of the answer."""
        answers: list[int] = []
        sending = threading.Thread(target=lambda: answers.append(self._until_held(path, body, key)))
        (self.hold / point).touch()
        sending.start()
        held = eventually(lambda: next(self.hold.glob("held-*"), None), f"a worker waits {point} the commit")
        os.kill(int(held.name.removeprefix("held-")), signal.SIGKILL)
        held.unlink()
        sending.join()
        return answers[0]

    def _until_held(self, path: str, body: Mapping[str, Any], key: str) -> int:
        """A server that is not there yet, or was just killed, takes nothing: then it comes again."""

        def sent() -> tuple[int, dict[str, Any]] | None:
            answer = self.post(path, body, key)
            was_taken = answer[0] != 0 or not any((self.hold / name).exists() for name in ("before", "after"))
            return answer if was_taken else None

        return eventually(sent, "the web server takes the command")[0]

    def answered(self, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The good answer to a command, sent until the server is there again."""
        status, answer = eventually(
            lambda: found if (found := self.post(path, body, key))[0] else None, "the web server is there again"
        )
        assert status in (200, 201), answer
        return answer

    def stop(self) -> None:
        """End it with all its workers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def web(office: CaseOffice, engine: Engine, tmp_path: Path) -> Iterator[WebServer]:
    """A server on the bureau's database, and a program that may do everything with cases."""
    scopes = tuple(str(each) for each in Permission if each.name.endswith("_CASES"))
    with SqlAccountStore(engine, office.clock).begin() as work:
        work.add_token(token_digest(SECRET), ApiToken(0, PROGRAM, scopes, office.clock(), "test", None))
    with office.store.begin() as work:
        for digest in (BEFORE.digest, AFTER.digest):
            work.add_photo(Photo(digest=digest, width=9, height=9, size_bytes=3, stored_us=office.clock()), PROGRAM)
    server = WebServer(engine.url.render_as_string(hide_password=False), tmp_path)
    yield server
    server.stop()


def timeline(office: CaseOffice) -> list[str]:
    with office.engine.connect() as connection:
        return list(connection.execute(select(t.case_entry.c.what).order_by(t.case_entry.c.entry_key)).scalars())


def deeds(office: CaseOffice) -> int:
    """What the audit log has of cases."""
    with office.engine.connect() as connection:
        about_cases = t.audit.c.action.like("%case%")
        return int(connection.execute(select(func.count()).select_from(t.audit).where(about_cases)).scalar_one())


def test_a_web_server_killed_at_each_step_of_a_case_does_nothing_twice_and_loses_nothing(
    office: CaseOffice, web: WebServer
) -> None:
    with_rule(office)
    case: dict[str, Any] = {}
    for number, (action, point, makes, more) in enumerate(LIFE):
        path = f"/{case['id']}/{action}" if action else ""
        place = {"lon": LON, "lat": LAT} if action in ("", "arrive") else {}
        seen = {"revision": case["revision"]} if action else {}
        before, noted, key = timeline(office), deeds(office), f"key-{number}"
        body = {**place, **seen, **more}
        assert web.kill_while(point, path, body, key) == 0, "whoever sent it was not answered"
        kept = () if point == "before" else makes
        assert timeline(office) == [*before, *kept]
        answers = [web.answered(path, body, key) for _ in range(2)]
        assert answers[0]["revision"] == answers[1]["revision"]
        assert timeline(office) == [*before, *makes]
        assert deeds(office) == noted + len(makes)
        case = answers[1]
    assert case["state"] == "closed"
