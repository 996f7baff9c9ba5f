"""A report as it is filled in before somebody sends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.domain.cases.records import Case
from dashboard.domain.cases.similar import Similar
from dashboard.domain.cases.states import Source
from dashboard.domain.catalogue.records import Standard
from dashboard.domain.text import Text


class Occasioned(NamedTuple):
    """What a report is of: an alarm, a camera event, or nothing that Xiuhua knows."""

    alarm_key: int | None = None
    camera_event_key: int | None = None


class CaseProposal(NamedTuple):
    """A report as it is filled in. `choices` are the sub-categories with their paths; `already` is the open case that
    the alarm or event is; `picture` is the digest of what the camera saw."""

    source: Source
    words: Text
    category: str
    condition: str
    choices: Sequence[tuple[str, str]]
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    area: str = ""
    asset_id: str | None = None
    picture: str | None = None
    is_urgent: bool = False
    already: Case | None = None


class Reported(NamedTuple):
    """What became of a report: the new case, or the one that it is `already`, or why it is `refused`."""

    case: Case | None = None
    already: bool = False
    refused: Text | None = None


class CaseOutlook(NamedTuple):
    """What a report of a category at a place leads to: by which standards, and what is there already."""

    standards: Sequence[Standard]
    similar: Similar
