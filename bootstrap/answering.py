"""What other departments answer with."""

from __future__ import annotations

from bootstrap import now_us
from bootstrap.photos import PhotoServices
from dashboard.ports.operations import LiveNotifier
from dashboard.services.answering.links import AnswerLinks
from dashboard.services.cases.moving import CaseMoves
from dashboard.settings import Settings
from data_sources.db.answering.store import SqlAnswerStore
from data_sources.db.engine import Database


def build_answer_links(
    settings: Settings, engine: Database, moves: CaseMoves, photos: PhotoServices, notifier: LiveNotifier
) -> AnswerLinks:
    """Links by which a department answers for one case."""
    store = SqlAnswerStore(engine, now_us)
    return AnswerLinks(store, moves, photos.storing, photos.showing, notifier, clock=now_us, language=settings.language)
