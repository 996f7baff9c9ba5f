"""How long people of the demo bureau take for each step of a case, in minutes from and to; and what they say to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.cases.states import Action

Minutes = tuple[int, int]

RECEIVES: Final[Minutes] = (1, 12)
SENDS_TO_VERIFY: Final[Minutes] = (2, 12)
VERIFIES: Final[Minutes] = (8, 32)
LOOKS_AROUND: Final[Minutes] = (1, 6)
FILES: Final[Minutes] = (1, 11)
VOIDS: Final[Minutes] = (5, 40)
AGREES_TO_VOID: Final[Minutes] = (5, 60)
DISPATCHES: Final[Minutes] = (1, 11)
DISPATCHES_WRONGLY: Final[Minutes] = (1, 10)
RETURNS: Final[Minutes] = (10, 50)
TAKES_BACK: Final[Minutes] = (5, 60)
FORCES: Final[Minutes] = (30, 60)
AGREES_TO_FORCE: Final[Minutes] = (10, 60)
ACCEPTS: Final[Minutes] = (2, 20)
COMMENTS: Final[Minutes] = (3, 30)
ASKS_FOR_TIME: Final[Minutes] = (5, 40)
LEADER_GIVES_TIME: Final[Minutes] = (20, 160)
CHIEF_GIVES_TIME: Final[Minutes] = (20, 200)
ASKS_TO_SUSPEND: Final[Minutes] = (10, 60)
SUSPENDS: Final[Minutes] = (15, 120)
WAY: Final[Minutes] = (3, 16)
WORKS_AT_LEAST: Final[Minutes] = (8, 25)
SENDS_TO_CHECK: Final[Minutes] = (2, 24)
CHECKS: Final[Minutes] = (6, 28)
FINDS_FAULT: Final[Minutes] = (6, 30)
ACCEPTS_AGAIN: Final[Minutes] = (5, 40)
WORKS_AGAIN: Final[Minutes] = (40, 300)
CLOSES: Final[Minutes] = (2, 26)
APPROVES_SELF_DONE: Final[Minutes] = (8, 90)
SUPERVISES_LATE: Final[Minutes] = (10, 90)

ARRIVES_AFTER: Final = (0.35, 0.85)
"""After which part of the time that handling takes somebody is there."""
SUSPENDED_DAYS: Final = (6, 60)

REASONS: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.REJECT: ("现场未发现所述问题", "不属于城市管理职责范围", "重复上报，已有案件在办"),
    Action.VOID: ("重复立案", "误报，经核不属实"),
    Action.RETURN: ("不属本单位职责，建议改派", "该处由其他单位养护"),
    Action.EXTEND: ("需协调权属单位，时间不足", "配件未到，申请延期"),
    Action.SUSPEND: ("工程性问题，列入下阶段计划", "需待汛期后施工"),
    Action.REWORK: ("现场仍有残留，未清理干净", "整改不到位，照片与现场不符"),
    Action.FORCE_CLOSE: ("当事人已搬离，无需继续处置",),
    Action.SUPERVISE: ("超时未处置，请抓紧办理", "群众反映强烈，限期办结"),
    Action.EXEMPT: ("施工围挡影响进场，非本单位原因",),
    Action.COMMENT: ("请注意回访", "此处易复发，加强巡查", "已与街道联系"),
    Action.FEEDBACK: ("已清理完毕", "已劝离并恢复原状", "已修复，设施正常", "已整改到位"),
}
