"""The demo's cameras: the server that shows them, and where it is kept that they are asked there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from bootstrap import now_us, open_database
from bootstrap.cameras import camera_sealing
from dashboard.domain.camera_pictures import SealedAccess
from dashboard.domain.rights import system
from dashboard.errors import Unavailable
from dashboard.settings import Settings
from data_sources.db.cameras.store import SqlCameraAccessStore
from data_sources.db.engine import Database
from data_sources.db.register_store import SqlRegister
from data_sources.demo_city.film.server import USER, FilmServer, addresses, password_of

log = logging.getLogger(__name__)

_CAMERA: Final = "camera"
_LOOPBACK: Final = "127.0.0.1"
_LOOK_EVERY_S: Final = 600.0


class FilmProcess:
    """What `manage.py camera film` runs: cameras of the register that have no address of their own are played here."""

    def __init__(self, settings: Settings, engine: Database) -> None:
        self._store = SqlCameraAccessStore(engine, now_us)
        self._register = SqlRegister(engine, now_us)
        self._sealing = camera_sealing(settings)
        self._password = password_of(settings.session_secret())
        self._server = self._listen(settings)

    def run(self, stop: threading.Event) -> None:
        """Serve until told to stop; cameras that come into the register meanwhile are played too."""
        serving = threading.Thread(target=self._server.run, name="film")
        serving.start()
        try:
            while not stop.is_set():
                self._settle()
                stop.wait(_LOOK_EVERY_S)
        finally:
            self._server.close()
            serving.join()

    def _listen(self, settings: Settings) -> FilmServer:
        """On the port of last time, if it is free: the web processes go on to ask there."""
        with self._store.look() as work:
            ports = {urlsplit(each.url).port for each in work.camera_accesses().values() if _is_ours(each)}
        for port in [*(port for port in ports if port), 0]:
            try:
                return FilmServer(self._names, self._password, settings.timezone, port)
            except OSError:
                log.info("port %s is taken by another program", port)
        raise Unavailable(f"no port is free on {_LOOPBACK}")

    def _names(self) -> Mapping[str, str]:
        return {each.asset_id: each.name for each in self._register.list_assets() if each.kind == _CAMERA}

    def _settle(self) -> None:
        """Say of every camera without an address, or with ours, that it is asked here."""
        try:
            played = {each.device_ref: each.asset_id for each in self._register.list_assets() if each.kind == _CAMERA}
            with self._store.begin() as work:
                kept = work.camera_accesses()
                news = [self._access(ref, number) for ref, number in played.items() if ref and _is_free(kept.get(ref))]
                news = [each for each in news if kept.get(each.camera) is None or not self._is_same(kept, each)]
                for each in news:
                    work.save_camera_access(each)
                if news:
                    told = {"cameras": len(news), "url": self._server.url}
                    work.note_in_audit(system(), "set_camera_access", "*", told, now_us())
        except Unavailable as error:
            log.warning("where the cameras of the demo are asked is not kept yet: %s", error)

    def _access(self, camera: str, number: str) -> SealedAccess:
        at = addresses(self._server.url, number)
        sealed = self._sealing.seal(self._password)
        return SealedAccess(camera, at.still, USER, sealed, mjpeg_url=at.film, hls_url=at.playlist)

    def _is_same(self, kept: Mapping[str, SealedAccess], wanted: SealedAccess) -> bool:
        before = kept[wanted.camera]
        is_open = self._sealing.unseal(before.sealed) == self._password
        return is_open and before._replace(sealed="") == wanted._replace(sealed="")


def _is_free(access: SealedAccess | None) -> bool:
    return access is None or _is_ours(access)


def _is_ours(access: SealedAccess) -> bool:
    return access.user == USER and urlsplit(access.url).hostname == _LOOPBACK and not access.events


def build_film(settings: Settings) -> FilmProcess:
    """The cameras of the demo."""
    return FilmProcess(settings, open_database(settings))
