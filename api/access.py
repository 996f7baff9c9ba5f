"""Who may ask for what over HTTP: one line for each route; what has no line is refused to everybody.

The lines are looked at in their order. Whether something in particular may be seen or done is the services' to say;
what callbacks may do stands in callbacks/_access.py.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from dashboard.domain.rights import Permission


class Open(Enum):
    """Access that hangs on no permission."""

    FILE = "whoever reaches the server; nobody is asked who they are, which takes a read of the database"
    PUBLIC = "whoever reaches the server, known or not"
    SIGNED_IN = "whoever is known: an account, a program, a wall"
    AT_THE_DOOR = "an account, also one that must change its password first"


Access = Open | Permission | tuple[Permission, ...]
"""Of several permissions each is enough."""


class Line(NamedTuple):
    """Methods, path (`{name}` is one part of it, `{name:path}` any number) and who may."""

    methods: str
    path: str
    access: Access
    takes_token_in_query: bool = False
    """For cameras and platforms that can be told nothing but an address."""


LINES: Final = (
    Line("GET", "/health", Open.FILE),
    Line("GET POST", "/login", Open.PUBLIC),
    Line("GET", "/login/oidc", Open.PUBLIC),
    Line("GET", "/login/oidc/callback", Open.PUBLIC),
    # The link itself is the key: whoever has it sees one case and answers for it once.
    Line("GET POST", "/answer/{token}", Open.PUBLIC),
    Line("POST", "/answer/{token}/photos", Open.PUBLIC),
    Line("GET", "/answer/{token}/photos/{digest}", Open.PUBLIC),
    Line("POST", "/logout", Open.AT_THE_DOOR),
    Line("GET POST", "/password", Open.AT_THE_DOOR),
    Line("GET", "/assets/{path:path}", Open.FILE),
    Line("GET", "/_dash-component-suites/{path:path}", Open.FILE),
    Line("GET", "/_favicon.ico", Open.FILE),
    Line("GET", "/favicon.ico", Open.FILE),
    # What a phone keeps to start the page of the street without a network; nothing of anybody is in it.
    Line("GET", "/field-worker.js", Open.FILE),
    Line("GET", "/field/offline", Open.FILE),
    # A wall that is not paired yet is a page without data that shows its code.
    Line("GET", "/wall", Open.PUBLIC),
    Line("GET", "/_dash-layout", Open.PUBLIC),
    Line("GET", "/_dash-dependencies", Open.FILE),
    Line("GET", "/_reload-hash", Open.FILE),
    # What each callback may stands in callbacks/_access.py, what each page may with the page.
    Line("POST", "/_dash-update-component", Open.PUBLIC),
    Line("POST", "/api/v1/walls/pairing", Open.PUBLIC),
    Line("GET", "/api/v1/walls/me", Open.PUBLIC),
    Line("POST", "/api/v1/walls/heartbeat", Open.PUBLIC),
    Line("GET", "/openapi.json", Open.SIGNED_IN),
    Line("GET", "/metrics", Permission.VIEW_PROCESSES),
    Line("GET", "/api/v1/me", Open.AT_THE_DOOR),
    # Who sees cases alone hears that they changed, and nothing of assets.
    Line("GET WEBSOCKET", "/api/v1/live", (Permission.VIEW_WALL, Permission.VIEW_CASES)),
    Line("GET", "/api/v1/map/{path:path}", Permission.VIEW_WALL),
    Line("GET", "/api/v1/images/{digest}", Permission.VIEW_WALL),
    Line("GET", "/api/v1/assets", Permission.VIEW_OPERATIONS),
    Line("GET", "/api/v1/assets/{asset_id:path}", Permission.VIEW_OPERATIONS),
    Line("GET", "/api/v1/camera-events", Permission.VIEW_OPERATIONS),
    Line("GET", "/api/v1/allowances", Permission.VIEW_OPERATIONS),
    Line("GET", "/api/v1/camera-words", Permission.REGISTER_DEVICES),
    Line("GET", "/api/v1/camera-gates", Permission.EDIT_RULES),
    Line("GET", "/api/v1/camera-masks", Permission.REGISTER_DEVICES),
    Line("PUT DELETE", "/api/v1/camera-masks/{camera:path}", Permission.REGISTER_DEVICES),
    # Whether the right reaches this camera is the service's to say.
    Line("GET", "/api/v1/cameras/{asset_id:path}/ways", Permission.WATCH_CAMERAS),
    Line("GET", "/api/v1/cameras/{asset_id:path}/snapshot", Permission.WATCH_CAMERAS),
    Line("GET", "/api/v1/cameras/{asset_id:path}/mjpeg", Permission.WATCH_CAMERAS),
    Line("GET", "/api/v1/cameras/{asset_id:path}/hls/playlist.m3u8", Permission.WATCH_CAMERAS),
    Line("GET", "/api/v1/cameras/{asset_id:path}/hls/{name}", Permission.WATCH_CAMERAS),
    Line("POST", "/api/v1/cameras/{asset_id:path}/whep", Permission.WATCH_CAMERAS),
    Line("POST", "/api/v1/camera-events/{event_id}/confirm", Permission.JUDGE_EVENTS),
    Line("POST", "/api/v1/camera-events/{event_id}/reject", Permission.JUDGE_EVENTS),
    Line("POST", "/api/v1/camera-events/{event_id}/merge", Permission.JUDGE_EVENTS),
    Line("POST", "/api/v1/camera-events/{event_id}/undo", Permission.JUDGE_EVENTS),
    Line("GET", "/api/v1/alarms", Permission.VIEW_OPERATIONS),
    Line("POST", "/api/v1/alarms/{alarm_id}/acknowledge", Permission.HANDLE_ALARMS),
    Line("POST", "/api/v1/alarms/{alarm_id}/shelve", Permission.HANDLE_ALARMS),
    Line("POST", "/api/v1/alarms/{alarm_id}/unshelve", Permission.HANDLE_ALARMS),
    Line("GET", "/api/v1/people", Permission.VIEW_PEOPLE),
    Line("GET", "/api/v1/people/positions", Permission.VIEW_DUTY),
    Line("GET", "/api/v1/people/{number}/track", Permission.VIEW_DUTY),
    Line("GET", "/api/v1/patrol/coverage", Permission.VIEW_DUTY_FIGURES),
    Line("GET", "/api/v1/attendance", Permission.VIEW_DUTY_FIGURES),
    Line("GET", "/api/v1/attendance.csv", Permission.VIEW_DUTY_FIGURES),
    Line("POST", "/api/v1/duty/sign-in", Permission.SHARE_POSITION),
    Line("POST", "/api/v1/duty/sign-out", Permission.SHARE_POSITION),
    Line("GET", "/api/v1/inspections/{key}/picture", Permission.INSPECT),
    # Whose position it may be is the service's to say.
    Line("POST", "/api/v1/positions", Open.SIGNED_IN),
    Line("GET", "/api/v1/roster", Permission.VIEW_DUTY),
    Line("GET", "/api/v1/squads", Permission.VIEW_PEOPLE),
    Line("POST", "/api/v1/squads/{code}/merge", Permission.MANAGE_PEOPLE),
    Line("GET", "/api/v1/catalogue", Permission.VIEW_OPERATIONS),
    Line("GET", "/api/v1/catalogue.csv", Permission.VIEW_OPERATIONS),
    # Which case and which action it may be is the service's to say.
    Line("GET POST", "/api/v1/webhooks", Permission.MANAGE_EXCHANGE),
    Line("GET PUT DELETE", "/api/v1/webhooks/{webhook_id}", Permission.MANAGE_EXCHANGE),
    Line("GET", "/api/v1/webhooks/{webhook_id}/deliveries", Permission.MANAGE_EXCHANGE),
    Line("POST", "/api/v1/webhooks/{webhook_id}/{step}", Permission.MANAGE_EXCHANGE),
    Line("GET", "/api/v1/cases", Permission.VIEW_CASES),
    Line("GET", "/api/v1/cases.csv", Permission.VIEW_CASES),
    Line("POST", "/api/v1/cases", Permission.REPORT_CASES),
    Line("GET", "/api/v1/cases/similar", Permission.REPORT_CASES),
    Line("GET", "/api/v1/cases/likely", Permission.REPORT_CASES),
    # Whoever may report may pass a picture on to a unit that is proposed.
    Line("POST", "/api/v1/cases/snapshots", Permission.REPORT_CASES),
    Line("GET", "/api/v1/cases/snapshots/units", Permission.REPORT_CASES),
    Line("GET", "/api/v1/cases/snapshots/figures", Permission.VIEW_CASES),
    Line("GET", "/api/v1/cases/{case_id}", Permission.VIEW_CASES),
    Line("GET", "/api/v1/cases/{case_id}/timeline", Permission.VIEW_CASES),
    Line("GET", "/api/v1/cases/{case_id}/candidates", (Permission.DISPATCH_CASES, Permission.HANDLE_CASES)),
    Line("GET POST", "/api/v1/cases/{case_id}/answer-links", Permission.DISPATCH_CASES),
    Line("DELETE", "/api/v1/answer-links/{link_id}", Permission.DISPATCH_CASES),
    # Which camera it may be, and whether the recorder is asked, is the service's to say.
    Line("POST", "/api/v1/cases/{case_id}/clips", Permission.WATCH_CAMERAS),
    Line("GET", "/api/v1/clips/{digest}", Permission.SEE_CLEAR_PICTURES),
    Line("POST", "/api/v1/cases/{case_id}/{action}", Permission.VIEW_CASES),
    Line("GET", "/api/v1/field/tasks", (Permission.HANDLE_CASES, Permission.CHECK_CASES)),
    Line("GET", "/api/v1/supervision", Permission.VIEW_CASES),
    Line("POST", "/api/v1/supervision", Permission.SUPERVISE_CASES),
    Line("GET", "/api/v1/supervision/{task_id}", Permission.VIEW_CASES),
    Line("GET", "/api/v1/supervision/{task_id}/sheet.pdf", Permission.VIEW_CASES),
    Line("POST", "/api/v1/supervision/{task_id}/{action}", Permission.VIEW_CASES),
    # Who may send one, and whose pictures one sees, is the service's to say.
    Line("POST", "/api/v1/photos", Open.SIGNED_IN),
    Line("POST", "/api/v1/photos/uploads", Open.SIGNED_IN),
    Line("GET PATCH", "/api/v1/photos/uploads/{sha256}", Open.SIGNED_IN),
    Line("GET", "/api/v1/photos/{digest}", Permission.VIEW_CASES),
    # Whoever reports names an account by its token, which may be a field of the form; the route looks there.
    Line("POST", "/open311/v2/requests.{form}", Open.PUBLIC, takes_token_in_query=True),
    Line("GET", "/open311/v2/requests.{form}", Permission.REPORT_CASES, takes_token_in_query=True),
    Line("GET", "/open311/v2/requests/{number}.{form}", Permission.REPORT_CASES, takes_token_in_query=True),
    Line("GET", "/open311/v2/services.{form}", Permission.REPORT_CASES, takes_token_in_query=True),
    Line("GET", "/open311/v2/services/{code}.{form}", Permission.REPORT_CASES, takes_token_in_query=True),
    Line("GET", "/api/v1/audit", Permission.VIEW_AUDIT),
    Line("GET", "/api/v1/audit.csv", Permission.VIEW_AUDIT),
    Line("GET", "/api/v1/quarantine", Permission.VIEW_QUARANTINE),
    Line("POST", "/api/v1/observations", Permission.PUSH_OBSERVATIONS, takes_token_in_query=True),
    Line("POST", "/api/v1/camera-events", Permission.PUSH_OBSERVATIONS, takes_token_in_query=True),
    Line("POST", "/api/v1/camera-events/hikvision", Permission.PUSH_OBSERVATIONS, takes_token_in_query=True),
    Line("POST", "/VIID/SubscribeNotifications", Permission.PUSH_OBSERVATIONS, takes_token_in_query=True),
    Line("POST", "/api/v1/uplinks/ctwing", Permission.PUSH_OBSERVATIONS, takes_token_in_query=True),
    Line("GET", "/", Permission.VIEW_OPERATIONS),
    Line("GET", "/cases", Permission.VIEW_CASES),
    Line("GET", "/snapshot", Permission.REPORT_CASES),
    Line("GET", "/sensors", Permission.VIEW_OPERATIONS),
    Line("GET", "/cameras", Permission.VIEW_OPERATIONS),
    Line("GET", "/field", Permission.SHARE_POSITION),
    Line("GET", "/squad", Permission.VIEW_DUTY_FIGURES),
    Line("GET", "/inspect", Permission.INSPECT),
    Line("GET", "/dispatch", Permission.DISPATCH_CASES),
    Line("GET", "/supervision", Permission.VIEW_CASES),
    Line("GET", "/admin", (Permission.VIEW_PEOPLE, Permission.VIEW_AUDIT)),
    Line("GET", "/roster", Permission.VIEW_DUTY),
    Line("GET", "/me", Permission.VIEW_WALL),
    # Addresses that lead nowhere, said to those who are known.
    Line("GET POST PUT PATCH DELETE OPTIONS", "/api/{path:path}", Open.SIGNED_IN),
    Line("GET", "/{path}", Open.SIGNED_IN),
)


def line_of(method: str, path: str) -> Line | None:
    """Return the line for a request; HEAD counts as GET, a websocket has the method WEBSOCKET; None refuses it."""
    wanted = "GET" if method == "HEAD" else method
    return next(
        (line for line in LINES if wanted in line.methods.split() and _pattern(line.path).fullmatch(path)), None
    )


@cache
def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{[a-z_]+(:path)?\}", path.rstrip("/"))
    pattern = re.escape(parts[0])
    for kind, rest in zip(parts[1::2], parts[2::2], strict=True):
        pattern += (".*" if kind else "[^/]+") + re.escape(rest)
    return re.compile(pattern + "/?")
