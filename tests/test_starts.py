"""Starts that cannot be: one line that says what to do, exit code 2, nothing changed."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import now_us
from dashboard.errors import Unusable
from dashboard.settings import PREFIX
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from data_sources.processes.data_dir import open_data_dir
from data_sources.processes.preflight import prepare_data_dir
from manage import main

STARTS = ("serve", "ingest", "worker", "requeue")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the newest schema."""
    path = tmp_path_factory.mktemp("template") / "xiuhua.db"
    engine = create(f"sqlite:///{path}")
    migrate(engine, now_us())
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def data_dir(tmp_path: Path, template: Path, free_port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A DATA_DIR with such a database."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(template, folder / "xiuhua.db")
    (folder / "xiuhua.db").chmod(0o600)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(folder))
    monkeypatch.setenv(f"{PREFIX}MQTT_PORT", str(free_port))
    return folder


def refused(capsys: pytest.CaptureFixture[str], command: str) -> str:
    """The one line with which a start is refused."""
    assert main([command]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def change(data_dir: Path, statement: str) -> None:
    """Changes the database."""
    connection = sqlite3.connect(data_dir / "xiuhua.db", isolation_level=None)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("command", STARTS)
def test_a_database_without_a_schema_needs_migrate(
    data_dir: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (data_dir / "xiuhua.db").unlink()
    assert refused(capsys, command) == "the database's schema is empty: run `python manage.py migrate`"


@pytest.mark.parametrize("command", STARTS)
def test_an_old_schema_needs_migrate(data_dir: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    change(data_dir, "UPDATE alembic_version SET version_num = '0001'")
    assert refused(capsys, command) == "the database's schema is old: run `python manage.py migrate`"


@pytest.mark.parametrize("command", [*STARTS, "migrate"])
def test_a_newer_schema_is_left_alone(data_dir: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    change(data_dir, "UPDATE alembic_version SET version_num = '9999'")
    assert refused(capsys, command) == "the database belongs to a newer Xiuhua: update this installation"


@pytest.mark.parametrize("command", [*STARTS, "migrate"])
@pytest.mark.parametrize("damage", ["no database", "a torn page"])
def test_a_damaged_database_is_told_and_left_as_it_is(
    data_dir: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, command: str, damage: str
) -> None:
    database = data_dir / "xiuhua.db"
    whole = database.read_bytes()
    content = b"not a database at all" * 500 if damage == "no database" else whole[:100] + b"\xff" * (len(whole) - 100)
    database.write_bytes(content)
    line = refused(capsys, command)
    assert line == "the database file is damaged, or is none: see `A damaged database` in docs/runbook.md"
    assert database.read_bytes() == content
    assert caplog.messages == []


@pytest.mark.parametrize("command", [*STARTS, "migrate", "broker", "demo"])
def test_a_data_dir_that_is_a_file_is_refused(data_dir: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    shutil.rmtree(data_dir)
    data_dir.write_text("a file")
    assert f"cannot write to {data_dir}, it is a file: set XIUHUA_DATA_DIR" in refused(capsys, command)


def test_a_data_dir_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="a part of it is a file"):
        open_data_dir(tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full: make room"),
        (errno.EROFS, "the disk is read-only: set XIUHUA_DATA_DIR"),
        (errno.EACCES, "it belongs to another user: set XIUHUA_DATA_DIR"),
        (errno.EIO, "Input/output error: set XIUHUA_DATA_DIR"),
    ],
)
def test_a_folder_in_which_nothing_can_be_written_is_refused(tmp_path: Path, number: int, says: str) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(Unusable) as refusal:
        open_data_dir(tmp_path, fail)
    assert says in str(refusal.value)
    assert str(tmp_path) in str(refusal.value)


def test_too_little_room_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="MB are free"):
        prepare_data_dir(tmp_path / "data", minimum_free=10**18)


def test_a_database_s_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="folder /proc/xiuhua cannot be made"):
        create("sqlite:////proc/xiuhua/xiuhua.db")


def modes(folder: Path) -> dict[str, int]:
    """The rights of everything in a folder and of itself."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_what_an_older_xiuhua_left_open_becomes_its_owner_s_alone(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (data_dir / "log").mkdir()
    (data_dir / "broker" / "store").mkdir(parents=True)
    for name in ("secret_key", "log/web.log", "broker/nats.conf", "broker/store/1.blk", "xiuhua.db-wal"):
        (data_dir / name).write_text("")
    for path in (data_dir, *data_dir.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with caplog.at_level(logging.WARNING):
        open_data_dir(data_dir)
        open_data_dir(data_dir)
    assert set(modes(data_dir).values()) == {0o700, 0o600}
    assert caplog.messages == [f"{data_dir} was open to other users of this machine; now it is its owner's alone"]


def test_what_is_not_ours_keeps_its_rights(data_dir: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("")
    (data_dir / "broker").symlink_to(elsewhere)
    (data_dir / "report.xlsx").write_text("")
    for path in (data_dir, elsewhere, data_dir / "report.xlsx", data_dir / "xiuhua.db"):
        path.chmod(0o755)
    open_data_dir(data_dir)
    assert modes(data_dir) == {".": 0o755, "report.xlsx": 0o755, "xiuhua.db": 0o700, "broker": 0o755}
    assert "holds other things too" in caplog.messages[0]


def test_a_folder_for_everybody_is_left_to_everybody(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    open_data_dir(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_everything_that_a_start_writes_is_its_owner_s_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    environment = {**os.environ, f"{PREFIX}DATA_DIR": str(folder)}
    program = "import os, sys; os.umask(0); os.execv(sys.executable, [sys.executable, 'manage.py', 'migrate'])"
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, capture_output=True)
    assert "xiuhua.db" in modes(folder)
    assert set(modes(folder).values()) == {0o700, 0o600}
