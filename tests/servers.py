"""PostgreSQL and Mosquitto from installed programs, each private to those who start it, on free loopback ports."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from data_sources.db.engine import create
from data_sources.db.migrate import migrate

NOW: Final = 1_763_700_000_000_000
QUICK: Final = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
"""For tests: what a power cut would lose does not matter."""
DURABLE: Final = "-c shared_buffers=128MB"
"""For benchmarks: every commit is on the disk, as in production."""

_TEMPLATE: Final = "xiuhua_template"
_MOSQUITTO: Final = """listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
max_queued_messages 0
max_queued_bytes 0
max_inflight_messages 1000
sys_interval 1
autosave_interval 1
user {user}
"""


class NotInstalled(Exception):
    """A server's program is missing, or may not run here; the message says which."""


class PostgresCluster:
    """A PostgreSQL of its own on a free loopback port; root hands it to the user postgres, as it demands."""

    def __init__(self, programs: Path, folder: Path, account: str | None, options: str) -> None:
        self._programs, self._folder, self._account = programs, folder, account
        self._databases, self._options = 0, options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])

    def start(self) -> None:
        """Makes the cluster and waits until it answers."""
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "xiuhua", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.resume()
        self._make(_TEMPLATE, "template0")
        engine = create(self._url(_TEMPLATE))
        migrate(engine, NOW)
        engine.dispose()

    def resume(self) -> None:
        """Starts it once more, with what it holds."""
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder} {self._options}"
        data, log = str(self._folder / "data"), str(self._folder / "log")
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    @property
    def pid(self) -> int:
        """The process that all others of it descend from."""
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """Ends it without ceremony."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The URL of a database with the newest schema and nothing in it."""
        self._databases += 1
        name = f"xiuhua_{self._databases}"
        self._make(name, _TEMPLATE)
        return self._url(name)

    def _make(self, name: str, template: str) -> None:
        engine = create(self._url("postgres"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://xiuhua@127.0.0.1:{self._port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        who: dict[str, Any] = {}
        if self._account is not None:
            who = {"user": self._account, "group": self._account, "extra_groups": []}
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, **who)


def _programs() -> Path | None:
    """The newest installed PostgreSQL."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(homes[-1]) if homes else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _account() -> str | None:
    """Who is to run it: nobody else, unless we are root. Raises KeyError when there is no user postgres."""
    return pwd.getpwnam("postgres").pw_name if os.getuid() == 0 else None


@contextmanager
def private_postgres(options: str = QUICK) -> Iterator[PostgresCluster]:
    """A running PostgreSQL that is gone afterwards. Raises NotInstalled."""
    programs = _programs()
    if programs is None:
        raise NotInstalled("PostgreSQL is not installed (apt install postgresql)")
    try:
        account = _account()
    except KeyError as error:
        raise NotInstalled("PostgreSQL refuses to run as root, and there is no user postgres") from error
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-pg-"))
    if account is not None:
        shutil.chown(folder, account, account)
    cluster = PostgresCluster(programs, folder, account, options)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def mosquitto_command(folder: Path, port: int) -> list[str]:
    """What starts a Mosquitto that keeps its sessions in that folder. Raises NotInstalled."""
    program = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise NotInstalled("Mosquitto is not installed (apt install mosquitto)")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "mosquitto.conf"
    user = pwd.getpwuid(os.getuid()).pw_name
    config.write_text(_MOSQUITTO.format(port=port, folder=folder, user=user), encoding="utf-8")
    return [program, "-c", str(config)]
