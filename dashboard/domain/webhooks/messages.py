"""What a message says of an entry of a case, and to whom it is of interest.

The members are a list of their own, not the whole case: no name of anybody, no account, no position of a person.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from dashboard.domain.cases.readouts import shown_case
from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.personal import starred
from dashboard.domain.readings import from_us
from dashboard.domain.webhooks.records import BODY_BYTES, Webhook, WebhookFilter

CASE_MEMBERS: Final = (
    "id",
    "number",
    "revision",
    "state",
    "category",
    "category_name",
    "condition",
    "source",
    "priority",
    "address",
    "lon",
    "lat",
    "area_code",
    "squad",
    "department",
    "reported_at",
    "filed_at",
    "dispatched_at",
    "accepted_at",
    "handled_at",
    "due_at",
    "step_due_at",
    "suspended_until",
    "closed_at",
    "on_time",
    "flags",
)
"""What is told of the case: what it is, where, how far, until when, and which units have it."""
ENTRY_MEMBERS: Final = ("from", "to", "squad", "second_squad", "department", "was", "due_us", "step_due_us", "until_us")
"""What is told of the entry."""
WORDS_LENGTH: Final = 1_000


def wants(meant: WebhookFilter, entry: CaseEntry, case: Case, categories: Collection[str]) -> bool:
    """Return whether an entry is meant; `categories` are the code of the case's category and those above it.

    A department also hears of the entry by which a case leaves it.
    """
    departments = {case.units.department, case.last_unit, entry.data.get("was"), entry.data.get("department")}
    return (
        entry.kind in meant.kinds
        and (meant.department is None or meant.department in departments)
        and (meant.area is None or meant.area in case.place.areas)
        and (meant.category is None or meant.category in categories)
    )


def message_of(webhook: Webhook, entry: CaseEntry, case: Case) -> str:
    """Return the body of the message: JSON of at most 20 000 bytes."""
    shown = shown_case(case, entry.at_us)
    told = {name: shown[name] for name in CASE_MEMBERS} | {"address": starred(case.place.address)}
    data: dict[str, Any] = {"kind": entry.kind.value, "what": entry.what, "case": told, **_entry(entry.data)}
    if webhook.draft.with_words:
        data["text"] = starred(entry.text)[:WORDS_LENGTH]
        told["description"] = starred(case.description)[:WORDS_LENGTH]
    body = {"type": f"case.{entry.what.replace('-', '_')}", "timestamp": _moment(entry.at_us), "data": data}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= BODY_BYTES, "every member is bounded"
    return text


def ping_of(name: str, at_us: int) -> str:
    """Return the body of a trial message."""
    body = {"type": "xiuhua.ping", "timestamp": _moment(at_us), "data": {"name": name}}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _entry(data: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: data[name] for name in ENTRY_MEMBERS if data.get(name) is not None}
    return {
        (name.removesuffix("_us") + "_at" if name.endswith("_us") else name): (
            _moment(value) if name.endswith("_us") else str(value)[:WORDS_LENGTH]
        )
        for name, value in told.items()
    } | ({"photos": len(data["photos"])} if data.get("photos") else {})


def _moment(at_us: int) -> str:
    return from_us(at_us).isoformat(timespec="milliseconds").replace("+00:00", "Z")
