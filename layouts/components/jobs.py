"""导入: long work, asked for with a file, with its progress and its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.jobs import KINDS, LARGEST_FILE, OPEN_STATES, TOO_LARGE, Job, JobState
from dashboard.domain.rights import Actor, decide
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.panels import bar
from layouts.formatting import day_and_time, number
from layouts.ids import Admin
from layouts.markup import drawn
from layouts.texts.admin import Jobs
from layouts.viewer import Viewer

LOOK_OFTEN_MS: Final = 1_500
LOOK_SELDOM_MS: Final = 10_000
"""How often the list is asked again while something is under way, and while nothing is."""

_BAR: Final[Mapping[JobState, str]] = {JobState.DONE: "ok", JobState.FAILED: "critical", JobState.CANCELLED: "offline"}


def jobs_tab(viewer: Viewer, actor: Actor | None) -> list[Component]:
    """Return the form and the place of the list before any data came."""
    return [
        dcc.Store(id=Admin.JOB_ASKED),
        dcc.Interval(id=Admin.JOB_CLOCK, interval=LOOK_OFTEN_MS),
        html.P(viewer.say(Jobs.INTRO), className="quiet intro"),
        html.Div(_form(viewer, actor), className="admin-bar"),
        html.Div(id=Admin.JOB_SAID),
        html.Div(id=Admin.JOBS, className="card", **drawn(skeleton(6))),
        html.Div(_calling_off(viewer), className="admin-bar"),
    ]


def _form(viewer: Viewer, actor: Actor | None) -> list[Component]:
    kinds = [
        {"label": viewer.say(facts.label), "value": kind.value}
        for kind, facts in KINDS.items()
        if actor and decide(actor, facts.permission).allowed
    ]
    upload = dcc.Upload(
        html.Span(viewer.say(Jobs.FILE), id=Admin.JOB_FILE_NAME),
        id=Admin.JOB_FILE,
        max_size=LARGEST_FILE,
        className="job-file",
    )
    sized = {"data-largest": str(LARGEST_FILE), "data-too-large": viewer.say(TOO_LARGE)}
    places = {"data-file": Admin.JOB_FILE, "data-said": Admin.JOB_SAID}
    return [
        dcc.Dropdown(kinds, id=Admin.JOB_KIND, placeholder=viewer.say(Jobs.KIND), className="right-choice"),
        html.Div(upload, **attributes(sized | places)),
        dcc.Input(id=Admin.JOB_CRS, placeholder=viewer.say(Jobs.CRS), autoComplete="off", className="field"),
        html.Button(viewer.say(Jobs.TRY), id=Admin.JOB_TRY, className="btn"),
        html.Button(viewer.say(Jobs.START), id=Admin.JOB_START, className="btn primary"),
    ]


def _calling_off(viewer: Viewer) -> list[Component]:
    return [
        dcc.Dropdown(id=Admin.JOB_CHOSEN, placeholder=viewer.say(Jobs.CHOOSE), className="right-choice"),
        html.Button(viewer.say(Jobs.CANCEL), id=Admin.JOB_CANCEL, className="btn"),
    ]


def open_jobs(viewer: Viewer, jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """Return what can be called off, for the choice of it."""
    return [
        {"label": f"#{job.job_key} {viewer.say(KINDS[job.kind].label)}", "value": job.job_key}
        for job in jobs
        if job.state in OPEN_STATES
    ]


def job_list(viewer: Viewer, jobs: Sequence[Job], is_taken_care_of: bool) -> list[Component]:
    """Return a line for each job, which unfolds to its report; and a word when nobody takes what waits."""
    if not jobs:
        return [empty(viewer, Jobs.NONE, Jobs.NONE_HINT)]
    waits = any(job.state is JobState.QUEUED for job in jobs) and not is_taken_care_of
    warning = [html.P(viewer.say(Jobs.NOBODY), className="job-warning", role="alert")] if waits else []
    return [*warning, *(_line(viewer, job) for job in jobs)]


def _line(viewer: Viewer, job: Job) -> Component:
    label = viewer.say(KINDS[job.kind].label)
    trial = f" · {viewer.say(Jobs.TRIAL)}" if job.arguments.get("dry_run") else ""
    head = html.Summary(
        [
            html.Span(f"#{job.job_key}", className="fig quiet"),
            html.B(f"{label}{trial}"),
            html.Span(viewer.say(Jobs.STATES[job.state]), className=f"tag job-{job.state}"),
            bar(_share(job), _BAR.get(job.state, "plain")),
            html.Span(_outcome(viewer, job), className="clip"),
            html.Span(f"{job.owner} · {day_and_time(viewer, job.created_us)}", className="fig quiet"),
        ]
    )
    report = html.Div(_report(viewer, job), className="admin-detail")
    return html.Details([head, report], className="admin-line job-line")


def _share(job: Job) -> float:
    if job.state not in OPEN_STATES:
        return 1.0
    return job.done / job.total if job.total else 0.0


def _outcome(viewer: Viewer, job: Job) -> str:
    if job.error is not None:
        return viewer.say(job.error)
    result = job.result or {}
    if "read" in result:
        return viewer.say(Jobs.READ).format(*(number(result[key]) for key in ("read", "released", "kept")))
    if "accepted" in result:
        new = result["accepted"] - result["updated"]
        counts = viewer.say(Jobs.COUNTS).format(number(new), number(result["updated"]), number(result["refused"]))
        return " · ".join([counts, *_first_refusal(viewer, result)])
    return job.file_name


def _first_refusal(viewer: Viewer, result: Mapping[str, Any]) -> list[str]:
    """Why the first row was refused, so that it is in sight before the line is unfolded."""
    rejected: Sequence[Mapping[str, Any]] = result.get("rejected", [])
    return [f"{viewer.say(Text(*row['where']))}: {viewer.say(Text(*row['reason']))}" for row in rejected[:1]]


def _report(viewer: Viewer, job: Job) -> list[Component]:
    rejected: Sequence[Mapping[str, Any]] = (job.result or {}).get("rejected", [])
    rows = [
        html.Tr(
            [html.Td(cell) for cell in (viewer.say(Text(*row["where"])), row["name"], viewer.say(Text(*row["reason"])))]
        )
        for row in rejected
    ]
    parts: list[Component] = [html.P(job.file_name, className="quiet")] if job.file_name else []
    lines: Sequence[Sequence[str]] = (job.result or {}).get("lines", [])
    parts += [html.P(viewer.say(Text(*line)), className="job-told") for line in lines]
    return [*parts, html.Table(html.Tbody(rows), className="table")] if rows else parts
