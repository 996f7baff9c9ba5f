"""The feeds that are stored and sent."""

from __future__ import annotations

from dashboard.domain.feeds import FOLLOWED, Feed
from layouts.catalogue import followed_feeds
from layouts.ids import Shell


def test_what_is_stored_and_sent_of_a_feed_never_changes() -> None:
    known = {"alarms", "camera_events", "mappings", "quarantine", "registry", "rules", "walls"}
    assert known <= {feed.value for feed in Feed}


def test_the_page_names_the_feeds_that_it_follows_and_has_a_store_for_each() -> None:
    assert followed_feeds() == [feed.value for feed in FOLLOWED]
    stores = {store.value for store in Shell if store.value.startswith("feed-")}
    assert stores == {f"feed-{feed}" for feed in FOLLOWED}
