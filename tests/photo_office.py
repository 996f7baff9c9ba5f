"""A bureau whose people send pictures, on a real database and a folder."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.domain.photos.records import Photo
from dashboard.domain.rights import Actor
from dashboard.services.cameras.blurring import Blurring
from dashboard.services.photos.keeping import PhotoKeeping
from dashboard.services.photos.showing import PhotoShowing
from dashboard.services.photos.storing import Upload
from data_sources.photos.blurred import BlurredFolder
from data_sources.photos.covering import PillowCovers
from data_sources.photos.files import PhotoFolder
from data_sources.photos.finding import found
from tests.case_office import OFFICER, CaseOffice
from tests.pictures import jpeg

KEPT = timedelta(days=100)


class PhotoOffice(CaseOffice):
    """Cases, and the services of pictures."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        super().__init__(engine, PhotoFolder(folder))
        self.blurring = Blurring(PillowCovers(found), BlurredFolder(folder))
        self.showing = PhotoShowing(self.store, self.files, self.blurring, self.clock)
        self.keeping = PhotoKeeping(self.store, self.files, KEPT)

    def sent(self, actor: Actor = OFFICER, shade: int = 0, **camera: Any) -> Photo:
        return self.storing.store(Upload(jpeg(96, 64, shade=shade, **camera)), actor).photo

    def kept(self, digest: str) -> bool:
        with self.store.look() as work:
            return digest in work.photos([digest])
