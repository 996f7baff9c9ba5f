"""`manage.py person`: one line for wrong input, files that are their owner's alone, and nothing half done."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from bootstrap import now_us
from dashboard.settings import PREFIX, load_settings
from data_sources.db.audit import SqlAuditReader
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from manage import main

TABLE = "工号,姓名,手机,岗位\n007,欧阳绣花,13987654321,队员\n008,李小八,10000000008,队员\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A bureau of two in a folder of its own."""
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(tmp_path))
    migrate(create(load_settings().database), now_us())
    (tmp_path / "people.csv").write_text(TABLE, encoding="utf-8")
    assert main(["import", "people", str(tmp_path / "people.csv")]) == 0
    capsys.readouterr()
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which a command refuses its input."""
    assert main(["person", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def actions() -> list[str]:
    """What the audit log has of people, with who did it."""
    entries = SqlAuditReader(create(load_settings().database)).entries()
    deeds = [entry.deed for entry in entries if entry.deed.action.endswith("_person")]
    return [f"{deed.actor} {deed.means} {deed.action} {deed.subject}" for deed in deeds]


def test_an_export_is_a_new_file_that_only_its_owner_reads(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "007.json"
    assert main(["person", "export", "007", "--to", str(target)]) == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    text = target.read_text(encoding="utf-8")
    assert "欧阳绣花" in text, "in UTF-8, and not as \\u escapes"
    assert json.loads(text)["person"]["phone"] == "13987654321"
    assert "欧阳绣花" not in capsys.readouterr().out
    assert actions() == ["console command_line export_person 007"]


def test_an_export_overwrites_nothing_and_notes_nothing_then(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "precious.json"
    target.write_text("precious")
    assert "is there already" in refused(capsys, "export", "007", "--to", str(target))
    assert "cannot be written" in refused(capsys, "export", "007", "--to", str(folder / "nowhere" / "a.json"))
    assert target.read_text() == "precious"
    assert actions() == []


def test_an_export_of_nobody_leaves_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "404.json"
    assert "nothing is kept about a person with number 404" in refused(capsys, "export", "404", "--to", str(target))
    assert not target.exists()


def test_without_a_file_an_export_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["person", "export", "007"]) == 0
    assert json.loads(capsys.readouterr().out)["person"]["name"] == "欧阳绣花"


def test_an_erasure_needs_a_yes_and_a_second_one_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "add --yes" in refused(capsys, "erase", "007")
    assert actions() == []
    assert main(["person", "erase", "007", "--yes"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("007 is erased")
    assert "欧阳" not in told
    assert "nothing is kept about a person with number 007" in refused(capsys, "erase", "007", "--yes")
    assert actions() == ["console command_line erase_person 007"]


@pytest.mark.parametrize(("typed", "code"), [("007", 0), ("008", 2), ("", 2)])
def test_whoever_is_asked_types_the_number(
    typed: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Keyboard:
        """Somebody at a terminal."""

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return f"{typed}\n" if typed else ""

    monkeypatch.setattr("sys.stdin", Keyboard())
    assert main(["person", "erase", "007"]) == code
    assert actions() == ["console command_line erase_person 007"] * (code == 0)


@pytest.mark.parametrize("arguments", [["person"], ["person", "export"], ["person", "erase"]])
def test_every_command_explains_itself(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--help"]) == 0
    assert "Usage" in capsys.readouterr().out


def test_a_camera_is_set_listed_and_removed_and_its_password_comes_through_a_pipe(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = ["gb28181:34020000001320000001", "--url", "http://10.1.2.3/pic", "--user", "viewer"]
    monkeypatch.setattr("sys.stdin", io.StringIO("geheim-7\n"))
    assert main(["camera", "set", *camera]) == 0
    assert main(["camera", "list"]) == 0
    said = capsys.readouterr().out
    assert "http://10.1.2.3/pic  as viewer" in said
    assert "geheim" not in said
    assert main(["camera", "remove", camera[0]]) == 0
    assert main(["camera", "remove", camera[0]]) == 2
    assert "no address of a picture" in capsys.readouterr().err
