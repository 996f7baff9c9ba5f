"""Evidence pictures for the newest of the demo's cases, drawn and kept as if people had sent them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from bootstrap import now_us
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.photos.records import Photo, PhotoSize
from dashboard.domain.readings import from_us, to_us
from dashboard.settings import Settings
from data_sources.db.engine import Database
from data_sources.db.transactions import SqlTransactions
from data_sources.demo_city.photos import Taken, street_photo
from data_sources.photos.files import PhotoFolder
from data_sources.photos.pillow import PillowPictures

_DOCUMENT: Final = "case_photos"
_WANTED: Final = (
    (CaseQuery(state=CaseState.TO_CLOSE), 6),
    (CaseQuery(state=CaseState.CHECKING), 4),
    (CaseQuery(open_only=True), 24),
    (CaseQuery(state=CaseState.CLOSED), 10),
)
"""Which of the newest get some, and how many: about 70 pictures in 7 MB."""
_AWAY_EVERY: Final = 9
_AWAY_DEG: Final = 0.02
_BREATH_S: Final = 0.05


class _Sent(NamedTuple):
    """A picture of an entry of a timeline."""

    entry: CaseEntry
    role: PhotoRole


@dataclass
class CaseIllustration:
    """Pictures of before and after for the newest cases that have none. What was begun is gone on with."""

    settings: Settings
    engine: Database
    seed: int

    def add(self, stop: threading.Event) -> int:
        """Add them, once for this city, until told to stop; return how many pictures that were."""
        store = SqlTransactions(self.engine, now_us)
        with store.look() as work:
            if work.document(_DOCUMENT) is not None:
                return 0
            cases = {case.case_key: case for query, many in _WANTED for case in _newest(work, query, many)}
        count = 0
        for case in cases.values():
            count += self._illustrate(store, case)
            if stop.wait(_BREATH_S):
                return count
        with store.begin() as work:
            work.save_document(_DOCUMENT, {"pictures": count})
        return count

    def _illustrate(self, store: SqlTransactions, case: Case) -> int:
        """One case in one transaction for each picture, drawn before it begins."""
        with store.look() as work:
            told = [] if work.case_shots(case.case_key) else list(_sent(work.case_entries([case.case_key])))
        for sent in told:
            self._keep(store, case, sent)
        return len(told)

    def _keep(self, store: SqlTransactions, case: Case, sent: _Sent) -> None:
        at_us, is_after = sent.entry.at_us, sent.role is PhotoRole.AFTER
        off = _AWAY_DEG if case.case_key % _AWAY_EVERY == 0 and not is_after else 0.00008
        place = Position(case.place.lon + off, case.place.lat)
        taken = Taken(from_us(at_us - MINUTE_US).astimezone(self.settings.timezone).replace(microsecond=0), place)
        drawn = street_photo(case.category, (self.seed, "photo", case.case_key), taken, after=is_after)
        prepared = PillowPictures().prepare(drawn)
        photo = Photo(
            digest=hashlib.sha256(prepared.sizes[PhotoSize.FULL]).hexdigest(),
            width=prepared.width,
            height=prepared.height,
            size_bytes=sum(map(len, prepared.sizes.values())),
            taken_us=to_us(taken.at),
            position=place,
            stored_us=at_us + SECOND_US,
        )
        files, account = PhotoFolder(self.settings.data_dir), sent.entry.actor or "system"
        told = {"photos": [[photo.digest, sent.role.value]]}
        entry = CaseEntry(case.case_key, photo.stored_us, EntryKind.PHOTO, "photo", sent.entry.actor, "", told)
        with files.drafted(photo.digest, prepared.sizes) as keep, store.begin() as work:
            if any(shot.role is sent.role for shot in work.case_shots(case.case_key)):
                return  # another simulator was faster
            work.add_photo(photo, account)
            keep()
            work.add_case_shots(case.case_key, [Shot(photo.digest, sent.role)], account, photo.stored_us)
            work.add_case_entries([entry])
            work.bump([Feed.CASES])


def _newest(work: Any, query: CaseQuery, many: int) -> list[Case]:
    cases, _ = work.list_cases(query, Sorting(), many, None, now_us())
    return list(cases)


def _sent(entries: Any) -> Iterator[_Sent]:
    """What shows the matter when it is reported, and what shows the result."""
    for entry in entries:
        if entry.what == "report":
            yield _Sent(entry, PhotoRole.BEFORE)
        elif entry.what == Action.FEEDBACK:
            yield _Sent(entry, PhotoRole.AFTER)
