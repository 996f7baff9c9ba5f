"""Answers of another department by link, on both databases: one case, one answer, a clear word for all else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.domain.answering.links import Answer, AnswerKind, LinkStanding
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.people.records import Department
from dashboard.domain.photos.records import PhotoSize
from dashboard.domain.rights import Role
from dashboard.domain.text import Language
from dashboard.domain.throttles import Throttle
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, TooManyTries
from dashboard.services.answering.links import ASKS, UPLOADS, AnswerLinks, MadeLink
from dashboard.services.cameras.blurring import Blurring
from dashboard.services.photos.showing import PhotoShowing
from dashboard.services.photos.storing import PhotoStoring
from data_sources.db import tables as t
from data_sources.db.answering.store import SqlAnswerStore
from data_sources.photos.blurred import BlurredFolder
from data_sources.photos.covering import PillowCovers
from data_sources.photos.files import PhotoFolder
from data_sources.photos.finding import found
from data_sources.photos.pillow import PillowPictures
from tests.actors import acting
from tests.case_office import BEFORE, CHIEF, OFFICER, ZONE, CaseOffice
from tests.pictures import jpeg
from tests.servers import NOW

REPORTER = acting("sz", Role.DEPARTMENT)._replace(department="D1")
HERE = "10.0.0.7"
DONE = Answer(AnswerKind.RESULT, "已疏通，现场无照片")


class Desk:
    """The services of links over a bureau, and a case of the department D1."""

    def __init__(self, office: CaseOffice, folder: Path) -> None:
        self.office, files = office, PhotoFolder(folder)
        storing = PhotoStoring(office.store, files, PillowPictures(), office.clock, ZONE, lambda: None)
        blurring = Blurring(PillowCovers(found), BlurredFolder(folder))
        self.storing, self.showing = storing, PhotoShowing(office.store, files, blurring, office.clock)
        self.store = SqlAnswerStore(office.engine, office.clock)
        self.links = self.process()
        with office.store.begin() as work:
            work.save_departments([Department(code="D2", name="交警")])
        self.case = office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(department="D1"))

    def process(self) -> AnswerLinks:
        """The services of links of a web process of its own."""
        office = self.office
        return AnswerLinks(
            self.store,
            office.moves,
            self.storing,
            self.showing,
            office.notices,
            clock=office.clock,
            language=Language.CHINESE,
        )

    def make(self, days: int = 7) -> MadeLink:
        return self.links.make(self.case.case_key, days, CHIEF)

    def now(self) -> Case:
        return self.office.reading.view(self.case.case_key, CHIEF).case

    def standing(self, made: MadeLink) -> LinkStanding:
        return self.links.look(made.token, HERE).standing


@pytest.fixture
def desk(office: CaseOffice, tmp_path: Path) -> Desk:
    return Desk(office, tmp_path)


def test_an_answer_with_a_picture_brings_the_case_to_its_check(desk: Desk) -> None:
    made = desk.make()
    shown = desk.links.look(made.token, HERE)
    assert (shown.standing, shown.case.number, shown.department) == (LinkStanding.OPEN, desk.case.number, "市政养护")
    assert [digest for digest, _ in shown.photos] == [BEFORE.digest]
    kept = desk.links.store(made.token, jpeg(), HERE)
    desk.links.answer(made.token, Answer(AnswerKind.RESULT, "已疏通", (kept.photo.digest,)), HERE)
    assert desk.now().state is CaseState.FEEDBACK
    entries = [each for each in desk.office.reading.timeline(desk.case.case_key, CHIEF) if each.actor is not None]
    assert [(each.what, each.actor) for each in entries][-3:] == [
        (what, f"link:D1:{made.link.link_key}") for what in ("accept", "arrive", "feedback")
    ]
    with desk.office.engine.connect() as connection:
        rows = connection.execute(select(t.audit.c.action, t.audit.c.means).order_by(t.audit.c.number)).all()
    assert ("answer_by_link", "link") in [tuple(row) for row in rows]
    assert ("make_answer_link", "session") in [tuple(row) for row in rows]


def test_a_case_is_given_back_with_a_reason(desk: Desk) -> None:
    made = desk.make()
    with pytest.raises(BadInput, match="say why"):
        desk.links.answer(made.token, Answer(AnswerKind.RETURN), HERE)
    assert desk.standing(made) is LinkStanding.OPEN
    desk.links.answer(made.token, Answer(AnswerKind.RETURN, "不属本单位"), HERE)
    assert (desk.now().state, desk.standing(made)) == (CaseState.RETURN_REQ, LinkStanding.ANSWERED)


def test_a_result_needs_a_picture_or_words_and_nothing_is_half_done(desk: Desk) -> None:
    made = desk.make()
    with pytest.raises(BadInput):
        desk.links.answer(made.token, Answer(AnswerKind.RESULT), HERE)
    assert (desk.now().state, desk.now().revision) == (CaseState.TO_HANDLE, desk.case.revision)


def test_a_link_takes_one_answer(desk: Desk) -> None:
    made = desk.make()
    desk.links.answer(made.token, DONE, HERE)
    with pytest.raises(Conflict):
        desk.links.answer(made.token, DONE, HERE)
    assert desk.standing(made) is LinkStanding.ANSWERED


def _expire(desk: Desk, _made: MadeLink) -> None:
    desk.office.clock.now_us += 7 * DAY_US


def _revoke(desk: Desk, made: MadeLink) -> None:
    desk.links.revoke(made.link.link_key, CHIEF)


def _elsewhere(desk: Desk, _made: MadeLink) -> None:
    desk.office.act(desk.now(), Action.DISPATCH, CHIEF, units=Units(department="D2"), reason="改派")


def _anew(desk: Desk, _made: MadeLink) -> None:
    desk.office.act(desk.now(), Action.DISPATCH, CHIEF, units=Units(department="D1"), reason="重派")


def _done_otherwise(desk: Desk, _made: MadeLink) -> None:
    case = desk.office.act(desk.now(), Action.ACCEPT, REPORTER)
    desk.office.act(case, Action.FEEDBACK, REPORTER, reason="已办")


@pytest.mark.parametrize(
    ("meanwhile", "standing"),
    [
        (_expire, LinkStanding.EXPIRED),
        (_revoke, LinkStanding.REVOKED),
        (_elsewhere, LinkStanding.MOVED),
        (_anew, LinkStanding.MOVED),
        (_done_otherwise, LinkStanding.NOT_NOW),
    ],
)
def test_a_link_that_counts_no_more_says_why_and_changes_nothing(
    desk: Desk, meanwhile: Callable[[Desk, MadeLink], None], standing: LinkStanding
) -> None:
    made = desk.make()
    meanwhile(desk, made)
    before = desk.now()
    assert desk.standing(made) is standing
    with pytest.raises(Conflict):
        desk.links.answer(made.token, DONE, HERE)
    with pytest.raises(Conflict):
        desk.links.store(made.token, jpeg(), HERE)
    with pytest.raises(Conflict):
        desk.links.photo(made.token, BEFORE.digest, PhotoSize.SMALL, HERE)
    assert desk.now() == before
    assert [line.standing for line in desk.links.lines(desk.case.case_key, CHIEF)] == [standing]


def test_a_link_shows_pictures_of_its_case_alone(desk: Desk) -> None:
    other = desk.make()
    kept = desk.links.store(other.token, jpeg(), HERE)
    made = desk.make()
    assert desk.links.photo(other.token, kept.photo.digest, PhotoSize.SMALL, HERE).startswith(b"\xff\xd8")
    with pytest.raises(NotFound):
        desk.links.photo(made.token, kept.photo.digest, PhotoSize.SMALL, HERE)


def test_a_token_that_nobody_made_opens_nothing_and_only_its_digest_is_kept(desk: Desk) -> None:
    made = desk.make()
    with pytest.raises(NotFound):
        desk.links.look("x" * 43, HERE)
    with pytest.raises(NotFound):
        desk.links.answer(made.token[:-1], DONE, HERE)
    with desk.office.engine.connect() as connection:
        (kept,) = connection.execute(select(t.answer_link.c.token_digest)).scalars()
    assert (len(made.token) >= 43, len(kept), made.token in kept) == (True, 64, False)


def test_whoever_asks_too_often_waits_at_every_web_process(desk: Desk) -> None:
    made, other = desk.make(), desk.process()
    for number in range(ASKS.most):
        (desk.links, other)[number % 2].look(made.token, HERE)
    for process in (desk.links, other):
        with pytest.raises(TooManyTries, match="too many requests") as held:
            process.look(made.token, HERE)
        assert held.value.wait_s == 60
    other.look(made.token, "10.0.0.8")
    desk.office.clock.now_us += MINUTE_US
    desk.links.look(made.token, HERE)


def test_a_link_takes_so_many_pictures_an_hour_and_another_link_its_own(desk: Desk) -> None:
    made, other = desk.make(), desk.process()
    for number in range(UPLOADS.most):
        with pytest.raises(BadInput):
            (desk.links, other)[number % 2].store(made.token, b"no picture", HERE)
    with pytest.raises(TooManyTries):
        other.store(made.token, jpeg(), HERE)
    desk.links.store(desk.make().token, jpeg(), HERE)


def test_of_two_who_ask_for_the_last_time_at_once_one_waits(desk: Desk) -> None:
    most = Throttle(1, MINUTE_US)
    with desk.store.begin() as work:
        first = work.count_use("ask", NOW + MINUTE_US, NOW)
        second = work.count_use("ask", NOW + 2 * MINUTE_US, NOW + 1)
    assert [most.wait_us(first, NOW), most.wait_us(second, NOW + 1)] == [0, MINUTE_US - 1]
    with desk.store.begin() as work:
        work.count_use("other", NOW + 2 * MINUTE_US, NOW + MINUTE_US)
        assert work.uses("ask") is None


def test_only_who_dispatches_makes_and_revokes_links_and_only_for_a_department(desk: Desk) -> None:
    made = desk.make()
    deeds: list[Callable[[], object]] = [
        lambda: desk.links.make(desk.case.case_key, 7, REPORTER),
        lambda: desk.links.lines(desk.case.case_key, REPORTER),
        lambda: desk.links.revoke(made.link.link_key, OFFICER),
    ]
    for deed in deeds:
        with pytest.raises((Forbidden, NotFound)):
            deed()
    with pytest.raises(Conflict, match="dispatched to a department"):
        desk.links.make(desk.office.dispatched().case_key, 7, CHIEF)
    for days in (0, 31):
        with pytest.raises(BadInput):
            desk.make(days)
    for _ in range(4):
        desk.make()
    with pytest.raises(Conflict, match="at most 5"):
        desk.make()


def test_after_rework_a_new_link_takes_a_second_answer(desk: Desk) -> None:
    desk.links.answer(desk.make().token, DONE, HERE)
    case = desk.office.act(desk.now(), Action.CHECK, CHIEF, units=Units(checker="1"))
    desk.office.act(case, Action.REWORK, CHIEF, reason="未清理干净")
    desk.links.answer(desk.make().token, DONE, HERE)
    assert desk.now().state is CaseState.FEEDBACK
