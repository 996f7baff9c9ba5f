"""Pictures on both databases: kept once, shown to whom they concern, and gone when their time is over."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.camera_events import Box
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import DAY_US, HOUR_US, SECOND_US
from dashboard.domain.photos.findings import Oddity
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from dashboard.domain.photos.records import Photo, PhotoSize
from dashboard.domain.rights import Actor, Permission, Reach, Role, system
from dashboard.errors import BadInput, Forbidden, NotFound, Unavailable
from dashboard.services.photos.keeping import UNUSED
from dashboard.services.photos.storing import PhotoStoring, Upload
from data_sources.db import tables as t
from data_sources.db.transactions import SqlTransaction
from data_sources.photos.pillow import PillowPictures
from tests.actors import acting
from tests.case_office import AFTER, BEFORE, CHIEF, LAT, LEADER, LON, OFFICER, SEAT, STRANGER, ZONE
from tests.photo_office import KEPT, PhotoOffice
from tests.pictures import jpeg
from tests.servers import NOW

WALL = acting("wall", Role.WALL)
FULL = PhotoSize.FULL


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> PhotoOffice:
    return PhotoOffice(engine, tmp_path)


def rows(office: PhotoOffice, table: Any, *columns: Any) -> list[Any]:
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns or table.c))]


def test_a_picture_is_named_by_its_bytes_and_kept_once(office: PhotoOffice, tmp_path: Path) -> None:
    first, again = office.sent(OFFICER), office.sent(SEAT)
    assert first == again
    content = office.showing.content(first.digest, FULL, OFFICER)
    assert hashlib.sha256(content).hexdigest() == first.digest
    assert sorted(rows(office, t.photo_upload, t.photo_upload.c.account, t.photo_upload.c.at_us))[0][1] == NOW
    senders = [account for digest, account, _ in rows(office, t.photo_upload) if digest == first.digest]
    assert sorted(senders) == ["officer", "seat"]
    assert len([path for path in (tmp_path / "photos").rglob("*.jpg") if first.digest in path.name]) == 3


def test_when_and_where_is_kept_and_the_citys_zone_is_that_of_cameras_without_one(office: PhotoOffice) -> None:
    place = Position(121.405, 29.655)
    with_zone = office.sent(shade=1, taken="2025:11:21 12:40:00", offset="+08:00", position=place)
    without = office.sent(shade=2, taken="2025:11:21 12:40:00")
    assert with_zone.taken_us == without.taken_us == NOW
    assert with_zone.position == pytest.approx(place)
    assert without.position is None


def test_what_the_first_copy_did_not_tell_the_second_one_does(office: PhotoOffice) -> None:
    bare = office.sent()
    told = office.sent(SEAT, taken="2025:11:21 12:40:00", position=Position(LON, LAT))
    other = office.sent(SEAT, taken="2020:01:01 12:00:00", position=Position(0.5, 0.5))
    assert (bare.taken_us, bare.position) == (None, None)
    assert told.digest == other.digest == bare.digest
    assert told.taken_us == other.taken_us == NOW
    assert told.position == other.position


def test_that_it_was_sent_is_in_the_audit_log_without_its_place(office: PhotoOffice) -> None:
    photo = office.sent(position=Position(LON, LAT))
    entries = rows(office, t.audit, t.audit.c.actor, t.audit.c.action, t.audit.c.subject, t.audit.c.detail)
    (entry,) = [entry for entry in entries if entry[1] == "upload_photo"]
    assert entry[:3] == ("officer", "upload_photo", photo.digest)
    assert '"width": 96' in entry[3] or '"width":96' in entry[3]
    assert "lat" not in entry[3]


@pytest.mark.parametrize("actor", [WALL, acting("token", Role.PROGRAM)])
def test_a_wall_and_a_program_without_rights_send_nothing(office: PhotoOffice, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        office.sent(actor)


def test_nothing_is_taken_while_the_disk_is_too_full(office: PhotoOffice) -> None:
    def full() -> None:
        raise Unavailable("only 3 MB are free: make room")

    storing = PhotoStoring(office.store, office.files, PillowPictures(), office.clock, ZONE, full)
    with pytest.raises(Unavailable, match="make room"):
        storing.store(Upload(jpeg()), OFFICER)


@pytest.mark.parametrize(
    ("upload", "what_to_do"),
    [
        (Upload(b""), "choose the picture again"),
        (Upload(bytes(LARGEST_UPLOAD_BYTES + 1)), "choose a smaller size"),
        (Upload(b"no picture"), "send JPEG"),
        (Upload(jpeg()[:300]), "send it again"),
        (Upload(jpeg(), Position(0.0, 0.0)), "give the real position"),
        (Upload(jpeg(), Position(29.655, 121.405)), "exchange them"),
        (Upload(jpeg(), Position(float("nan"), 29.0)), "give the real position"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    office: PhotoOffice, tmp_path: Path, upload: Upload, what_to_do: str
) -> None:
    with pytest.raises(BadInput, match=what_to_do):
        office.storing.store(upload, OFFICER)
    assert len(rows(office, t.photo)) == 2, "those of the rig"
    assert list((tmp_path / "photos").rglob("*.jpg")) == []


def test_a_picture_from_another_continent_is_kept_with_a_word(office: PhotoOffice) -> None:
    bath = Position(-2.497, 51.413)
    case = office.reported()
    by_place = office.storing.store(Upload(jpeg(position=bath), Position(LON, LAT)), OFFICER)
    by_case = office.storing.store(Upload(jpeg(shade=9, position=bath), case_key=case.case_key), SEAT)
    for kept in (by_place, by_case):
        (finding,) = kept.findings
        assert finding.oddity is Oddity.FAR
        assert "9469 km" in finding.text.en
        assert "9469 公里" in finding.text.zh
    assert office.storing.store(Upload(jpeg(position=bath)), OFFICER).findings == (), "no place is told"


def test_a_picture_for_a_case_that_one_may_not_see_is_refused(office: PhotoOffice) -> None:
    case = office.reported()
    with pytest.raises(NotFound):
        office.storing.store(Upload(jpeg(), case_key=case.case_key), STRANGER)
    with pytest.raises(NotFound):
        office.storing.store(Upload(jpeg(), case_key=404), OFFICER)


def test_who_sent_it_sees_it_and_nobody_else_until_a_case_carries_it(office: PhotoOffice) -> None:
    digest = office.sent(OFFICER).digest
    assert office.showing.content(digest, PhotoSize.SMALL, OFFICER)
    for actor in (SEAT, CHIEF, LEADER, STRANGER):
        with pytest.raises(NotFound):
            office.showing.content(digest, FULL, actor)
    case = office.accepted()
    office.act(case, Action.COMMENT, OFFICER, photos=(Shot(digest, PhotoRole.NEAR),))
    for actor in (OFFICER, SEAT, CHIEF, LEADER):
        assert office.showing.content(digest, FULL, actor)
    with pytest.raises(NotFound):
        office.showing.content(digest, FULL, STRANGER)
    with pytest.raises(Forbidden):
        office.showing.content(digest, FULL, WALL)


@pytest.mark.parametrize("reach", Reach)
def test_how_far_the_right_reaches_is_how_far_pictures_are_seen(office: PhotoOffice, reach: Reach) -> None:
    digest = office.sent(OFFICER).digest
    case = office.accepted()
    office.act(case, Action.COMMENT, OFFICER, photos=(Shot(digest, PhotoRole.NEAR),))
    places = {Reach.SQUAD: {"squad": "S1"}, Reach.AREA: {"areas": frozenset({"G01"})}}
    near = acting("near")._replace(rights={Permission.VIEW_CASES: reach}, **places.get(reach, {}))  # type: ignore[arg-type]
    far = near._replace(name="far", squad="S2", areas=frozenset({"G99"}))
    seen = [_sees(office, digest, actor) for actor in (near, far)]
    assert (
        seen
        == {
            Reach.ALL: [True, True],
            Reach.AREA: [True, False],
            Reach.SQUAD: [True, False],
            Reach.DEPARTMENT: [False, False],
            Reach.OWN: [False, False],
        }[reach]
    )


def _sees(office: PhotoOffice, digest: str, actor: Actor) -> bool:
    try:
        return bool(office.showing.content(digest, FULL, actor))
    except NotFound:
        return False


def test_a_case_takes_no_picture_that_is_not_stored(office: PhotoOffice) -> None:
    unknown = Shot("c" * 64, PhotoRole.BEFORE)
    with pytest.raises(BadInput, match="cccccccccccc… is not stored"):
        office.reported(photos=(BEFORE, unknown))
    assert rows(office, t.case_record) == []
    case = office.accepted()
    with pytest.raises(BadInput, match="upload it first"):
        office.act(case, Action.FEEDBACK, OFFICER, photos=(unknown._replace(role=PhotoRole.AFTER),))
    assert office.reading.view(case.case_key, CHIEF).case.revision == case.revision


def test_nor_one_that_who_acts_may_not_see(office: PhotoOffice) -> None:
    foreign = Shot(office.sent(STRANGER).digest, PhotoRole.BEFORE)
    with pytest.raises(BadInput, match="may not see"):
        office.reported(photos=(foreign,))
    draft = CaseDraft(source=Source.AI, category="0102", lon=LON, lat=LAT, photos=(foreign,))
    case = office.reporting.report(draft, system("linking"))
    assert office.reading.view(case.case_key, CHIEF).shots == [foreign], "what is done by itself may take any"


def test_a_case_shows_its_pictures_with_what_is_odd_about_them(office: PhotoOffice) -> None:
    far = office.sent(SEAT, position=Position(-2.497, 51.413))
    one = office.reported(photos=(BEFORE, Shot(far.digest, PhotoRole.FAR)))
    office.reported(photos=(BEFORE,))
    view = office.reading.view(one.case_key, CHIEF)
    odd = {each.digest: [finding.oddity for finding in each.findings] for each in view.pictures}
    assert odd == {BEFORE.digest: [Oddity.REUSED], far.digest: [Oddity.FAR, Oddity.SMALL]}
    assert [(each.digest, each.role) for each in view.pictures] == list(view.shots)


def test_what_no_case_took_goes_after_two_days_and_not_before(office: PhotoOffice) -> None:
    digest = office.sent().digest
    office.clock.now_us += UNUSED.days * DAY_US
    office.keeping.forget(office.clock())
    assert office.kept(digest)
    office.clock.now_us += 1
    office.keeping.forget(office.clock())
    assert not office.kept(digest)
    assert office.files.content(digest, FULL) is None


def test_sending_it_again_begins_the_two_days_anew(office: PhotoOffice) -> None:
    digest = office.sent().digest
    office.clock.now_us += DAY_US + 1
    office.sent(SEAT)
    office.clock.now_us += DAY_US
    office.keeping.forget(office.clock())
    assert office.kept(digest)


def test_pictures_of_a_case_stay_until_so_long_after_its_end(office: PhotoOffice) -> None:
    digest = office.sent(SEAT).digest
    shots = (Shot(digest, PhotoRole.FAR), BEFORE)
    open_case, closed = office.reported(photos=shots), office.closed(photos=shots)
    office.clock.now_us += 10 * KEPT.days * DAY_US
    office.keeping.forget(office.clock())
    assert office.kept(digest), "a case that runs has it"
    voided = office.act(open_case, Action.VOID, SEAT, reason="误报")
    office.act(voided, Action.APPROVE, CHIEF)
    office.clock.now_us += KEPT.days * DAY_US
    office.keeping.forget(office.clock())
    assert office.kept(digest)
    office.clock.now_us += 1
    office.keeping.forget(office.clock())
    assert not office.kept(digest)
    pictures = office.reading.view(closed.case_key, CHIEF).pictures
    assert [(each.digest, each.photo) for each in pictures if each.digest == digest] == [(digest, None)]
    with pytest.raises(NotFound, match="when their time is over"):
        office.showing.content(digest, FULL, CHIEF)


def test_what_a_crash_left_is_removed_and_what_is_known_stays(office: PhotoOffice, tmp_path: Path) -> None:
    known, left = office.sent().digest, "d" * 64
    with office.files.drafted(left, {FULL: b"bytes"}) as keep:
        keep()
    draft = tmp_path / "photos" / "drafts" / "half"
    draft.write_bytes(b"half")
    for path in (tmp_path / "photos").rglob("*"):
        os.utime(path, (NOW / SECOND_US, NOW / SECOND_US))
    office.keeping.forget(NOW + HOUR_US)
    assert office.files.content(left, FULL) == b"bytes", "somebody may be about to store it"
    assert office.keeping.forget(NOW + HOUR_US + 1) == 1
    assert office.files.content(left, FULL) is None
    assert not draft.exists()
    assert office.files.content(known, FULL) is not None


def test_who_fails_to_store_the_row_leaves_nothing_anybody_is_shown(
    office: PhotoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise Unavailable("the database is away")

    monkeypatch.setattr(SqlTransaction, "note_in_audit", away)
    with pytest.raises(Unavailable):
        office.sent(shade=77)
    assert len(rows(office, t.photo)) == 2
    office.keeping.forget(2**60)
    assert list(office.files.older_than(2**60)) == []


def test_a_picture_that_is_stored_at_the_same_moment_is_not_swept_away(office: PhotoOffice) -> None:
    """The sweep asks while the row is not committed yet, and has to wait for it."""
    digest, answers = "e" * 64, list[bool]()

    def sweep() -> None:
        with office.store.begin() as work:
            answers.append(work.is_photo_free(digest))

    sweeping = threading.Thread(target=sweep)
    with office.store.begin() as work:
        work.add_photo(Photo(digest=digest, width=1, height=1, size_bytes=1, stored_us=NOW), "officer")
        sweeping.start()
    sweeping.join()
    assert answers == [False]
    with office.store.begin() as work:
        assert work.is_photo_free("9" * 64)
    assert not office.kept("9" * 64)


def test_a_picture_that_a_case_gets_at_the_same_moment_is_not_forgotten(office: PhotoOffice) -> None:
    digest, gone = office.sent(SEAT).digest, list[str]()
    late_us = NOW + UNUSED.days * DAY_US + 1

    def forget() -> None:
        with office.store.begin() as work:
            gone.extend(work.forget_photos(unused_us=late_us - UNUSED.days * DAY_US, ended_us=0))

    forgetting = threading.Thread(target=forget)
    with office.store.begin() as work:
        assert set(work.use_photos([digest], late_us)) == {digest}
        forgetting.start()
    forgetting.join()
    assert digest not in gone
    assert office.kept(digest)


def test_after_is_evidence_like_before(office: PhotoOffice) -> None:
    case = office.handled()
    assert {shot.role for shot in office.reading.view(case.case_key, CHIEF).shots} == {AFTER.role, BEFORE.role}


def test_what_a_camera_of_the_street_saw_is_blurred_and_clear_for_those_with_the_right_alone(
    office: PhotoOffice,
) -> None:
    upload = Upload(jpeg(640, 480), personal=(Box(0.1, 0.1, 0.8, 0.8),))
    digest = office.storing.store(upload, SEAT).photo.digest
    clear = office.files.content(digest, FULL)
    blurred = office.showing.content(digest, FULL, SEAT)
    assert blurred not in (None, clear)
    assert office.showing.content(digest, FULL, SEAT) == blurred
    assert office.showing.content(digest, PhotoSize.SMALL, SEAT) != office.files.content(digest, PhotoSize.SMALL)
    with pytest.raises(Forbidden):
        office.showing.clear(digest, FULL, OFFICER)
    with pytest.raises(NotFound):
        office.showing.clear(digest, FULL, acting("elsewhere", Role.SQUAD_LEADER))
    office.reported(photos=(Shot(digest, PhotoRole.BEFORE),))
    assert office.showing.clear(digest, FULL, CHIEF) == clear
    with office.engine.connect() as connection:
        looks = connection.execute(select(t.audit.c.actor).where(t.audit.c.action == "see_clear_picture")).scalars()
        assert list(looks) == [CHIEF.name]


def test_what_people_photographed_themselves_is_shown_as_it_is(office: PhotoOffice) -> None:
    digest = office.sent().digest
    assert office.showing.content(digest, FULL, OFFICER) == office.files.content(digest, FULL)
