"""Every port is fulfilled by an adapter that says so, and the whole transaction is the sum of its parts."""

from __future__ import annotations

import ast

from tests.architecture.source import Module, dotted, product_modules

# Whatever has the signature fits: a plain callable, and a run of a job, which the services make.
FUNCTIONS = {"Clock", "Run"}


def test_every_port_is_named_by_an_adapter() -> None:
    adapters = [module for module in product_modules() if module.is_within("data_sources")]
    bases = {dotted(base) for module in adapters for node in _classes(module) for base in node.bases}
    parts = {dotted(base) for node in _ports() for base in node.bases}
    assert {node.name for node in _ports()} - bases - parts == FUNCTIONS


def test_the_sql_transaction_has_every_part_of_the_transaction() -> None:
    from dashboard.ports.transactions import Transaction
    from data_sources.db.transactions import SqlTransaction

    promised = {name for name in dir(Transaction) if not name.startswith("_")}
    inherited = {name for name in promised if getattr(SqlTransaction, name) is getattr(Transaction, name)}
    assert len(promised) > 30
    assert inherited == set()


def _ports() -> list[ast.ClassDef]:
    ports = [module for module in product_modules() if module.is_within("dashboard.ports")]
    return [
        node for module in ports for node in _classes(module) if "Protocol" in {dotted(base) for base in node.bases}
    ]


def _classes(module: Module) -> list[ast.ClassDef]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
