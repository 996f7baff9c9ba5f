"""The API on a real database, served in this process, without a broker."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import api
from api.entrance import Doorkeeper
from bootstrap import now_us
from bootstrap.web import Services, build_services
from dashboard.domain.coordinates import Position
from dashboard.domain.imports import AssetRecord
from dashboard.settings import Settings
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from data_sources.db.register_store import SqlRegister
from tests.actors import SECRET, TOKEN, OpenDoor


@dataclass
class Site:
    """A served API with its services."""

    client: TestClient
    services: Services
    register: SqlRegister

    def get(self, path: str, status: int = 200) -> Any:
        """The JSON at `path`."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """The answer to a JSON body."""
        answer = self.client.post(path, json=body) if body is not None else self.client.post(path)
        assert answer.status_code == status, answer.text
        return answer.json()

    def report(self, asset_id: str, ts: str | None = None, **values: Any) -> None:
        """A reading of a device."""
        body = {"device_id": asset_id, "values": values} | ({"ts": ts} if ts else {})
        assert self.post("/api/v1/observations", body, 202)["accepted"] == 1


def serve(services: Services, doorkeeper: Doorkeeper | None = None) -> FastAPI:
    """A server with the API only; without a doorkeeper everybody may everything."""
    server = FastAPI(title="Xiuhua", lifespan=lambda _: _running(services), docs_url=None, redoc_url=None)
    server.state.services = services
    api.install(server)
    secret = services.settings.session_secret() if doorkeeper else SECRET
    api.protect(server, services.settings.host_names, doorkeeper or OpenDoor(), secret)
    return server


@asynccontextmanager
async def _lifespan(services: Services) -> AsyncIterator[None]:
    """As in the web process, but the connection to the broker is left alone: frames are handed over by the tests."""
    services.live.hub.attach(asyncio.get_running_loop())
    services.live.board.load()
    services.ingest.refresh()
    yield
    services.health.close()
    services.notifier.close()


def _running(services: Services) -> AbstractAsyncContextManager[None]:
    return _lifespan(services)


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two manholes and a rain gauge."""
    path = tmp_path_factory.mktemp("city") / "xiuhua.db"
    engine = create(f"sqlite:///{path}")
    migrate(engine, now_us())
    assets = [
        AssetRecord(
            asset_id=asset_id,
            kind=kind,
            name=f"{kind} {asset_id}",
            position=Position(120.5 + number / 100, 30.0),
            device_ref=f"canonical:{asset_id}",
        )
        for number, (asset_id, kind) in enumerate({"JG-1": "manhole", "JG-2": "manhole", "YL-1": "rain"}.items())
    ]
    SqlRegister(engine, now_us).upsert_assets(assets)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, small_city: Path) -> Settings:
    """Settings with a database of its own."""
    shutil.copy(small_city, tmp_path / "xiuhua.db")
    return Settings(data_dir=tmp_path, allowed_hosts=("testserver",))


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """The API, served."""
    services = build_services(settings)
    register = SqlRegister(create(settings.database), now_us)
    with TestClient(serve(services), raise_server_exceptions=False, headers=TOKEN) as client:
        yield Site(client, services, register)
