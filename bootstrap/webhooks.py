"""What tells other systems of cases."""

from __future__ import annotations

from typing import Final

from bootstrap import now_us
from dashboard.services.webhooks.managing import Webhooks
from dashboard.services.webhooks.sending import WebhookSender
from dashboard.settings import Settings
from dashboard.version import VERSION
from data_sources.db.engine import Database
from data_sources.db.leases import SqlLeases
from data_sources.db.webhooks.store import SqlWebhookStore
from data_sources.sealing import FernetSealing, Purpose
from data_sources.webhooks.posting import HttpPost

AGENT: Final = f"Xiuhua/{VERSION}"


def build_webhooks(settings: Settings, engine: Database) -> Webhooks:
    """The administration of subscriptions."""
    return Webhooks(SqlWebhookStore(engine, now_us), _post(settings), _sealing(settings), now_us)


def build_webhook_sender(settings: Settings, engine: Database, holder: str) -> WebhookSender:
    """What takes messages to their receivers."""
    store, leases = SqlWebhookStore(engine, now_us), SqlLeases(engine)
    return WebhookSender(store, leases, _post(settings), _sealing(settings), clock=now_us, holder=holder)


def _post(settings: Settings) -> HttpPost:
    return HttpPost(settings.webhook_networks, AGENT)


def _sealing(settings: Settings) -> FernetSealing:
    return FernetSealing(settings.session_secret(), Purpose.WEBHOOKS)
