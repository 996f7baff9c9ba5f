"""The essential paths once more, with PostgreSQL and Mosquitto in place of SQLite and the embedded broker.

The tests are those of the other modules; here they meet another product.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.conftest import ASSETS
from tests.e2e.product import Product, chromium
from tests.e2e.test_director import director, test_a_wall_is_paired_by_its_code_and_obeys_the_director
from tests.e2e.test_duty import (
    squad_of_two,
    test_a_position_over_mqtt_is_kept_on_duty_alone_and_is_on_the_map_and_in_the_replay,
)
from tests.e2e.test_live_page import (
    test_a_published_message_changes_the_open_value_and_the_mark_on_the_map,
    test_a_shared_link_opens_the_drawer_with_its_chart,
    test_an_alarm_appears_in_the_list_and_goes_when_it_clears,
    test_an_alarm_is_acknowledged_from_the_list,
    test_an_alarm_is_shelved_with_a_reason_and_taken_back,
    test_rows_of_the_camera_feed_stay_when_another_event_comes,
    test_the_search_finds_an_asset_and_opens_it,
)
from tests.e2e.test_personal_data import test_who_is_erased_is_gone_from_pages_and_programs
from tests.e2e.test_quarantine import (
    test_a_reading_of_an_unknown_device_lands_after_its_import_and_a_requeue,
    test_odd_bytes_cost_no_reading_and_are_no_internal_error,
)
from tests.e2e.test_recovery import (
    bays,
    fleet,
    open_page,
    test_an_ingest_killed_under_load_stores_every_acknowledged_message_once,
    test_an_open_page_heals_when_the_web_server_was_killed,
)
from tests.e2e.test_wall import red_manhole, test_a_red_alarm_comes_forward_and_goes_back_when_it_was_seen
from tests.servers import NotInstalled, PostgresCluster, mosquitto_command

__all__ = [
    "bays",
    "director",
    "fleet",
    "open_page",
    "red_manhole",
    "squad_of_two",
    "test_a_position_over_mqtt_is_kept_on_duty_alone_and_is_on_the_map_and_in_the_replay",
    "test_a_published_message_changes_the_open_value_and_the_mark_on_the_map",
    "test_a_reading_of_an_unknown_device_lands_after_its_import_and_a_requeue",
    "test_a_red_alarm_comes_forward_and_goes_back_when_it_was_seen",
    "test_a_shared_link_opens_the_drawer_with_its_chart",
    "test_a_wall_is_paired_by_its_code_and_obeys_the_director",
    "test_an_alarm_appears_in_the_list_and_goes_when_it_clears",
    "test_an_alarm_is_acknowledged_from_the_list",
    "test_an_alarm_is_shelved_with_a_reason_and_taken_back",
    "test_an_ingest_killed_under_load_stores_every_acknowledged_message_once",
    "test_an_open_page_heals_when_the_web_server_was_killed",
    "test_odd_bytes_cost_no_reading_and_are_no_internal_error",
    "test_rows_of_the_camera_feed_stay_when_another_event_comes",
    "test_the_search_finds_an_asset_and_opens_it",
    "test_who_is_erased_is_gone_from_pages_and_programs",
]

PAGES = (
    "/api/v1/assets?limit=5",
    "/api/v1/alarms",
    "/api/v1/camera-events",
    "/api/v1/quarantine",
    "/api/v1/map/assets",
    "/metrics",
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresCluster) -> Iterator[Product]:
    """The whole product with a small city, on servers of its own."""
    if chromium() is None:
        pytest.skip("Chromium is not installed (make test installs it where it may)")
    folder = tmp_path_factory.mktemp("xiuhua-pg")
    try:
        mosquitto_command(folder, 1)
    except NotInstalled as error:
        pytest.skip(str(error))
    running = Product(folder / "数据", ASSETS, database_url=postgres.new_database(), with_mosquitto=True)
    running.prepare()
    with ExitStack() as at_end:
        at_end.callback(running.stop)
        running.start()
        running.wait_until_ready()
        yield running


@pytest.fixture(scope="module")
def manholes(product: Product) -> Iterator[str]:
    """Manhole covers of this product of which nothing was heard yet; each test takes its own."""
    return iter(product.canonical_assets("manhole"))


def test_the_product_runs_on_these_servers_alone(product: Product) -> None:
    assert not (Path(product.data_dir) / "xiuhua.db").exists()
    assert product.query("SELECT count(*) FROM asset")[0][0] >= ASSETS
    health = json.loads(product.get("/health") or b"{}")
    assert health["status"] == "ok"
    assert [path for path in PAGES if product.get(path) is None] == []


def test_no_service_complained(product: Product) -> None:
    logs = {name: product.log(name) for name in ("ingest", "worker", "web")}
    assert {name: log for name, log in logs.items() if "Traceback" in log or " ERROR " in log} == {}
