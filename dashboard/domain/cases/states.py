"""Where a case stands, what can be done with it, and where it came from. The values are stored: they never change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dashboard.domain.text import Text


class CaseState(StrEnum):
    """Where a case stands on its way (the seven stages of GB/T 30428.8, with what may come between)."""

    REPORTED = "reported"
    SELF_DONE = "self_done"
    VERIFYING = "verifying"
    TO_REGISTER = "to_register"
    TO_DISPATCH = "to_dispatch"
    TO_HANDLE = "to_handle"
    RETURN_REQ = "return_req"
    HANDLING = "handling"
    DELAY_REQ = "delay_req"
    HANG_REQ = "hang_req"
    HUNG = "hung"
    FEEDBACK = "feedback"
    CHECKING = "checking"
    REWORK = "rework"
    TO_CLOSE = "to_close"
    CLOSED = "closed"
    FORCED_CLOSE = "forced_close"
    REJECTED = "rejected"
    VOID = "void"


STATE_LABELS: Final[Mapping[CaseState, Text]] = {
    CaseState.REPORTED: Text("待受理", "reported"),
    CaseState.SELF_DONE: Text("自处置待审", "self-handled, to approve"),
    CaseState.VERIFYING: Text("核实中", "verifying"),
    CaseState.TO_REGISTER: Text("待立案", "to file"),
    CaseState.TO_DISPATCH: Text("待派遣", "to dispatch"),
    CaseState.TO_HANDLE: Text("待处置", "to handle"),
    CaseState.RETURN_REQ: Text("回退待审", "return asked"),
    CaseState.HANDLING: Text("处置中", "handling"),
    CaseState.DELAY_REQ: Text("延期待审", "extension asked"),
    CaseState.HANG_REQ: Text("挂账待审", "suspension asked"),
    CaseState.HUNG: Text("挂账", "suspended"),
    CaseState.FEEDBACK: Text("待核查", "to check"),
    CaseState.CHECKING: Text("核查中", "checking"),
    CaseState.REWORK: Text("返工", "rework"),
    CaseState.TO_CLOSE: Text("待结案", "to close"),
    CaseState.CLOSED: Text("已结案", "closed"),
    CaseState.FORCED_CLOSE: Text("强制结案", "closed by force"),
    CaseState.REJECTED: Text("不予受理", "rejected"),
    CaseState.VOID: Text("作废", "void"),
}
ENDED: Final = frozenset({CaseState.CLOSED, CaseState.FORCED_CLOSE, CaseState.REJECTED, CaseState.VOID})
"""What is left by nothing but a remark or an appeal."""
BEFORE_FILING: Final = frozenset({CaseState.REPORTED, CaseState.SELF_DONE, CaseState.VERIFYING, CaseState.TO_REGISTER})
"""While these hold, it is a report."""
WITH_UNIT: Final = frozenset(
    {
        CaseState.TO_HANDLE,
        CaseState.RETURN_REQ,
        CaseState.HANDLING,
        CaseState.DELAY_REQ,
        CaseState.HANG_REQ,
        CaseState.HUNG,
        CaseState.REWORK,
    }
)
"""While these hold, the unit has the case."""


class Action(StrEnum):
    """What people do with a case; the values are in addresses of the API."""

    VERIFY = "verify"
    REGISTER = "register"
    REJECT = "reject"
    FILE = "file"
    VOID = "void"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    DEPART = "depart"
    ARRIVE = "arrive"
    FEEDBACK = "feedback"
    RETURN = "return"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    CHECK = "check"
    REWORK = "rework"
    CLOSE = "close"
    FORCE_CLOSE = "force-close"
    SUPERVISE = "supervise"
    EXEMPT = "exempt"
    MERGE = "merge"
    COMMENT = "comment"
    APPROVE = "approve"
    REFUSE = "refuse"


ACTION_LABELS: Final[Mapping[Action, Text]] = {
    Action.VERIFY: Text("核实", "Verify"),
    Action.REGISTER: Text("受理", "Register"),
    Action.REJECT: Text("不予受理", "Reject"),
    Action.FILE: Text("立案", "File"),
    Action.VOID: Text("作废", "Void"),
    Action.DISPATCH: Text("派遣", "Dispatch"),
    Action.ACCEPT: Text("接单", "Accept"),
    Action.DEPART: Text("出发", "Depart"),
    Action.ARRIVE: Text("到场", "Arrive"),
    Action.FEEDBACK: Text("反馈结果", "Report the result"),
    Action.RETURN: Text("申请回退", "Ask to return"),
    Action.EXTEND: Text("申请延期", "Ask for an extension"),
    Action.SUSPEND: Text("申请挂账", "Ask to suspend"),
    Action.RESUME: Text("恢复计时", "Resume"),
    Action.CHECK: Text("核查", "Check"),
    Action.REWORK: Text("返工", "Rework"),
    Action.CLOSE: Text("结案", "Close"),
    Action.FORCE_CLOSE: Text("强制结案", "Force closed"),
    Action.SUPERVISE: Text("督办", "Supervise"),
    Action.EXEMPT: Text("超时申诉", "Appeal against lateness"),
    Action.MERGE: Text("合并重复", "Merge duplicates"),
    Action.COMMENT: Text("批注", "Comment"),
    Action.APPROVE: Text("同意", "Approve"),
    Action.REFUSE: Text("不同意", "Refuse"),
}


class Outcome(StrEnum):
    """What came of the handling at the place, as a result says it."""

    FIXED = "fixed"
    DISPERSED = "dispersed"
    REFUSED = "refused"


OUTCOME_LABELS: Final[Mapping[Outcome, Text]] = {
    Outcome.FIXED: Text("已整改", "Put right"),
    Outcome.DISPERSED: Text("劝离", "Moved on"),
    Outcome.REFUSED: Text("拒不整改", "Refused"),
}


class Source(StrEnum):
    """How a case was discovered."""

    COLLECTOR = "collector"
    AI = "ai"
    IOT = "iot"
    VIDEO_SEAT = "video_seat"
    HANDHELD = "handheld"
    HOTLINE = "hotline"
    DEPARTMENT = "department"
    DRONE = "drone"
    QR = "qr"
    SNAPSHOT = "snapshot"
    GROUP_CLUE = "group_clue"
    LEADER = "leader"
    IMPORTED = "imported"


SOURCE_LABELS: Final[Mapping[Source, Text]] = {
    Source.COLLECTOR: Text("采集员", "Collector"),
    Source.AI: Text("AI 视频", "AI camera"),
    Source.IOT: Text("物联", "Sensor"),
    Source.VIDEO_SEAT: Text("视频座席", "Video seat"),
    Source.HANDHELD: Text("掌上", "Handheld"),
    Source.HOTLINE: Text("热线", "Hotline"),
    Source.DEPARTMENT: Text("部门转办", "Department"),
    Source.DRONE: Text("无人机", "Drone"),
    Source.QR: Text("公众扫码", "Public QR code"),
    Source.SNAPSHOT: Text("随手拍", "Snapshot group"),
    Source.GROUP_CLUE: Text("群体线索", "Informants"),
    Source.LEADER: Text("领导交办", "Leader"),
    Source.IMPORTED: Text("历史导入", "Imported"),
}
