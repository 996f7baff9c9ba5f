"""`manage.py backup` and `restore`: everything back as it was, on both databases, or nothing changed at all."""

from __future__ import annotations

import itertools
import json
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from bootstrap import now_us
from bootstrap.accounts import build_accounts, console
from bootstrap.backups import build_backups
from dashboard.domain.audit import Entry
from dashboard.domain.photos.records import PhotoSize
from dashboard.domain.rights import Role
from dashboard.services.accounts.administration import NewAccount
from dashboard.settings import PREFIX, Settings, load_settings
from data_sources.clips import ClipFolder
from data_sources.db.audit import SqlAuditReader
from data_sources.db.audit_store import SqlAuditStore
from data_sources.db.engine import create, writing
from data_sources.db.migrate import migrate
from data_sources.db.schema import MIGRATIONS, SchemaAge, known_revisions, schema_age
from data_sources.mqtt.credentials import kept_credentials
from data_sources.mqtt.device_users import add_device_user
from data_sources.photos.files import PhotoFolder
from data_sources.processes.audit_anchors import write_anchor
from data_sources.processes.backup_folders import BESIDE, file_of
from data_sources.processes.instance_lock import instance_lock
from manage import main
from tests.servers import PostgresCluster


class Office:
    """Installations, each with a folder and a database of its own, and their command lines."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, new_url: Callable[[], str]) -> None:
        self.folder, self._monkeypatch, self._capsys, self._new_url = folder, monkeypatch, capsys, new_url

    def new(self, name: str) -> Settings:
        """An installation without a schema."""
        settings = Settings(data_dir=self.folder / name, database_url=self._new_url())
        if settings.database_url:
            with opened(settings) as engine, engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
        return settings

    def lived_in(self, name: str = "first") -> Settings:
        """An installation with an account, keys, users of the broker and an anchor of its audit log."""
        settings = Settings(data_dir=self.folder / name, database_url=self._new_url())
        settings.data_dir.mkdir(mode=0o700)
        with opened(settings) as engine:
            migrate(engine, now_us())
        add_account(settings, "li")
        settings.session_secret()
        kept_credentials(settings.data_dir / "broker")
        add_device_user(settings.data_dir / "broker", "gateway-1", ["city/+/up"])
        with opened(settings) as engine:
            write_anchor(settings.log_dir, SqlAuditReader(engine).head(), "2026-11-27T08:00:00+00:00")
        keep_picture(settings, "ab" * 32)
        return settings

    def run(self, settings: Settings, *arguments: str) -> tuple[int, str]:
        """Exit code and what was said, errors and all."""
        self._monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(settings.data_dir))
        self._monkeypatch.setenv(f"{PREFIX}DATABASE_URL", settings.database_url)
        assert load_settings().database == settings.database
        code = main(list(arguments))
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def backup(self, settings: Settings, name: str = "backup") -> Path:
        """The folder of a new backup."""
        code, said = self.run(settings, "backup", str(self.folder / name))
        assert code == 0, said
        return self.folder / name


@pytest.fixture(params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    """Installations on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        return Office(tmp_path, monkeypatch, capsys, lambda: "")
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return Office(tmp_path, monkeypatch, capsys, cluster.new_database)


@pytest.fixture
def on_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    """For what the database has no part in."""
    return Office(tmp_path, monkeypatch, capsys, lambda: "")


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The database of an installation, let go of afterwards."""
    engine = create(settings.database)
    yield engine
    engine.dispose()


def keep_picture(settings: Settings, digest: str) -> None:
    """Keeps a picture and a film as the web server does."""
    with PhotoFolder(settings.data_dir).drafted(digest, dict.fromkeys(PhotoSize, digest.encode())) as keep:
        keep()
    with ClipFolder(settings.data_dir).drafted([digest.encode()], 100) as film:
        film.keep()


def pictures(settings: Settings) -> dict[str, bytes]:
    """Every kept picture and film."""
    folders = (settings.data_dir / "photos", settings.data_dir / "clips")
    return {path.name: path.read_bytes() for folder in folders for path in folder.glob("??/*")}


def add_account(settings: Settings, name: str) -> None:
    """Makes an account, with its entry in the audit log."""
    with opened(settings) as engine:
        accounts = build_accounts(settings, engine)[1]
        accounts._digests = Plain()
        accounts.add(NewAccount(name, Role.OPERATOR, "Spring-2026"), console())


class Plain:
    """Digests that take no time."""

    def digest(self, password: str) -> str:
        return f"plain:{password}"

    def matches(self, digest: str, password: str) -> bool:
        return digest == self.digest(password)

    def is_old(self, digest: str) -> bool:
        return False


def entries(settings: Settings) -> list[Entry]:
    """The audit log of an installation."""
    with opened(settings) as engine:
        return list(SqlAuditReader(engine).entries())


def actions(settings: Settings) -> list[str]:
    """What its audit log has."""
    return [entry.deed.action for entry in entries(settings)]


def names(settings: Settings) -> list[str]:
    """Its accounts."""
    with opened(settings) as engine, engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM account ORDER BY account_key")).scalars())


def age(settings: Settings) -> SchemaAge:
    """How old its schema is."""
    with opened(settings) as engine:
        return schema_age(engine)


def beside(folder: Path) -> Mapping[str, bytes]:
    """The files beside the database."""
    return {name: (folder / name).read_bytes() for name in BESIDE if (folder / name).is_file()}


def spoil(backup: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Changes the manifest of a backup."""
    content = json.loads((backup / "manifest.json").read_text())
    change(content)
    (backup / "manifest.json").write_text(json.dumps(content))


def test_everything_comes_back_as_it_was(office: Office) -> None:
    first, second = office.lived_in(), office.new("second")
    backup = office.backup(first)
    code, said = office.run(second, "restore", str(backup))
    assert (code, "2 entries of the audit log, the chain is whole" in said) == (0, True), said
    assert names(second) == ["li"]
    assert actions(second) == ["add_account", "make_backup", "restore_backup"]
    assert beside(second.data_dir) == beside(first.data_dir)
    assert len(beside(second.data_dir)) == len(BESIDE)
    assert pictures(second) == pictures(first) != {}
    assert age(second) is SchemaAge.CURRENT
    assert office.run(second, "audit", "verify")[0] == 0


def test_a_backup_and_what_is_put_back_is_its_owners_alone(office: Office) -> None:
    first, second = office.lived_in(), office.new("second")
    backup = office.backup(first)
    assert office.run(second, "restore", str(backup))[0] == 0
    files = [path for folder in (backup, second.data_dir) for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 10
    assert [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700


@contextmanager
def written_to(settings: Settings) -> Iterator[None]:
    """Somebody adds accounts all the while, each in one transaction with its entry in the audit log."""
    written, ends = threading.Semaphore(0), threading.Event()

    def write() -> None:
        with opened(settings) as engine:
            accounts = build_accounts(settings, engine)[1]
            accounts._digests = Plain()
            for number in itertools.takewhile(lambda _: not ends.is_set(), itertools.count()):
                accounts.add(NewAccount(f"clerk-{number}", Role.OFFICER, "Spring-2026"), console())
                written.release()

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(5):
        written.acquire()
    yield
    while written.acquire(blocking=False):
        pass
    written.acquire()
    ends.set()
    writer.join()


def test_a_copy_that_is_made_under_writes_is_of_one_moment(office: Office) -> None:
    first, second = office.lived_in(), office.new("second")
    with written_to(first):
        backup = office.backup(first)
    code, said = office.run(second, "restore", str(backup))
    assert code == 0, said
    assert names(second) == [entry.deed.subject for entry in entries(second) if entry.deed.action == "add_account"]
    assert 5 < len(names(second)) < len(names(first))


def test_what_is_there_is_replaced_only_when_that_is_said(office: Office) -> None:
    first, second = office.lived_in(), office.lived_in("second")
    add_account(second, "zhang")
    keep_picture(second, "cd" * 32)
    backup, before = office.backup(first), beside(second.data_dir)
    code, said = office.run(second, "restore", str(backup))
    assert (code, "would be replaced: add --yes" in said, len(said.splitlines())) == (2, True, 1), said
    assert "secret_key" in said
    assert f"{len(PhotoSize) + 1} pictures and films in" in said
    assert (names(second), beside(second.data_dir)) == (["li", "zhang"], before)
    code, said = office.run(second, "restore", str(backup), "--yes")
    assert code == 0, said
    assert names(second) == ["li"]
    assert beside(second.data_dir) == beside(backup)
    assert pictures(second) == pictures(first)
    assert (second.log_dir / "audit-anchors.log.1").read_bytes() == before["log/audit-anchors.log"]


def test_nothing_is_restored_while_somebody_has_the_database_open(office: Office) -> None:
    first = office.lived_in()
    backup = office.backup(first)
    add_account(first, "zhang")
    with opened(first) as engine, engine.connect() as connection:
        connection.execute(text("SELECT 1")).scalar_one()
        code, said = office.run(first, "restore", str(backup), "--yes")
    assert (code, "stop Xiuhua" in said, len(said.splitlines())) == (1, True, 1), said
    assert names(first) == ["li", "zhang"]


def test_nothing_is_restored_into_a_folder_that_is_in_use(on_sqlite: Office) -> None:
    first, second = on_sqlite.lived_in(), on_sqlite.new("second")
    backup = on_sqlite.backup(first)
    second.data_dir.mkdir()
    with instance_lock(second.data_dir):
        code, said = on_sqlite.run(second, "restore", str(backup))
    assert (code, "is in use by another Xiuhua" in said) == (1, True), said
    assert set(beside(second.data_dir)) == set()


def test_the_copy_that_cannot_be_put_back_leaves_everything_as_it_was(office: Office) -> None:
    first, second = office.lived_in(), office.lived_in("second")
    add_account(second, "zhang")
    backup = office.backup(first)
    copy = next(path for path in backup.iterdir() if path.name in ("xiuhua.db", "xiuhua.dump"))
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size * 3 // 4])
    spoil(backup, lambda content: content["files"].__setitem__(0, file_of(backup, copy.name)._asdict()))
    before = beside(second.data_dir)
    code, said = office.run(second, "restore", str(backup), "--yes")
    assert (code, "copy of the database" in said, len(said.splitlines())) == (2, True, 1), said
    assert (names(second), beside(second.data_dir)) == (["li", "zhang"], before)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda content: content.update(format=2), "newer Xiuhua"),
        (lambda content: content["snapshot"].update(revision="9999"), "belongs to a newer Xiuhua"),
        (lambda content: content.update(database="oracle"), "is not what a backup has"),
        (lambda content: content.pop("files"), "is not what a backup has"),
        (lambda content: content["files"].append({"name": "../x", "size": 1, "digest": ""}), "names other files"),
        (lambda content: content["files"][-1].update(name="photos/ab/../../../x.full.jpg"), "names other files"),
        (lambda content: content["files"].pop(0), "names other files"),
        (lambda content: content["files"][1].update(digest="0"), "is missing or was changed"),
        (lambda content: content["files"][0].update(size=1), "is missing or was changed"),
    ],
    ids=["format", "revision", "kind", "no files", "a way out", "another way out", "no database", "digest", "size"],
)
def test_what_is_no_whole_backup_is_refused(
    on_sqlite: Office, change: Callable[[dict[str, Any]], None], complaint: str
) -> None:
    office, first, second = on_sqlite, on_sqlite.lived_in(), on_sqlite.new("second")
    backup = office.backup(first)
    spoil(backup, change)
    code, said = office.run(second, "restore", str(backup))
    assert (code, complaint in said, len(said.splitlines())) == (2, True, 1), said
    assert not (second.data_dir / "xiuhua.db").exists()


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_a_manifest_is_no_backup(on_sqlite: Office, name: str) -> None:
    (on_sqlite.folder / "empty").mkdir()
    code, said = on_sqlite.run(on_sqlite.new("first"), "restore", str(on_sqlite.folder / name))
    assert (code, "is no backup" in said, len(said.splitlines())) == (2, True, 1), said


def test_a_backup_of_the_other_database_is_refused(on_sqlite: Office, postgres: PostgresCluster) -> None:
    backup = on_sqlite.backup(on_sqlite.lived_in())
    other = Settings(data_dir=on_sqlite.folder / "second", database_url=postgres.new_database())
    code, said = on_sqlite.run(other, "restore", str(backup))
    assert (code, "the backup is of sqlite, and the database is postgresql" in said) == (2, True), said


def test_a_backup_overwrites_nothing(on_sqlite: Office) -> None:
    first = on_sqlite.lived_in()
    backup = on_sqlite.backup(first)
    before = {path.name: path.stat().st_mtime_ns for path in backup.iterdir()}
    code, said = on_sqlite.run(first, "backup", str(backup))
    assert (code, "is there already: name a new folder" in said, len(said.splitlines())) == (2, True, 1), said
    assert {path.name: path.stat().st_mtime_ns for path in backup.iterdir()} == before
    assert actions(first) == ["add_account", "make_backup"]


def test_a_backup_that_cannot_be_made_leaves_nothing_behind(on_sqlite: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office, first = on_sqlite, on_sqlite.lived_in()

    def fails(_self: object, _draft: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data_sources.processes.backup_folders.KeptFolders.add_files", fails)
    code, said = office.run(first, "backup", str(office.folder / "backup"))
    assert (code, "cannot be written: No space left on device" in said, len(said.splitlines())) == (1, True, 1), said
    assert [path.name for path in office.folder.iterdir()] == ["first"]


def test_an_audit_log_that_was_changed_before_the_backup_is_named_after_it(office: Office) -> None:
    first, second = office.lived_in(), office.new("second")
    with opened(first) as engine, engine.begin() as connection:
        trigger = "audit_UPDATE" if engine.dialect.name == "sqlite" else "audit_stays ON audit"
        connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE audit SET actor = 'nobody'"))
    code, said = office.run(second, "restore", str(office.backup(first)))
    assert (code, "the audit log is broken: entry 1 was changed" in said) == (1, True), said
    assert names(second) == ["li"]


def test_an_older_schema_is_brought_up_to_date(office: Office) -> None:
    first, second = office.new("first"), office.new("second")
    first.data_dir.mkdir()
    with opened(first) as engine:
        migrate_to(engine, known_revisions()[-2])
        with SqlAuditStore(engine, now_us).begin() as work:
            work.note_in_audit(console(), "try", "something", {}, now_us())
        build_backups(first, engine).make(office.folder / "backup", console())
    code, said = office.run(second, "restore", str(office.folder / "backup"))
    assert (code, "the schema is brought up to date" in said) == (0, True), said
    assert age(second) is SchemaAge.CURRENT
    assert actions(second) == ["try", "make_backup", "restore_backup"]


def migrate_to(engine: Engine, revision: str) -> None:
    """Runs the migrations up to that one."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_a_damaged_database_is_replaced(on_sqlite: Office) -> None:
    office, first = on_sqlite, on_sqlite.lived_in()
    backup = office.backup(first)
    (first.data_dir / "xiuhua.db").write_bytes(b"no database at all" * 1000)
    code, said = office.run(first, "restore", str(backup))
    assert (code, "(damaged) would be replaced" in said) == (2, True), said
    assert office.run(first, "restore", str(backup), "--yes")[0] == 0
    assert names(first) == ["li"]


def test_without_the_programs_of_postgresql_one_line_says_what_to_install(
    postgres: PostgresCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, monkeypatch, capsys, postgres.new_database)
    first = office.lived_in()
    monkeypatch.setattr("data_sources.db.backups.postgresql.HOMES", tmp_path / "nowhere")
    monkeypatch.setenv("PATH", "")
    code, said = office.run(first, "backup", str(tmp_path / "backup"))
    assert (code, "pg_dump is not installed" in said, len(said.splitlines())) == (1, True, 1), said
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("name", ["backup", "restore"])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert "Usage" in capsys.readouterr().out
