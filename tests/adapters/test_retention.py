"""What is personal goes after its time, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert, select

from dashboard.domain.accounts import SESSION_LIVES_US, WINDOW_US
from dashboard.domain.durations import DAY_US
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName, Photo
from dashboard.errors import NotSignedIn
from dashboard.services.upkeep import Upkeep
from data_sources.db import tables as t
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.people.store import SqlPeopleStore
from tests.adapters.test_accounts import HERE, PASSWORD, Desk
from tests.servers import NOW

KEPT_DAYS = 180
OLD, NEW, FACE = ("0" * 64, "1" * 64, "f" * 64)


def add_picture(engine: Engine, digest: str, age_days: int) -> None:
    """A picture, and a quarantined message of the same age."""
    at_us = NOW - age_days * DAY_US
    picture = {"digest": digest, "media_type": "image/jpeg", "content": b"", "stored_us": at_us}
    message = {
        "digest": digest,
        "channel": "mqtt",
        "topic": "frigate/events",
        "reason": "bad_shape",
        "detail": "",
        "payload": "浙B12K21".encode(),
        "payload_bytes": 9,
        "first_received_us": at_us,
        "received_us": at_us,
    }
    with engine.begin() as connection:
        connection.execute(insert(t.image).values(picture))
        connection.execute(insert(t.quarantine).values(message))


def test_pictures_and_quarantined_messages_go_after_180_days_and_photos_of_people_stay(engine: Engine) -> None:
    add_picture(engine, OLD, KEPT_DAYS + 1)
    add_picture(engine, NEW, KEPT_DAYS - 1)
    add_picture(engine, FACE, KEPT_DAYS + 1)
    with SqlPeopleStore(engine, lambda: NOW).begin() as work:
        person = Person(number="007", name=PersonName("张〇七"), post=Post.OFFICER, photo=Photo(FACE))
        work.save_people([person, Person(number="008", name=PersonName("张〇八"), post=Post.OFFICER)])
    Upkeep(SqlHistoryStore(engine)).forget(NOW)
    with engine.connect() as connection:
        assert set(connection.execute(select(t.image.c.digest)).scalars()) == {NEW, FACE}
        assert connection.execute(select(t.quarantine.c.digest)).scalars().all() == [NEW]


def test_sessions_go_after_30_days_and_attempts_after_15_minutes_with_the_next_sign_in(engine: Engine) -> None:
    desk = Desk(engine)
    desk.signing_in.sign_in("li", PASSWORD, HERE._replace(address="10.0.0.8", agent="an old browser"))
    desk.clock.now_us += WINDOW_US + 1
    for _ in range(2):
        with pytest.raises(NotSignedIn):
            desk.signing_in.sign_in("li", "wrong", HERE)
    with engine.connect() as connection:
        assert connection.execute(select(t.sign_in_attempt.c.address)).scalars().all() == ["10.0.0.1", "10.0.0.1"]
    desk.clock.now_us += SESSION_LIVES_US
    desk.signing_in.sign_in("li", PASSWORD, HERE)
    with engine.connect() as connection:
        assert connection.execute(select(t.session.c.agent)).scalars().all() == ["a browser"]
        assert len(connection.execute(select(t.sign_in_attempt)).all()) == 1
