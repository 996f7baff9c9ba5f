"""The rules of docs/architecture.md as functions from a module to its violations."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.architecture.source import PACKAGES, TOP_MODULES, Module, dotted, imported_names, is_within

MAX_FUNCTION_LINES: Final = 40
MAX_MODULE_LINES: Final = 400

FIRST_PARTY: Final = (*PACKAGES, *TOP_MODULES)


class Layer(NamedTuple):
    """What the modules below `where` may import of ours, and which libraries (None: any that no rule keeps away)."""

    where: str
    ours: tuple[str, ...]
    libraries: tuple[str, ...] | None = None


_CORE_FOR_ADAPTERS: Final = (
    "dashboard.ports",
    "dashboard.domain",
    "dashboard.errors",
    "dashboard.settings",
    "dashboard.discovery",
)

# The first entry that fits a module is the one that binds it.
LAYERS: Final = (
    Layer("dashboard.domain", ("dashboard.domain", "dashboard.discovery", "dashboard.errors"), ()),
    Layer("dashboard.analytics", ("dashboard.analytics", "dashboard.domain"), ("pandas", "numpy")),
    Layer("dashboard.settings", ("dashboard.domain", "dashboard.errors"), ("pydantic", "pydantic_settings")),
    Layer("dashboard.services", ("dashboard",), ("pandas",)),
    Layer(
        "dashboard.commands",
        ("dashboard.commands", "dashboard.domain", "dashboard.errors"),
        ("pydantic", "pydantic_core"),
    ),
    Layer("dashboard.ports", ("dashboard.ports", "dashboard.domain"), ()),
    Layer("dashboard", ("dashboard.domain", "dashboard.errors", "dashboard.discovery"), ()),
    Layer("data_sources", ("data_sources", *_CORE_FOR_ADAPTERS)),
    Layer("layouts", ("layouts", "dashboard.domain", "dashboard.discovery")),
    Layer(
        "callbacks",
        (
            "callbacks",
            "layouts",
            "dashboard.commands",
            "dashboard.services",
            "dashboard.domain",
            "dashboard.errors",
        ),
    ),
    Layer(
        "api",
        (
            "api",
            "dashboard.commands",
            "dashboard.services",
            "dashboard.version",
            "dashboard.domain",
            "dashboard.errors",
        ),
    ),
    Layer("bootstrap", ("bootstrap", "dashboard", "data_sources")),
    Layer("app", ("bootstrap", "dashboard", "layouts", "callbacks", "api")),
    Layer("manage", ("commands", "dashboard")),
    Layer("commands", ("commands", "bootstrap", "dashboard", "data_sources")),
)

# Each library at home in few places.
HOMES: Final = {
    "dash": ("app", "layouts", "callbacks"),
    "dash_leaflet": ("layouts", "callbacks"),
    "plotly": ("layouts",),
    "fastapi": ("app", "api"),
    "starlette": ("app", "api"),
    "sqlalchemy": ("data_sources.db",),
    "alembic": ("data_sources.db",),
    "psycopg": ("data_sources.db",),
    "sqlite3": ("data_sources.db", "data_sources.geo"),
    "paho": ("data_sources.mqtt",),
    "typer": ("manage", "commands"),
    "supervisor": ("data_sources.processes",),
    "authlib": ("data_sources.oidc",),
    "joserfc": ("data_sources.oidc",),
    "httpx2": (
        "data_sources.oidc",
        "data_sources.camera_http",
        "data_sources.camera_pictures",
        "data_sources.camera_streams",
        "data_sources.cameras",
        "data_sources.recorders",
        "data_sources.demo_city.working",
    ),
    "PIL": ("data_sources.photos", "data_sources.demo_city"),
    "pi_heif": ("data_sources.photos",),
    "cryptography": ("data_sources.sealing",),
    "chinese_calendar": ("data_sources.holidays",),
}


def forbidden_imports(module: Module) -> Iterator[str]:
    """Imports that the layers do not allow."""
    layer = next((layer for layer in LAYERS if module.is_within(layer.where)), None)
    if layer is None:
        yield f"{module.name} belongs to no layer"
        return
    for name in imported_names(module):
        top = name.split(".", 1)[0]
        if top in FIRST_PARTY:
            if not _is_allowed(name, layer.ours):
                yield f"{module.name} imports {name}"
        elif _is_kept_away(module, layer, top):
            yield f"{module.name} imports the library {top}"


def _is_allowed(name: str, allowed: tuple[str, ...]) -> bool:
    return is_within(name, *allowed)


def _is_kept_away(module: Module, layer: Layer, library: str) -> bool:
    if library in HOMES and not module.is_within(*HOMES[library]):
        return True
    return layer.libraries is not None and library not in (*layer.libraries, *sys.stdlib_module_names)


def oversize(module: Module) -> Iterator[str]:
    """Functions and modules that are too long."""
    if module.lines > MAX_MODULE_LINES:
        yield f"{module.name} has {module.lines} lines"
    for function in _functions(module.tree):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > MAX_FUNCTION_LINES:
            yield f"{module.name}.{function.name} has {length} lines"


def impure(module: Module) -> Iterator[str]:
    """Clocks and chance in the pure parts."""
    if not module.is_within("dashboard.domain", "dashboard.analytics"):
        return
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now", "datetime.today"}
    for call in _calls(module.tree):
        name = dotted(call.func)
        if name in clocks or name.split(".")[0] in {"time", "random", "logging", "secrets"}:
            yield f"{module.name}:{call.lineno} calls {name}"
    for name in imported_names(module):
        if name.split(".")[0] in {"time", "random", "logging", "secrets"}:
            yield f"{module.name} imports {name}"


_PRESENTATION: Final = frozenset(
    {"component", "components", "draw", "drawing", "drawings", "drawn", "html", "css", "render", "rendered", "viewer"}
)
# 部件 is a component in the standard (GB/T 30428.2), before it is anything on a page.
_TRADE: Final = frozenset({"COMPONENT"})


def presentation_in_the_core(module: Module) -> Iterator[str]:
    """Names in the core that speak of drawing: what a page makes of an answer is kept beside the pages."""
    if not module.is_within("dashboard"):
        return
    for node in ast.walk(module.tree):
        name = _bound_name(node)
        if name and name not in _TRADE and _PRESENTATION & set(name.lower().split("_")):
            yield f"{module.name}:{getattr(node, 'lineno', 0)} speaks of {name}"


def _bound_name(node: ast.AST) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return _spaced(name)
        case ast.arg(arg=name) | ast.Name(id=name) | ast.Attribute(attr=name):
            return _spaced(name)
    return ""


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)


def stray_commits(module: Module) -> Iterator[str]:
    """Commits, and transactions that the database's adapters begin, outside the one place that does both."""
    if module.name == "data_sources.db.engine":
        return
    transactions = {"connect", "begin", "begin_nested"} if module.is_within("data_sources.db") else set()
    for call in _calls(module.tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", *transactions}:
            yield f"{module.name}:{call.lineno} calls {dotted(call.func)}"


def stray_ports(module: Module) -> Iterator[str]:
    """Protocols of the core's services that lie outside the ports, where adapters may not look."""
    if not module.is_within("dashboard.services"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and "Protocol" in {dotted(base) for base in node.bases}:
            yield f"{module.name}.{node.name} belongs into dashboard.ports"


def environment_readers(module: Module) -> Iterator[str]:
    """Readers of the environment other than the settings."""
    if module.name == "dashboard.settings":
        return
    for node in ast.walk(module.tree):
        if dotted(node) in {"os.environ", "os.getenv", "os.environb"}:
            yield f"{module.name} reads the environment"
    yield from (
        f"{module.name} imports {name}" for name in imported_names(module) if name in {"os.environ", "os.getenv"}
    )


def mutable_state(module: Module) -> Iterator[str]:
    """Mutable objects at module level in what every request shares, and `global` anywhere."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield f"{module.name}:{node.lineno} uses global"
    if not module.is_within("layouts", "callbacks", "api"):
        return
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _is_mutable(statement):
            yield f"{module.name}:{statement.lineno} keeps mutable state"


def _is_mutable(statement: ast.Assign | ast.AnnAssign) -> bool:
    """Lists, dicts and sets, unless declared Final: a constant table that is never written to."""
    if isinstance(statement, ast.AnnAssign) and "Final" in ast.unparse(statement.annotation):
        return False
    if isinstance(statement, ast.Assign) and [dotted(target) for target in statement.targets] == ["__all__"]:
        return False
    value = statement.value
    if isinstance(value, ast.Call):
        return dotted(value.func).split(".")[-1] in {
            "list",
            "dict",
            "set",
            "defaultdict",
            "deque",
            "Counter",
            "OrderedDict",
        }
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def blocking_callbacks(module: Module) -> Iterator[str]:
    """Dash callbacks that are not async, or that call a service on the event loop instead of in a thread."""
    if not module.is_within("callbacks"):
        return
    for function in _functions(module.tree):
        if not _is_callback(function):
            continue
        if isinstance(function, ast.FunctionDef):
            yield f"{module.name}.{function.name} is not async"
        for call in _calls(function):
            if _is_service(dotted(call.func)):
                yield f"{module.name}:{call.lineno} calls {dotted(call.func)} outside asyncio.to_thread"


def caught_errors(module: Module) -> Iterator[str]:
    """`try` in callbacks: errors are told in one place, the handler of `Dash(on_error=…)`."""
    if not module.is_within("callbacks"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Try | ast.TryStar):
            yield f"{module.name}:{node.lineno} catches errors"


def _is_callback(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = [
        decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in function.decorator_list
    ]
    return any(dotted(decorator).split(".")[-1] == "callback" for decorator in decorators)


def _is_service(name: str) -> bool:
    return name.startswith("services.")


def literal_ids(module: Module) -> Iterator[str]:
    """Ids written out in callbacks: they belong to the enumerations beside the layouts."""
    if not module.is_within("callbacks"):
        return
    for call in _calls(module.tree):
        if dotted(call.func).split(".")[-1] not in {"Input", "Output", "State", "set_props"} or not call.args:
            continue
        if any(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in _id_values(call.args[0])):
            yield f"{module.name}:{call.lineno} spells out an id"


def _id_values(node: ast.expr) -> Iterator[ast.expr]:
    """The id itself, or the values of a pattern-matching id; the keys of a pattern are no ids."""
    if isinstance(node, ast.Dict):
        yield from node.values
    else:
        yield node


def undocumented(module: Module) -> Iterator[str]:
    """Modules without a docstring, or with one whose first line does not stand alone."""
    docstring = ast.get_docstring(module.tree)
    if not docstring:
        yield f"{module.name} has no docstring"
    elif len(lines := docstring.splitlines()) > 1 and lines[1].strip():
        yield f"{module.name}: the docstring's first line must be a sentence of its own"


def vague_names(module: Module) -> Iterator[str]:
    """Modules named after nothing in particular."""
    if module.name.rsplit(".", 1)[-1].strip("_") in {"utils", "util", "helpers", "helper", "common", "manager", "misc"}:
        yield f"{module.name}: name it for what it does"


RULES: Final = (
    forbidden_imports,
    oversize,
    impure,
    presentation_in_the_core,
    stray_commits,
    stray_ports,
    environment_readers,
    mutable_state,
    blocking_callbacks,
    caught_errors,
    literal_ids,
    undocumented,
    vague_names,
)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))
