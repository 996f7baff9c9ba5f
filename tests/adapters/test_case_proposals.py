"""What the dialog of a report is filled in with, on both databases."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.proposals import Occasioned
from dashboard.domain.cases.states import Action, Source
from dashboard.errors import Forbidden, NotFound
from dashboard.services.cases.proposing import CaseProposals
from dashboard.services.cases.similar import SimilarCases
from data_sources.db.read_models import DeskReader
from tests.case_office import BOSS, LAT, LON, SEAT, CaseOffice
from tests.case_street import Street


def proposals(office: CaseOffice) -> CaseProposals:
    return CaseProposals(office.store, office.rules, SimilarCases(office.store, office.clock), office.reporting)


def test_an_alarm_comes_with_place_words_and_what_it_may_be(office: CaseOffice, street: Street) -> None:
    alarm = street.tilted(street.asset("PB-1", "parking_bay"), {}, rule_key="parking_bay.long_stay", value=90_000.0)
    told = proposals(office).proposed(Occasioned(alarm_key=alarm), SEAT)
    assert (told.source, told.category, told.lon, told.lat, told.asset_id) == (Source.IOT, "0505", LON, LAT, "PB-1")
    assert told.words.zh.startswith("PB-1：")
    assert ("0505", "街面秩序 › 机动车乱停放") in [(code, name) for code, name in told.choices]
    assert told.already is None


def test_a_camera_event_comes_with_its_category_and_picture(office: CaseOffice, street: Street) -> None:
    event = street.event(street.asset("CAM-1", "camera"))
    told = proposals(office).proposed(Occasioned(camera_event_key=event), SEAT)
    assert (told.source, told.category, told.picture) == (Source.AI, "0504", "d" * 64)
    assert "0.93" in told.words.en


def test_what_is_a_case_already_says_which_until_that_has_ended(office: CaseOffice, street: Street) -> None:
    alarm = street.tilted(street.asset(), {})
    case = office.reported(alarm_key=alarm)
    told = proposals(office).proposed(Occasioned(alarm_key=alarm), SEAT)
    assert told.already == case
    (line,) = DeskReader(office.engine).open_alarms(10)
    assert (line.case_key, line.case_number, line.case_state) == (case.case_key, case.number, case.state)
    office.act(case, Action.REJECT, SEAT, reason="误报")
    assert proposals(office).proposed(Occasioned(alarm_key=alarm), SEAT).already is None


def test_a_report_that_cannot_be_taken_is_an_answer_with_what_to_mend(office: CaseOffice, street: Street) -> None:
    own = proposals(office)
    blank = CaseDraft(source=Source.HOTLINE, category="", lon=LON, lat=LAT)
    assert own.report(blank, SEAT, "k1").refused is not None
    nowhere = CaseDraft(source=Source.HOTLINE, category="0504")
    refused = own.report(nowhere, SEAT, "k2").refused
    assert refused is not None
    assert "say where it is" in refused.en
    alarm = street.tilted(street.asset(), {})
    draft = CaseDraft(source=Source.IOT, category="0504", alarm_key=alarm)
    first, again, other = own.report(draft, SEAT, "k3"), own.report(draft, SEAT, "k3"), own.report(draft, SEAT, "k4")
    assert first == again
    assert (other.case, other.already) == (first.case, True)


def test_who_may_not_report_and_what_is_not_there_is_refused(office: CaseOffice) -> None:
    with pytest.raises(Forbidden):
        proposals(office).proposed(Occasioned(), BOSS)
    with pytest.raises(NotFound):
        proposals(office).proposed(Occasioned(alarm_key=99), SEAT)
    with pytest.raises(NotFound):
        proposals(office).proposed(Occasioned(camera_event_key=99), SEAT)
