"""The threads that send: one for each subscription of which something is due, so that no receiver delays another."""

from __future__ import annotations

import logging
import threading
from typing import Final

from dashboard.errors import Unavailable
from dashboard.services.webhooks.sending import WebhookSender

log = logging.getLogger(__name__)

LOOKS_EVERY_S: Final = 1.0
PATIENCE_S: Final = 2.0
"""How long the end waits for attempts that are on their way; whoever is cut off is made again."""


class WebhookCrew:
    """Looks once a second what is due, and has it sent. `made` counts the attempts."""

    def __init__(self, sender: WebhookSender) -> None:
        self._sender = sender
        self._busy: dict[int, threading.Thread] = {}
        self._is_away = False
        self.made = 0

    def run(self, stop: threading.Event) -> None:
        """Go on until told to stop; a database that is away is waited for."""
        while not stop.is_set():
            self._look(stop)
            stop.wait(LOOKS_EVERY_S)
        for thread in list(self._busy.values()):
            thread.join(PATIENCE_S)

    def _look(self, stop: threading.Event) -> None:
        try:
            due = self._sender.due()
        except Unavailable as error:
            if not self._is_away:
                log.warning("webhooks wait: %s", error)
            self._is_away = True
            return
        self._is_away = False
        for webhook_key in due:
            thread = self._busy.get(webhook_key)
            if thread is None or not thread.is_alive():
                self._begin(webhook_key, stop)

    def _begin(self, webhook_key: int, stop: threading.Event) -> None:
        name = f"webhook {webhook_key}"
        thread = threading.Thread(target=self._send, args=(webhook_key, stop), daemon=True, name=name)
        self._busy[webhook_key] = thread
        thread.start()

    def _send(self, webhook_key: int, stop: threading.Event) -> None:
        try:
            while not stop.is_set() and (made := self._sender.send(webhook_key)):
                self.made += made
        except Unavailable as error:
            log.warning("webhook %s waits: %s", webhook_key, error)
        except Exception:
            log.exception("webhook %s could not be sent; it is tried again", webhook_key)
