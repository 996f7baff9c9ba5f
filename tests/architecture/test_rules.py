"""Every module keeps every rule, and every rule finds what it is there to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import rules
from tests.architecture.source import Module, product_modules

Rule = Callable[[Module], Iterator[str]]

LONG_FUNCTION = "def f():\n" + "    pass\n" * rules.MAX_FUNCTION_LINES
LONG_MODULE = "x = 1\n" * (rules.MAX_MODULE_LINES + 1)
SYNC_CALLBACK = "@app.callback(o, i)\ndef show(n): ..."
EAGER_CALLBACK = "@app.callback(o, i)\nasync def show(n):\n    return services.views.alarms(n)"
THREADED_CALLBACK = (
    "@app.callback(o, i)\nasync def show(n):\n    return await asyncio.to_thread(services.views.alarms, n)"
)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    assert [violation for module in product_modules() for violation in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (rules.forbidden_imports, "dashboard.domain.x", "import pandas"),
        (rules.forbidden_imports, "dashboard.domain.x", "from dashboard import ports"),
        (
            rules.forbidden_imports,
            "dashboard.domain.x",
            "if TYPE_CHECKING:\n    from dashboard.services.views import View",
        ),
        (rules.forbidden_imports, "dashboard.services.x", "import sqlalchemy"),
        (rules.forbidden_imports, "dashboard.services.x", "from data_sources.db import engine"),
        (rules.forbidden_imports, "dashboard.services.live.hub", "import orjson"),
        (rules.forbidden_imports, "data_sources.geo.x", "from dashboard.services import ingest"),
        (rules.forbidden_imports, "data_sources.geo.x", "import sqlalchemy"),
        (rules.forbidden_imports, "data_sources.db.x", "import paho.mqtt.client"),
        (rules.forbidden_imports, "layouts.x", "from dashboard.services import views"),
        (rules.forbidden_imports, "layouts.x", "import fastapi"),
        (rules.forbidden_imports, "callbacks.x", "from data_sources.db import read_models"),
        (rules.forbidden_imports, "callbacks.x", "def f():\n    import bootstrap"),
        (rules.forbidden_imports, "api.x", "import dash"),
        (rules.forbidden_imports, "api.x", "from layouts import texts"),
        (rules.forbidden_imports, "bootstrap", "import layouts.shell"),
        (rules.forbidden_imports, "app", "import data_sources.db.engine"),
        (rules.forbidden_imports, "elsewhere.x", "import os"),
        (rules.oversize, "api.x", LONG_FUNCTION),
        (rules.oversize, "api.x", LONG_MODULE),
        (rules.impure, "dashboard.domain.x", "def f():\n    return datetime.now(UTC)"),
        (rules.impure, "dashboard.analytics.x", "from time import time"),
        (rules.impure, "dashboard.domain.x", "import logging"),
        (rules.stray_commits, "dashboard.services.x", "connection.commit()"),
        (rules.stray_commits, "data_sources.db.x", "with engine.connect() as connection: ..."),
        (rules.stray_commits, "data_sources.db.walls.x", "connection.begin()"),
        (rules.stray_ports, "dashboard.services.walls.x", "class Store(Protocol): ..."),
        (rules.presentation_in_the_core, "dashboard.services.x", "def drainage_drawn(look): ..."),
        (rules.presentation_in_the_core, "dashboard.services.x", "kept: list[DashComponent] = []"),
        (rules.presentation_in_the_core, "dashboard.services.x", "def ask(draw): ..."),
        (rules.environment_readers, "bootstrap", "os.environ['HOME']"),
        (rules.environment_readers, "bootstrap", "from os import getenv"),
        (rules.mutable_state, "layouts.x", "seen = {}"),
        (rules.mutable_state, "callbacks.x", "cache: dict[str, int] = dict()"),
        (rules.mutable_state, "data_sources.x", "def f():\n    global seen"),
        (rules.blocking_callbacks, "callbacks.x", SYNC_CALLBACK),
        (rules.blocking_callbacks, "callbacks.x", EAGER_CALLBACK),
        (
            rules.caught_errors,
            "callbacks.x",
            "async def show(n):\n    try:\n        f()\n    except NotFound: ...",
        ),
        (rules.caught_errors, "callbacks.x", "try:\n    f()\nfinally:\n    g()"),
        (rules.forbidden_imports, "dashboard.commands.x", "from dashboard.services import views"),
        (rules.forbidden_imports, "dashboard.domain.x", "from dashboard.commands import alarms"),
        (rules.forbidden_imports, "layouts.x", "from dashboard.commands import alarms"),
        (rules.literal_ids, "callbacks.x", "Input('alarm-list', 'children')"),
        (rules.literal_ids, "callbacks.x", "dash.State({'widget': 'alarms', 'row': ALL}, 'data')"),
        (rules.undocumented, "api.x", "x = 1"),
        (rules.vague_names, "api.utils", ""),
    ],
)
def test_the_rule_finds_a_violation(rule: Rule, name: str, source: str) -> None:
    assert list(rule(Module.parse(name, source)))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (rules.forbidden_imports, "dashboard.domain.x", "from dashboard.domain.text import Text\nimport math"),
        (rules.forbidden_imports, "data_sources.db.x", "import sqlalchemy\nfrom dashboard.ports import Uplink"),
        (rules.forbidden_imports, "api.x", "import fastapi\nfrom dashboard.services.views import Views"),
        (rules.impure, "dashboard.services.x", "datetime.now(UTC)"),
        (rules.stray_commits, "data_sources.db.engine", "engine.connect().begin()"),
        (rules.stray_commits, "dashboard.services.x", "with self._store.begin() as work: ..."),
        (rules.stray_ports, "dashboard.ports.x", "class Store(Protocol): ..."),
        (rules.presentation_in_the_core, "dashboard.services.x", "withdrawn = drawer = None"),
        (rules.presentation_in_the_core, "layouts.x", "def drawn(viewer): ..."),
        (rules.environment_readers, "dashboard.settings", "os.environ"),
        (rules.mutable_state, "layouts.x", "NAMES: Final = {'a': 1}\n__all__ = ['NAMES']"),
        (rules.blocking_callbacks, "callbacks.x", THREADED_CALLBACK),
        (rules.caught_errors, "api.x", "try:\n    f()\nexcept ValueError:\n    g()"),
        (rules.caught_errors, "callbacks.x", "async def show(n):\n    return f(n) or no_update"),
        (rules.forbidden_imports, "dashboard.commands.x", "import pydantic\nfrom dashboard.domain.text import Text"),
        (rules.literal_ids, "callbacks.x", "Input(Ids.ALARMS, 'children')\nState({'slot': ALL}, 'data')"),
    ],
)
def test_the_rule_lets_good_code_pass(rule: Rule, name: str, source: str) -> None:
    assert not list(rule(Module.parse(name, source)))
