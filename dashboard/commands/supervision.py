"""Give a supervision task, and take its next step: what a program sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from dashboard.commands.reading import Command
from dashboard.domain.readings import to_us
from dashboard.domain.supervision.records import (
    ANSWER_LENGTH,
    CASES_AT_MOST,
    DEMAND_LENGTH,
    TITLE_LENGTH,
    TaskDraft,
    TaskKind,
)


class SupervisionOrder(Command):
    """A new task, to a squad or to a department; `cases` are numbers of cases."""

    kind: TaskKind
    title: Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH)]
    demand: Annotated[str, Field(min_length=1, max_length=DEMAND_LENGTH)]
    squad: Annotated[str | None, Field(max_length=40)] = None
    department: Annotated[str | None, Field(max_length=40)] = None
    due_at: AwareDatetime
    cases: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=CASES_AT_MOST, default_factory=list)]

    def draft(self) -> TaskDraft:
        """The task as the rules take it."""
        return TaskDraft(
            kind=self.kind,
            title=self.title.strip(),
            demand=self.demand.strip(),
            squad=self.squad,
            department=self.department,
            due_us=to_us(self.due_at),
            cases=tuple(self.cases),
        )


class SupervisionStep(Command):
    """The next step of a task; `revision` is that of the task as it was seen."""

    revision: Annotated[int, Field(ge=1)]
    text: Annotated[str, Field(max_length=ANSWER_LENGTH)] = ""
