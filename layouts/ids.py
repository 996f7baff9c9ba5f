"""Every component id: callbacks and layouts share these names, and nothing else names a component."""

from __future__ import annotations

from enum import StrEnum
from typing import TypedDict

from dashboard.domain.feeds import Feed


class Shell(StrEnum):
    """Always mounted: the frame around the pages."""

    ROOT = "shell"
    FEED_ALARMS = f"feed-{Feed.ALARMS}"
    FEED_CAMERA_EVENTS = f"feed-{Feed.CAMERA_EVENTS}"
    FEED_CASES = f"feed-{Feed.CASES}"
    FEED_CATALOGUE = f"feed-{Feed.CATALOGUE}"
    FEED_GATES = f"feed-{Feed.GATES}"
    FEED_PEOPLE = f"feed-{Feed.PEOPLE}"
    FEED_QUARANTINE = f"feed-{Feed.QUARANTINE}"
    FEED_REGISTRY = f"feed-{Feed.REGISTRY}"
    FEED_ROSTER = f"feed-{Feed.ROSTER}"
    FEED_WALLS = f"feed-{Feed.WALLS}"
    SELECTED_ASSET = "selected-asset"
    SELECTED_EVENT = "selected-event"
    SELECTED_PERSON = "selected-person"
    SELECTED_CASE = "selected-case"
    CASE_ACTION = "case-action"
    ALARM_COMMAND = "alarm-command"
    RULE_COMMAND = "rule-command"
    WINDOW_COMMAND = "window-command"
    GHOST_COMMAND = "ghost-command"
    GHOST_DRAFT = "ghost-draft"
    ROSTER_COMMAND = "roster-command"
    TRIAGE_COMMAND = "triage-command"
    THEME = "theme"
    TICK = "tick"
    SEARCH_TEXT = "search-text"
    SEARCH_RESULTS = "search-results"
    NOTICE = "notice"
    HEALTH = "system-health"
    SHELVE_REASON = "shelve-reason"
    WINDOW_REASON = "window-reason"
    DRAWER = "drawer"
    DRAWER_BODY = "drawer-body"


class Drawer(StrEnum):
    """Inside the drawer, mounted while an asset or an event is open."""

    HEAD = "drawer-head"
    ALARMS = "drawer-alarms"
    HISTORY = "drawer-history"
    HISTORY_VIEW = "drawer-history-view"
    FIRED = "drawer-fired"
    VERDICT = "drawer-verdict"


class Person(StrEnum):
    """Inside the drawer, mounted while a person is open."""

    SHEET = "person-sheet"
    REASON = "person-reason"
    REVEAL = "person-reveal"


class Cases(StrEnum):
    """The list of cases, on the desk and on its own page."""

    VIEW = "cases-view"
    HEAD = "cases-head"
    VIEWS = "cases-views"
    FILTERS = "cases-filters"
    NAME = "cases-view-name"
    SAVE = "cases-view-save"
    FORGET = "cases-view-forget"
    ROWS = "cases-rows"


class CaseDrawer(StrEnum):
    """Inside the drawer, mounted while a case is open."""

    HEAD = "case-head"
    PRESENT = "case-present"
    TIMELINE = "case-timeline"
    NOW = "case-now"
    PHOTOS = "case-photos"
    CLOCKS = "case-clocks"
    FORM = "case-form"
    ACTIONS = "case-actions"
    SHOWN = "case-shown"
    SIGN = "case-sign"


class CaseReport(StrEnum):
    """The dialog that reports a case; its fields are mounted while it is open."""

    OPENED = "case-report-opened"
    REPORTED = "case-report-reported"
    FORM = "case-report-form"
    CATEGORY = "case-report-category"
    CONDITION = "case-report-condition"
    OUTLOOK = "case-report-outlook"
    SOURCE = "case-report-source"
    DESCRIPTION = "case-report-description"
    ADDRESS = "case-report-address"
    LON = "case-report-lon"
    LAT = "case-report-lat"
    URGENT = "case-report-urgent"
    PHOTOS = "case-report-photos"
    SAID = "case-report-said"
    SEND = "case-report-send"


class CaseForm(StrEnum):
    """The form of an action, mounted while one is chosen; the fields that it does not need are hidden."""

    SEEN = "case-form-seen"
    REASON = "case-form-reason"
    SQUAD = "case-form-squad"
    SECOND_SQUAD = "case-form-second-squad"
    DEPARTMENT = "case-form-department"
    ASSIGNEE = "case-form-assignee"
    CHECKER = "case-form-checker"
    UNTIL = "case-form-until"
    FILING = "case-form-filing"
    INTO = "case-form-into"
    SIMILAR = "case-form-similar"
    PHOTOS = "case-form-photos"
    SEND = "case-form-send"
    SAID = "case-form-said"


class Director(StrEnum):
    """The director's panel and the pairing dialog."""

    OPENED = "director-opened"
    TARGET = "director-target"
    COMMAND = "director-command"
    CLOCK = "director-clock"
    COUNT = "director-count"
    SCREENS = "director-screens"
    CONTROLS = "director-controls"
    FOOT = "director-foot"
    MESSAGE = "director-message"
    SHOWING = "director-showing"
    SAID = "director-said"
    CODE = "pairing-code"
    NAME = "pairing-name"
    PLACE = "pairing-place"
    PAIRING_SAID = "pairing-said"


class Desk(StrEnum):
    """The desk page."""

    MAP = "map"
    ALARMS = "desk-alarms"
    ALARMS_COUNT = "desk-alarms-count"
    EVENTS = "desk-events"
    EVENTS_COUNT = "desk-events-count"
    EVENTS_ORDER = "desk-events-order"
    EVENTS_OPENED = "desk-events-opened"
    REPORTS = "desk-reports"
    REPORTS_COUNT = "desk-reports-count"
    STANDING = "desk-standing"
    LAST_LOOK = "desk-last-look"
    OLDEST = "desk-oldest"
    LAYERS = "desk-layers"
    OVERVIEW = "desk-overview"
    AREA_STATES = "desk-area-states"
    MINE = "desk-mine"
    MINE_BUTTON = "desk-mine-button"


class Sensors(StrEnum):
    """The device page."""

    REGISTER_VIEW = "sensors-register-view"
    REGISTER_ONLINE = "sensors-register-online"
    REGISTER_ROWS = "sensors-register-rows"
    REGISTER_TEXT = "sensors-register-text"
    THRESHOLDS = "sensors-thresholds"
    RULES_CHANGED = "sensors-rules-changed"
    RULE_TRIED = "sensors-rule-tried"
    RULE_PREVIEW = "sensors-rule-preview"
    THRESHOLD_KIND = "sensors-threshold-kind"
    DRAINAGE = "sensors-drainage"
    NETWORK = "sensors-network"
    REGISTER_FILTERS = "sensors-register-filters"
    PARKING = "sensors-parking"
    QUALITY = "sensors-quality"
    GHOSTS = "sensors-ghosts"
    GHOSTS_COUNT = "sensors-ghosts-count"
    GHOST_REF = "sensors-ghost-ref"
    GHOST_FORM = "sensors-ghost-form"
    GHOST_PREVIEWS = "sensors-ghost-previews"
    GHOST_FAULTS = "sensors-ghost-faults"
    WINDOWS = "sensors-windows"
    WINDOW_PLACES = "sensors-window-places"
    WINDOW_ASSET = "sensors-window-asset"


class Admin(StrEnum):
    """The page of the administrator."""

    VIEW = "admin-people-view"
    SQUAD_TILES = "admin-squad-tiles"
    PEOPLE_TEXT = "admin-people-text"
    PEOPLE = "admin-people"
    PAGER = "admin-people-pager"
    PERSON_NUMBER = "admin-person-number"
    PERSON_NAME = "admin-person-name"
    PERSON_PHONE = "admin-person-phone"
    PERSON_POST = "admin-person-post"
    PERSON_SQUAD = "admin-person-squad"
    PERSON_DEPARTMENT = "admin-person-department"
    PERSON_SKILLS = "admin-person-skills"
    PERSON_STAFF = "admin-person-staff"
    PERSON_STATUS = "admin-person-status"
    PERSON_SAVE = "admin-person-save"
    PERSON_SAID = "admin-person-said"
    PHOTO_FILE = "admin-photo-file"
    PHOTO_FILE_NAME = "admin-photo-file-name"
    PHOTO_SAVE = "admin-photo-save"
    PHOTO_REMOVE = "admin-photo-remove"
    PHOTO_SAID = "admin-photo-said"
    WORN_SOURCE = "admin-worn-source"
    WORN_URL = "admin-worn-url"
    WORN_USER = "admin-worn-user"
    WORN_KEY = "admin-worn-password"
    WORN_SAVE = "admin-worn-save"
    WORN_REMOVE = "admin-worn-remove"
    WORN_SHOW = "admin-worn-show"
    WORN_SAID = "admin-worn-said"
    DEPARTMENT = "admin-people-department"
    SQUADS = "admin-squads"
    MERGE_FROM = "admin-merge-from"
    MERGE_INTO = "admin-merge-into"
    MERGE_OUTLOOK = "admin-merge-outlook"
    MERGE_DO = "admin-merge-do"
    MERGE_SAID = "admin-merge-said"
    DEPARTMENTS = "admin-departments"
    RESPONSIBILITIES = "admin-responsibilities"
    AUDIT = "admin-audit"
    AUDIT_HEAD = "admin-audit-head"
    AUDIT_TEXT = "admin-audit-text"
    AUDIT_ACTOR = "admin-audit-actor"
    AUDIT_ACTION = "admin-audit-action"
    AUDIT_FROM = "admin-audit-from"
    AUDIT_UNTIL = "admin-audit-until"
    AUDIT_EXPORT = "admin-audit-export"
    AUDIT_CURSOR = "admin-audit-cursor"
    AUDIT_NEXT = "admin-audit-next"
    AUDIT_OLDER = "admin-audit-older"
    AUDIT_NEWEST = "admin-audit-newest"
    ACCOUNTS = "admin-accounts"
    ACCOUNTS_CHANGED = "admin-accounts-changed"
    ACCOUNTS_SAID = "admin-accounts-said"
    ACCOUNT = "admin-account"
    ACCOUNT_NAME = "admin-account-name"
    ACCOUNT_ROLE = "admin-account-role"
    ACCOUNT_DEPARTMENT = "account-department"
    ACCOUNT_SQUAD = "admin-account-squad"
    ACCOUNT_PERSON = "admin-account-person"
    ACCOUNT_SAVE = "admin-account-save"
    ACCOUNT_RESET = "admin-account-reset"
    ACCOUNT_SWITCH = "admin-account-switch"
    ACCOUNT_END = "admin-account-end"
    TOKENS = "admin-tokens"
    PROGRAM_NAME = "admin-program-name"
    PROGRAM_SCOPES = "admin-program-scopes"
    PROGRAM_ADD = "admin-program-add"
    PROGRAM_REVOKE = "admin-program-revoke"
    RIGHTS = "admin-rights"
    RIGHT_ROLE = "admin-right-role"
    RIGHT_PERMISSION = "admin-right-permission"
    RIGHT_REACH = "admin-right-reach"
    RIGHT_SAVE = "admin-right-save"
    RIGHT_SAVED = "admin-right-saved"
    RIGHT_SAID = "admin-right-said"
    JOB_KIND = "admin-job-kind"
    JOB_CRS = "admin-job-crs"
    JOB_FILE = "admin-job-file"
    JOB_FILE_NAME = "admin-job-file-name"
    JOB_TRY = "admin-job-try"
    JOB_START = "admin-job-start"
    JOB_SAID = "admin-job-said"
    JOB_ASKED = "admin-job-asked"
    JOB_CLOCK = "admin-job-clock"
    JOB_CANCEL = "admin-job-cancel"
    JOB_CHOSEN = "admin-job-chosen"
    JOBS = "admin-jobs"
    PROCESSES = "admin-processes"
    CITY = "admin-city"
    CITY_SAVE = "admin-city-save"
    CITY_SAID = "admin-city-said"
    CITY_SAVED = "admin-city-saved"
    CITY_NAME = "admin-city-name"
    CITY_NAME_EN = "admin-city-name-en"
    CITY_TITLE = "admin-city-title"
    CITY_TITLE_EN = "admin-city-title-en"
    CITY_CENTRE = "admin-city-centre"
    MAPPINGS = "admin-mappings"
    SOURCES = "admin-sources"


class Supervision(StrEnum):
    """The page of supervision tasks."""

    TASK = "supervision-task"
    REQUEST = "supervision-request"
    DONE = "supervision-done"
    SAID = "supervision-said"
    LIST = "supervision-list"
    VIEW = "supervision-view"
    KIND = "supervision-kind"
    UNIT = "supervision-unit"
    SUBJECT = "supervision-subject"
    DEMAND = "supervision-demand"
    HOURS = "supervision-hours"
    CASES = "supervision-cases"
    FILL = "supervision-fill"
    ISSUE = "supervision-issue"
    REVISION = "supervision-revision"
    STEP = "supervision-step"
    WORDS = "supervision-words"
    SEND = "supervision-send"


class Mine(StrEnum):
    """The page of one's own account."""

    PROFILE = "me-profile"
    SESSIONS = "me-sessions"
    SESSION = "me-session"
    END = "me-end"
    SAID = "me-said"
    CHANGED = "me-changed"
    PHOTO = "me-photo"
    PHOTO_FILE = "me-photo-file"
    PHOTO_REMOVE = "me-photo-remove"
    PHOTO_SAID = "me-photo-said"
    PHOTO_CHANGED = "me-photo-changed"


class Ghost(StrEnum):
    """The form of a device that nobody registered, mounted while one is chosen."""

    ASSET_ID = "ghost-asset-id"
    NAME = "ghost-name"
    LON = "ghost-lon"
    LAT = "ghost-lat"
    DATUM = "ghost-datum"
    MAP = "ghost-map"
    SCALE = "ghost-scale"


class Wall(StrEnum):
    """The wall page; what it shows is put in place by the browser."""

    MAP = "wall-map"
    VIEW = "wall-view"
    PICTURE = "wall-picture"
    FOCUS = "wall-focus"
    FOCUS_CARD = "wall-focus-card"
    STAGE = "wall-stage"
    PLOTLY = "wall-plotly"


class SlotId(TypedDict):
    """The id of a repeated widget: which widget, and which of its copies."""

    widget: str
    key: str


def slot(widget: StrEnum, key: str) -> SlotId:
    """The id of the copy `key` of a widget that occurs several times."""
    return {"widget": widget.value, "key": key}
