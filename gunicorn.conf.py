"""gunicorn serves the web part: its own ASGI worker, which carries websockets too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dashboard.settings import load_settings
from data_sources.processes.lifeline import die_with_parent

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

_settings = load_settings()

bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "asgi"
timeout = 60
graceful_timeout = 3
keepalive = 30
forwarded_allow_ips = ",".join(_settings.trusted_proxies)  # by default gunicorn believes its own machine
proc_name = "xiuhua-web"
errorlog = "-"
loglevel = "info"
control_socket_disable = True
umask = 0o077
os.umask(umask)  # gunicorn's own setting is for its own files alone


def post_fork(server: Arbiter, _worker: Worker) -> None:
    """A worker must not outlive the master: it would keep the port."""
    die_with_parent(server.pid)
