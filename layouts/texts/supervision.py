"""Texts of the page of supervision tasks."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Supervising:
    """The page of supervision tasks."""

    TITLE: Final = Text("督办", "Orders")
    NEW: Final = Text("下发督办", "Give a task")
    KIND: Final = Text("类别", "Kind")
    NO_KIND: Final = Text("请选择督办类别", "choose the kind of the task")
    UNIT: Final = Text("责任单位", "Unit")
    CHOOSE_UNIT: Final = Text("选择中队或处置单位", "a squad or a department")
    SUBJECT: Final = Text("事由", "Subject")
    DEMAND: Final = Text("督办要求", "What is demanded")
    HOURS: Final = Text("整改期限（小时）", "Time (hours)")
    CASES: Final = Text("涉及案件（每行一个编号）", "Cases (one number a line)")
    FILL: Final = Text("带入该中队超时案件", "Fill in its overdue cases")
    FILLED: Final = Text("带入 {} 个超时未督办案件", "{} overdue cases without supervision")
    ISSUE: Final = Text("下发", "Give it")
    ISSUED: Final = Text("督办 {} 已下发", "Task {} was given")
    BAD_HOURS: Final = Text("整改期限须为 1～8760 的整小时数", "time: whole hours from 1 to 8760")
    LIST: Final = Text("督办事项", "Tasks")
    NONE: Final = Text("没有督办事项", "There are no tasks")
    NONE_HINT: Final = Text(
        "超时、领导交办和督查发现的问题在这里下发，责任单位签收、回复，复核后销号。",
        "Tasks about late cases, leaders' demands and inspections appear here; units sign for them and answer.",
    )
    CHOOSE: Final = Text("选择一项督办", "Choose a task")
    CHOOSE_HINT: Final = Text("要求、案件、签收和回复都在这里。", "Its demand, cases, signature and answer stand here.")
    SHEET: Final = Text("督查交办单 PDF", "Order as PDF")
    DUE: Final = Text("期限", "due")
    ISSUED_BY: Final = Text("下发", "given")
    SIGNED_BY: Final = Text("签收", "signed for")
    ANSWERED_BY: Final = Text("回复", "answered")
    ENDED_BY: Final = Text("办结", "ended")
    ANSWER: Final = Text("整改情况", "What was done")
    REMARK: Final = Text("复核意见", "Review")
    ABOUT: Final = Text("涉及案件", "Cases")
    NO_CASES: Final = Text("没有关联案件", "no case belongs to it")
    DO: Final = Text("办理", "Next step")
    WORDS: Final = Text("写明整改情况或意见", "what was done, or why")
    SEND: Final = Text("确定", "Do it")
    DID: Final = Text("{}：{}", "{}: {}")
    NO_STEP: Final = Text("请选择要办理的事项", "choose what to do")
