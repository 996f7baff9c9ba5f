"""One run of `manage.py demo`: check, prepare, start, wait until healthy, watch, stop."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Final

from rich.console import Console

from dashboard.errors import Unavailable, Unusable
from dashboard.settings import PREFIX, Settings, child_environment
from data_sources.processes.announcer import Announcer
from data_sources.processes.instance_lock import instance_lock
from data_sources.processes.preflight import check_ports, prepare_data_dir
from data_sources.processes.supervision import Change, ProcessEvent, Supervision
from data_sources.processes.web_health import WebHealth, ask_health

ROOT: Final = Path(__file__).parents[2]
PREPARATION: Final = (("database", ("manage.py", "migrate")),)
_START_PATIENCE_S: Final = 180.0
_TICK_S: Final = 0.1
_HEALTH_TIMEOUT_S: Final = 2.0
_LAST_WORDS_LENGTH: Final = 200
_REFUSED: Final = 2


class DemoRun:
    """Runs the processes of `config` in the foreground until SIGINT, SIGTERM or SIGHUP.

    `preparation` are Python command lines that must succeed first, each with the name of its step.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        simulate_options: str = "",
        config: Path = ROOT / "supervisord.conf",
        preparation: tuple[tuple[str, tuple[str, ...]], ...] = PREPARATION,
        console: Console | None = None,
    ) -> None:
        self._settings = settings
        self._config = config
        self._preparation = preparation
        self._announcer = Announcer(console or Console())
        self._stopping = Event()
        self._started: set[str] = set()
        self._down: set[str] = set()
        self._environment = child_environment(
            settings,
            EMBEDDED_BROKER=str(settings.has_embedded_broker).lower(),
            SIMULATED_CITY="true",
            SIMULATE_OPTIONS=simulate_options,
            PYTHONUNBUFFERED="1",
            **_lasting_passwords(settings),
        )

    def run(self) -> int:
        """Returns 0 when it was stopped by a signal.

        Raises Conflict or Unavailable when it cannot start, and Unavailable when the supervisor ends by itself.
        """
        data_dir = self._settings.data_dir
        prepare_data_dir(data_dir)
        with self._signals_stop(), instance_lock(data_dir) as lock:
            started = time.monotonic()
            check_ports(self._settings)
            self._announcer.title()
            self._announcer.step("data", str(data_dir))
            self._prepare()
            if not self._stopping.is_set():
                with Supervision(self._config, self._environment, keep_open=lock) as supervision:
                    self._start(supervision, started)
                    self._watch(supervision)
        self._announcer.farewell(data_dir)
        return 0

    def _prepare(self) -> None:
        for name, command in self._preparation:
            done = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
            )
            if self._stopping.is_set():
                return
            if done.returncode != 0:
                lines = done.stderr.strip().splitlines()
                refusal = Unusable if done.returncode == _REFUSED else Unavailable
                raise refusal(lines[-1] if lines else f"{name} could not be prepared (exit code {done.returncode})")
            self._announcer.step(name)

    def _start(self, supervision: Supervision, started: float) -> None:
        """Waits until the web server says that all is well, or for as long as patience lasts."""
        health: WebHealth | None = None
        while not self._stopping.is_set() and not (health and health.status == "ok"):
            self._follow(supervision)
            health = ask_health(self._settings.host, self._settings.port, _HEALTH_TIMEOUT_S)
            if time.monotonic() - started > _START_PATIENCE_S:
                break
        if self._stopping.is_set():
            return
        if health is None:
            raise Unavailable(f"the web server does not answer; what it says is in {self._log_of('web')}")
        self._report_ailing(health)
        self._announcer.address(self._settings.web_url, self._settings.log_dir, time.monotonic() - started)

    def _report_ailing(self, health: WebHealth) -> None:
        for name, state in health.checks.items():
            if state != "ok":
                self._announcer.problem(name, f"is {state}")

    def _watch(self, supervision: Supervision) -> None:
        while not self._stopping.is_set():
            self._follow(supervision)

    def _follow(self, supervision: Supervision) -> None:
        if event := supervision.next_event(_TICK_S):
            self._tell(event)
        elif not supervision.is_running and not self._stopping.is_set():
            raise Unavailable(f"the process runner ended: {supervision.complaint()}")

    def _tell(self, event: ProcessEvent) -> None:
        process = event.process
        match event.change:
            case Change.SPAWNED if process not in self._started:
                self._started.add(process)
                self._announcer.step(process, "started")
            case Change.RUNNING if process in self._down:
                self._down.remove(process)
                self._announcer.step(process, "is back")
            case Change.ENDED if process not in self._down:
                self._down.add(process)
                how = f"ended ({event.detail}) and is started again"
                self._announcer.problem(process, f"{how}{self._last_words(event)}")
            case Change.GIVEN_UP:
                self._announcer.problem(process, f"does not start, and is given up{self._last_words(event)}")

    def _last_words(self, event: ProcessEvent) -> str:
        """Where its log is, and its last line, which says why unless the process was killed."""
        log = self._log_of(event.process)
        if event.detail.startswith("terminated"):
            return f"; its log is {log}"
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
        return f"; {log}: {lines[-1][:_LAST_WORDS_LENGTH]}" if lines else ""

    def _log_of(self, process: str) -> Path:
        return self._settings.log_dir / f"{process}.log"

    @contextmanager
    def _signals_stop(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping.set()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _lasting_passwords(settings: Settings) -> dict[str, str]:
    """The login page tells the passwords of the demo, and so they stay what they are unless somebody sets otherwise."""
    is_set = "password_days" in settings.model_fields_set
    return {} if is_set else {f"{PREFIX}PASSWORD_DAYS": "0"}
