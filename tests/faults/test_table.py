"""The table of faults, without any."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.fleet import DeviceKind, Fleet
from tests.faults.rig import EMBEDDED, STACKS
from tests.faults.table import BEGIN, END, Row, table, write_section

DOUBLED = {DeviceKind.TIMED: 0, DeviceKind.COUNTED: 2, DeviceKind.BARE: 3}


def test_the_number_of_a_message_is_read_from_its_row() -> None:
    fleet = Fleet([("bin", "b1"), ("sign", "s1"), ("manhole", "m1")])
    assert fleet.report(7).topic == "xiuhua/v1/sign/s1/observation"
    assert b'"battery_v": 0.003' in fleet.report(7).payload
    assert fleet.number("s1", 0.003) == 7
    assert fleet.number("another", 0.003) is None


def test_a_promise_is_broken_by_a_loss_and_by_a_double_that_could_be_known() -> None:
    row = Row(title="broker killed", acknowledged=9, lost=1, doubled=DOUBLED)
    assert row.broken_promises() == ["broker killed: 1 lost", "broker killed: 2 of devices with seq only doubled"]


def test_a_loss_where_none_is_excluded_breaks_no_promise() -> None:
    assert Row(title="broker killed", acknowledged=9, lost=1, is_kept=False).broken_promises() == []


def test_a_section_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    document = tmp_path / "reliability.md"
    marks = [f"{BEGIN.format(stack=stack)}\nold\n{END.format(stack=stack)}" for stack in STACKS]
    document.write_text("\n".join(["# Reliability", *marks, "the end\n"]), encoding="utf-8")
    write_section(document, EMBEDDED, table([Row(title="nothing", acknowledged=1_000)]))
    written = document.read_text(encoding="utf-8")
    assert "| nothing | 1,000 | 0 |" in written
    assert written.count("old") == 1
    assert written.endswith("the end\n")


def test_a_document_without_marks_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "reliability.md"
    document.write_text("# Reliability\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no section"):
        write_section(document, EMBEDDED, "")
