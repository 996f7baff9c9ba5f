"""Who may do what: roles, permissions, how far they reach, and the one function that decides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from dashboard.domain.text import Text


class Role(StrEnum):
    """What an account is for. A person may have several accounts, an account has one role."""

    WALL = "wall"
    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    SQUAD_LEADER = "squad_leader"
    OFFICER = "officer"
    DEPARTMENT = "department"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    PROGRAM = "program"


ROLE_LABELS: Final[Mapping[Role, Text]] = {
    Role.WALL: Text("大屏", "Wall"),
    Role.OPERATOR: Text("座席员", "Operator"),
    Role.DISPATCHER: Text("值班长 / 派遣员", "Duty chief / dispatcher"),
    Role.SQUAD_LEADER: Text("中队长", "Squad leader"),
    Role.OFFICER: Text("队员", "Officer"),
    Role.DEPARTMENT: Text("处置单位联络员", "Department"),
    Role.MANAGER: Text("局领导 / 考评员", "Manager"),
    Role.ADMINISTRATOR: Text("系统管理员", "Administrator"),
    Role.AUDITOR: Text("审计管理员", "Auditor"),
    Role.PROGRAM: Text("程序", "Program"),
}
PEOPLES_ROLES: Final = tuple(role for role in Role if role not in (Role.WALL, Role.PROGRAM))
"""Roles of accounts with which people sign in; walls have their device token, programs their API token."""


class Permission(StrEnum):
    """Something that one may see or do."""

    VIEW_WALL = "view_wall"
    VIEW_OPERATIONS = "view_operations"
    SEE_CLEAR_PICTURES = "see_clear_pictures"
    WATCH_CAMERAS = "watch_cameras"
    HANDLE_ALARMS = "handle_alarms"
    JUDGE_EVENTS = "judge_events"
    WALK_ROUNDS = "walk_rounds"
    EDIT_ROUNDS = "edit_rounds"
    DIRECT_WALLS = "direct_walls"
    EDIT_RULES = "edit_rules"
    EDIT_MAINTENANCE = "edit_maintenance"
    REGISTER_DEVICES = "register_devices"
    VIEW_QUARANTINE = "view_quarantine"
    PUSH_OBSERVATIONS = "push_observations"
    VIEW_PEOPLE = "view_people"
    REVEAL_PERSONAL_DATA = "reveal_personal_data"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_RIGHTS = "manage_rights"
    MANAGE_CITY = "manage_city"
    MANAGE_CATALOGUE = "manage_catalogue"
    VIEW_DUTY = "view_duty"
    VIEW_DUTY_FIGURES = "view_duty_figures"
    EDIT_ROSTER = "edit_roster"
    SHARE_POSITION = "share_position"
    INSPECT = "inspect"
    VIEW_CASES = "view_cases"
    REPORT_CASES = "report_cases"
    REGISTER_CASES = "register_cases"
    FILE_CASES = "file_cases"
    DISPATCH_CASES = "dispatch_cases"
    EDIT_DISPATCH_RULES = "edit_dispatch_rules"
    HANDLE_CASES = "handle_cases"
    CHECK_CASES = "check_cases"
    APPROVE_CASES = "approve_cases"
    SUPERVISE_CASES = "supervise_cases"
    FORCE_CLOSE_CASES = "force_close_cases"
    MANAGE_EXCHANGE = "manage_exchange"
    VIEW_AUDIT = "view_audit"
    VIEW_PROCESSES = "view_processes"


PERMISSION_LABELS: Final[Mapping[Permission, Text]] = {
    Permission.VIEW_WALL: Text("看大屏内容", "See what walls show"),
    Permission.VIEW_OPERATIONS: Text("看指挥台和物联", "See the desk and the devices"),
    Permission.SEE_CLEAR_PICTURES: Text("看摄像头原图（未打码）", "See pictures of cameras unblurred"),
    Permission.WATCH_CAMERAS: Text("看摄像头实时画面", "Watch cameras live"),
    Permission.HANDLE_ALARMS: Text("处理告警", "Handle alarms"),
    Permission.JUDGE_EVENTS: Text("判定 AI 事件", "Judge what cameras see"),
    Permission.WALK_ROUNDS: Text("视频巡查", "Walk patrol rounds by camera"),
    Permission.EDIT_ROUNDS: Text("安排视频巡查", "Plan patrol rounds by camera"),
    Permission.DIRECT_WALLS: Text("导播大屏", "Direct walls"),
    Permission.EDIT_RULES: Text("修改告警阈值", "Change alarm thresholds"),
    Permission.EDIT_MAINTENANCE: Text("安排检修窗口", "Plan maintenance windows"),
    Permission.REGISTER_DEVICES: Text("登记设备", "Register devices"),
    Permission.VIEW_QUARANTINE: Text("看隔离报文原文", "See quarantined messages"),
    Permission.PUSH_OBSERVATIONS: Text("推送观测和事件", "Push observations and events"),
    Permission.VIEW_PEOPLE: Text("看人员（脱敏）", "See people (masked)"),
    Permission.REVEAL_PERSONAL_DATA: Text("查看完整个人信息", "Reveal personal data"),
    Permission.MANAGE_PEOPLE: Text("管理人员和队伍", "Manage people and squads"),
    Permission.MANAGE_ACCOUNTS: Text("管理账号", "Manage accounts"),
    Permission.MANAGE_RIGHTS: Text("管理角色权限", "Manage roles and rights"),
    Permission.MANAGE_CITY: Text("设置城市", "Set the city's name, centre and title"),
    Permission.MANAGE_CATALOGUE: Text("导入案件类目", "Import the catalogue of cases"),
    Permission.VIEW_DUTY: Text("看值勤、位置和轨迹", "See who is on duty, positions and tracks"),
    Permission.VIEW_DUTY_FIGURES: Text("看值勤统计（无姓名）", "See figures of duty, without names"),
    Permission.EDIT_ROSTER: Text("排班", "Make the roster"),
    Permission.SHARE_POSITION: Text("签到并上报位置", "Sign in and share the own position"),
    Permission.INSPECT: Text("抽查督查", "Inspect at random"),
    Permission.VIEW_CASES: Text("看案件", "See cases"),
    Permission.REPORT_CASES: Text("上报案件", "Report cases"),
    Permission.REGISTER_CASES: Text("受理、核实案件", "Receive and verify reports"),
    Permission.FILE_CASES: Text("立案、结案", "File and close cases"),
    Permission.DISPATCH_CASES: Text("派遣案件", "Dispatch cases"),
    Permission.EDIT_DISPATCH_RULES: Text("修改派遣规则", "Change rules of dispatch"),
    Permission.HANDLE_CASES: Text("处置案件", "Handle cases"),
    Permission.CHECK_CASES: Text("现场核实核查", "Verify and check on the spot"),
    Permission.APPROVE_CASES: Text("审批回退、延期、挂账", "Approve returns, extensions, suspensions"),
    Permission.SUPERVISE_CASES: Text("督办案件", "Supervise cases"),
    Permission.FORCE_CLOSE_CASES: Text("强制结案", "Force cases closed"),
    Permission.MANAGE_EXCHANGE: Text("管理外部系统", "Manage other systems"),
    Permission.VIEW_AUDIT: Text("查看和导出审计", "See and export the audit log"),
    Permission.VIEW_PROCESSES: Text("看进程和数据源", "See processes and sources"),
}


class Reach(StrEnum):
    """How far a permission reaches, the shortest first."""

    OWN = "own"
    SQUAD = "squad"
    DEPARTMENT = "department"
    AREA = "area"
    ALL = "all"


REACH_LABELS: Final[Mapping[Reach, Text]] = {
    Reach.OWN: Text("本人", "own"),
    Reach.SQUAD: Text("本中队", "own squad"),
    Reach.DEPARTMENT: Text("本单位", "own department"),
    Reach.AREA: Text("责任区", "own areas"),
    Reach.ALL: Text("全部", "all"),
}

Rights = Mapping[Permission, Reach]
_Name = TypeVar("_Name", bound=str)


class Means(StrEnum):
    """By what somebody is known."""

    SESSION = "session"
    OIDC = "oidc"
    PROGRAM = "program"
    SCREEN = "screen"
    LINK = "link"
    COMMAND_LINE = "command_line"
    SYSTEM = "system"


class Actor(NamedTuple):
    """Who acts, as the server knows: never told by what a page sends.

    `name` is what records keep. `squad` and `department` are codes; `person` is the number of the person whose account
    it is. `areas` are codes of the areas that are the actor's,
    those below them included by `Target.areas` naming all levels. `address` is the network address.
    """

    name: str
    role: Role
    rights: Rights
    means: Means
    account_key: int | None = None
    squad: str | None = None
    areas: frozenset[str] = frozenset()
    address: str = ""
    must_change_password: bool = False
    person: str | None = None
    department: str | None = None


class Target(NamedTuple):
    """What something is done to: whose it is. `areas` are the codes of the areas that it lies in, of every level."""

    owner: str | None = None
    squad: str | None = None
    areas: frozenset[str] = frozenset()
    department: str | None = None


class Decision(NamedTuple):
    """Whether it is allowed, and why or why not."""

    allowed: bool
    why: Text


def decide_any(actor: Actor, permissions: Permission | tuple[Permission, ...]) -> Decision:
    """Return whether the actor may do one of these, and why; the first of them tells why not."""
    asked = permissions if isinstance(permissions, tuple) else (permissions,)
    decisions = [decide(actor, permission) for permission in asked]
    return next((decision for decision in decisions if decision.allowed), decisions[0])


def decide(actor: Actor, permission: Permission, target: Target | None = None) -> Decision:
    """Return whether the actor may do this, and why. Without a target any reach will do; with one it must cover it."""
    label, role = PERMISSION_LABELS[permission], ROLE_LABELS[actor.role]
    reach = actor.rights.get(permission)
    if reach is None:
        return Decision(
            False, Text(f"{role.zh}没有“{label.zh}”的权限", f"the role {role.en!r} has no right to: {label.en}")
        )
    if target is None or _covers(actor, reach, target):
        held = REACH_LABELS[reach]
        return Decision(True, Text(f"{role.zh}：{label.zh}（{held.zh}）", f"{role.en}: {label.en} ({held.en})"))
    held = REACH_LABELS[reach]
    return Decision(
        False,
        Text(
            f"“{label.zh}”的权限只到{held.zh}，这一项不在其中",
            f"the right to {label.en!r} reaches {held.en} only, and this is not among it",
        ),
    )


def _covers(actor: Actor, reach: Reach, target: Target) -> bool:
    own = target.owner is not None and target.owner == actor.name
    squad = own or (target.squad is not None and target.squad == actor.squad)
    match reach:
        case Reach.ALL:
            return True
        case Reach.AREA:
            return squad or bool(actor.areas & target.areas)
        case Reach.SQUAD:
            return squad
        case Reach.DEPARTMENT:
            return own or (target.department is not None and target.department == actor.department)
        case Reach.OWN:
            return own


_P: Final = Permission
_WATCH: Final[Rights] = {_P.VIEW_WALL: Reach.ALL, _P.VIEW_OPERATIONS: Reach.ALL}
_DESK: Final[Rights] = {
    **_WATCH,
    _P.SEE_CLEAR_PICTURES: Reach.ALL,
    _P.WATCH_CAMERAS: Reach.ALL,
    _P.HANDLE_ALARMS: Reach.ALL,
    _P.JUDGE_EVENTS: Reach.ALL,
    _P.WALK_ROUNDS: Reach.ALL,
    _P.VIEW_PEOPLE: Reach.ALL,
    _P.EDIT_MAINTENANCE: Reach.ALL,
    _P.DIRECT_WALLS: Reach.ALL,
    _P.VIEW_DUTY: Reach.ALL,
    _P.VIEW_DUTY_FIGURES: Reach.ALL,
    _P.VIEW_CASES: Reach.ALL,
    _P.REPORT_CASES: Reach.ALL,
    _P.REGISTER_CASES: Reach.ALL,
}
USUAL_RIGHTS: Final[Mapping[Role, Rights]] = {
    Role.WALL: {_P.VIEW_WALL: Reach.ALL, _P.WATCH_CAMERAS: Reach.ALL},
    Role.OPERATOR: _DESK,
    Role.DISPATCHER: {
        **_DESK,
        _P.REVEAL_PERSONAL_DATA: Reach.ALL,
        _P.VIEW_PROCESSES: Reach.ALL,
        _P.EDIT_ROSTER: Reach.ALL,
        _P.EDIT_ROUNDS: Reach.ALL,
        _P.INSPECT: Reach.ALL,
        _P.FILE_CASES: Reach.ALL,
        _P.DISPATCH_CASES: Reach.ALL,
        _P.EDIT_DISPATCH_RULES: Reach.ALL,
        _P.HANDLE_CASES: Reach.ALL,
        _P.CHECK_CASES: Reach.ALL,
        _P.APPROVE_CASES: Reach.ALL,
        _P.SUPERVISE_CASES: Reach.ALL,
        _P.FORCE_CLOSE_CASES: Reach.ALL,
        _P.MANAGE_CATALOGUE: Reach.ALL,
    },
    Role.SQUAD_LEADER: {
        **_WATCH,
        _P.SEE_CLEAR_PICTURES: Reach.ALL,
        _P.WATCH_CAMERAS: Reach.AREA,
        _P.HANDLE_ALARMS: Reach.AREA,
        _P.JUDGE_EVENTS: Reach.AREA,
        _P.EDIT_MAINTENANCE: Reach.AREA,
        _P.VIEW_PEOPLE: Reach.SQUAD,
        _P.REVEAL_PERSONAL_DATA: Reach.SQUAD,
        _P.VIEW_DUTY: Reach.SQUAD,
        _P.VIEW_DUTY_FIGURES: Reach.SQUAD,
        _P.EDIT_ROSTER: Reach.SQUAD,
        _P.INSPECT: Reach.SQUAD,
        _P.VIEW_CASES: Reach.AREA,
        _P.REPORT_CASES: Reach.ALL,
        _P.HANDLE_CASES: Reach.SQUAD,
        _P.CHECK_CASES: Reach.AREA,
        _P.APPROVE_CASES: Reach.SQUAD,
        _P.SHARE_POSITION: Reach.OWN,
    },
    Role.OFFICER: {
        **_WATCH,
        _P.WATCH_CAMERAS: Reach.AREA,
        _P.HANDLE_ALARMS: Reach.AREA,
        _P.VIEW_PEOPLE: Reach.SQUAD,
        _P.VIEW_DUTY: Reach.OWN,
        _P.SHARE_POSITION: Reach.OWN,
        _P.VIEW_CASES: Reach.SQUAD,
        _P.REPORT_CASES: Reach.ALL,
        _P.HANDLE_CASES: Reach.OWN,
        _P.CHECK_CASES: Reach.OWN,
    },
    Role.DEPARTMENT: {_P.VIEW_CASES: Reach.DEPARTMENT, _P.HANDLE_CASES: Reach.DEPARTMENT},
    Role.MANAGER: {
        **_WATCH,
        _P.WATCH_CAMERAS: Reach.ALL,
        _P.VIEW_PEOPLE: Reach.ALL,
        _P.VIEW_DUTY_FIGURES: Reach.ALL,
        _P.VIEW_CASES: Reach.ALL,
        _P.APPROVE_CASES: Reach.ALL,
        _P.SUPERVISE_CASES: Reach.ALL,
    },
    Role.ADMINISTRATOR: {
        permission: Reach.ALL
        for permission in Permission
        if permission not in (_P.PUSH_OBSERVATIONS, _P.REVEAL_PERSONAL_DATA, _P.SEE_CLEAR_PICTURES, _P.SHARE_POSITION)
    },
    Role.AUDITOR: {_P.VIEW_WALL: Reach.ALL, _P.VIEW_AUDIT: Reach.ALL},
    Role.PROGRAM: {},
}
"""What roles may at first; afterwards the database has the say. A program's rights are the scopes of its token."""

AUDITORS_RIGHTS: Final = frozenset({_P.VIEW_WALL, _P.VIEW_AUDIT, _P.VIEW_PROCESSES})
"""All that auditors can ever be given: whoever watches administrators does nothing that is to be watched."""
DEPARTMENTS_SCOPES: Final = frozenset({_P.VIEW_CASES, _P.HANDLE_CASES})
"""All that the token of another department's program can be given; they reach its own cases."""
_ADMINISTERING: Final = frozenset({_P.MANAGE_ACCOUNTS, _P.MANAGE_RIGHTS})

SCOPES: Final = (
    _P.VIEW_WALL,
    _P.VIEW_OPERATIONS,
    _P.WATCH_CAMERAS,
    _P.HANDLE_ALARMS,
    _P.JUDGE_EVENTS,
    _P.PUSH_OBSERVATIONS,
    _P.VIEW_QUARANTINE,
    _P.VIEW_PEOPLE,
    _P.VIEW_DUTY,
    _P.VIEW_DUTY_FIGURES,
    _P.VIEW_CASES,
    _P.REPORT_CASES,
    _P.REGISTER_CASES,
    _P.FILE_CASES,
    _P.DISPATCH_CASES,
    _P.HANDLE_CASES,
    _P.CHECK_CASES,
    _P.MANAGE_EXCHANGE,
    _P.VIEW_AUDIT,
    _P.VIEW_PROCESSES,
)
"""What an API token may be given."""


def system(name: str = "system", means: Means = Means.SYSTEM) -> Actor:
    """Return the actor of what Xiuhua does by itself or an administrator does at the machine."""
    return Actor(name=name, role=Role.ADMINISTRATOR, rights=dict.fromkeys(Permission, Reach.ALL), means=means)


def separated(rights: Mapping[_Name, Reach]) -> Mapping[_Name, Reach]:
    """Return the rights without the sight of the audit log, if they administer accounts or rights.

    GB/T 22239-2019 7.1.4.2 d and 7.1.5.2: who administers and who audits are not the same.
    """
    if not _ADMINISTERING & rights.keys():
        return rights
    return {permission: reach for permission, reach in rights.items() if permission != Permission.VIEW_AUDIT}
