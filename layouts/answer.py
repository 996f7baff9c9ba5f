"""The page of an answer by link, as a whole document: one case, and the form of the answer, without a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

from dashboard.domain.answering.links import AnswerKind, LinkStanding, Shown
from dashboard.domain.cases.photo_roles import MOST_PHOTOS, PhotoRole
from dashboard.domain.cases.records import REASON_LENGTH, Case
from dashboard.domain.personal import starred
from dashboard.domain.text import Language, Text
from layouts.formatting import day_and_time, duration
from layouts.texts.answer import CLOSED, AnswerPage
from layouts.texts.shell import Brand
from layouts.viewer import Viewer

_CLOSED_MARKS: Final[Mapping[LinkStanding, str]] = {LinkStanding.ANSWERED: "✓"}


class AnswerSheet(NamedTuple):
    """What is shown: `shown` is None where there is no such link; `typed` is what was typed before."""

    token: str
    form_token: str
    shown: Shown | None
    now_us: int
    problem: Text | None
    typed: Mapping[str, str]


class Files(NamedTuple):
    """Addresses of the style sheet and of the script."""

    styles: str
    script: str


def answer_document(viewer: Viewer, sheet: AnswerSheet, files: Files) -> str:
    """Return the page."""
    shown, say = sheet.shown, viewer.say
    if shown is None:
        told = (AnswerPage.UNKNOWN, AnswerPage.UNKNOWN_HINT)
        head, hint = told if sheet.problem is None else (AnswerPage.TROUBLE, sheet.problem)
        return _document(viewer, files, _notice(viewer, "–", head, hint, None))
    if shown.standing is not LinkStanding.OPEN:
        return _document(viewer, files, _closed(viewer, shown))
    body = f'<p class="answer-for">{escape(say(AnswerPage.FOR).format(shown.department))}</p>'
    body += f'<div class="answer-columns">{_case(viewer, sheet, shown)}{_form(viewer, sheet, shown)}</div>'
    return _document(viewer, files, body)


def _closed(viewer: Viewer, shown: Shown) -> str:
    head, hint = CLOSED[shown.standing]
    extra = None
    if shown.link.answered_us is not None:
        at = day_and_time(viewer, shown.link.answered_us)
        extra = Text(AnswerPage.ANSWERED_AT.zh.format(at), AnswerPage.ANSWERED_AT.en.format(at))
    number = f'<p class="answer-number fig">#{escape(shown.case.number)} · {escape(shown.department)}</p>'
    return number + _notice(viewer, _CLOSED_MARKS.get(shown.standing, "–"), head, hint, extra)


def _notice(viewer: Viewer, mark: str, head: Text, hint: Text, extra: Text | None = None) -> str:
    more = f"<p>{escape(viewer.say(extra))}</p>" if extra is not None and extra != hint else ""
    done = " is-done" if mark == "✓" else ""
    return (
        f'<section class="answer-notice{done}" role="status"><i aria-hidden="true">{mark}</i>'
        f"<h1>{escape(viewer.say(head))}</h1><p>{escape(viewer.say(hint))}</p>{more}</section>"
    )


def _case(viewer: Viewer, sheet: AnswerSheet, shown: Shown) -> str:
    case, say = shown.case, viewer.say
    place = starred(case.place.address) or f"{case.place.lon:.5f}, {case.place.lat:.5f}"
    where = f"geo:{case.place.lat:.6f},{case.place.lon:.6f}"
    link = f'<a class="answer-map" href="{where}">{escape(say(AnswerPage.NAVIGATE))}</a>'
    rows = [
        (AnswerPage.PLACE, f"<b>{escape(place)}</b>{link}"),
        (AnswerPage.REPORTED, f'<span class="fig">{day_and_time(viewer, case.times.reported_us)}</span>'),
    ]
    if case.description:
        rows.insert(1, (AnswerPage.DESCRIPTION, escape(starred(case.description))))
    facts = "".join(f"<div><dt>{escape(say(label))}</dt><dd>{value}</dd></div>" for label, value in rows)
    return (
        f'<section class="answer-case"><h1>{escape(case.category_name)}'
        f'<small class="fig">#{escape(case.number)}</small></h1>'
        f"{_due(viewer, case, sheet.now_us)}<dl>{facts}</dl>{_pictures(viewer, sheet, shown)}</section>"
    )


def _due(viewer: Viewer, case: Case, now_us: int) -> str:
    due_us, say = case.clocks.due_us, viewer.say
    if due_us is None or case.clocks.paused_since_us is not None:
        return f'<p class="answer-due">{escape(say(AnswerPage.NO_DUE))}</p>'
    late = now_us > due_us
    left = say(AnswerPage.LATE if late else AnswerPage.LEFT).format(duration(viewer, abs(due_us - now_us) / 1e6))
    yellow = case.clocks.yellow_us is not None and now_us >= case.clocks.yellow_us
    lamp = "critical" if late else "minor" if yellow else "normal"
    return (
        f'<p class="answer-due"><i class="mark" data-state="{lamp}"></i><span>{escape(say(AnswerPage.DUE))}</span>'
        f'<b class="fig">{day_and_time(viewer, due_us)}</b><span class="answer-left">{escape(left)}</span></p>'
    )


def _pictures(viewer: Viewer, sheet: AnswerSheet, shown: Shown) -> str:
    before = [digest for digest, role in shown.photos if role is not PhotoRole.AFTER]
    head = f"<h2>{escape(viewer.say(AnswerPage.BEFORE))}</h2>"
    if not before:
        return f'{head}<p class="quiet">{escape(viewer.say(AnswerPage.NO_PICTURES))}</p>'
    return f'{head}<div class="answer-pictures">{"".join(_picture(sheet, digest) for digest in before)}</div>'


def _picture(sheet: AnswerSheet, digest: str) -> str:
    address = f"/answer/{escape(sheet.token)}/photos/{digest}"
    return (
        f'<a href="{address}?size=full" target="_blank" rel="noopener">'
        f'<img src="{address}?size=medium" alt="" loading="lazy"></a>'
    )


def _form(viewer: Viewer, sheet: AnswerSheet, shown: Shown) -> str:
    say, typed = viewer.say, sheet.typed
    chosen = typed.get("kind") or AnswerKind.RESULT.value
    problem = f'<p class="door-problem" role="alert">{escape(say(sheet.problem))}</p>' if sheet.problem else ""
    kinds = _kind(viewer, AnswerKind.RESULT, chosen, (AnswerPage.DONE, AnswerPage.DONE_HINT))
    kinds += _kind(viewer, AnswerKind.RETURN, chosen, (AnswerPage.RETURN, AnswerPage.RETURN_HINT))
    words = (
        f'<label class="answer-words"><span>{escape(say(AnswerPage.WORDS))}</span>'
        f'<textarea name="words" rows="4" maxlength="{REASON_LENGTH}"'
        f' placeholder="{escape(say(AnswerPage.WORDS_HINT))}">{escape(typed.get("words", ""))}</textarea></label>'
    )
    valid = say(AnswerPage.VALID).format(day_and_time(viewer, shown.link.expires_us))
    foot = f'<p class="quiet">{escape(say(AnswerPage.ONCE))} · {escape(valid)}</p>'
    send = f'<button type="submit" class="door-enter">{escape(say(AnswerPage.SEND))}</button>'
    return (
        f'<form class="answer-form" method="post" action="/answer/{escape(sheet.token)}" data-answer'
        f' data-kind="{escape(chosen)}" {_told(viewer, sheet)}>'
        f"<h2>{escape(say(AnswerPage.FORM))}</h2>{problem}"
        f'<input type="hidden" name="form_token" value="{escape(sheet.form_token)}">'
        f'<div class="answer-kinds">{kinds}</div>{_photos(viewer, sheet, typed.get("photos", "").split())}{words}'
        f'<div class="answer-send">{send}</div>{foot}</form>'
    )


def _told(viewer: Viewer, sheet: AnswerSheet) -> str:
    """What the script says and where it sends pictures to."""
    told = {
        "photos": f"/answer/{sheet.token}/photos",
        "token": sheet.form_token,
        "most": str(MOST_PHOTOS),
        "sending": viewer.say(AnswerPage.SENDING),
        "failed": viewer.say(AnswerPage.FAILED),
        "remove": viewer.say(AnswerPage.REMOVE),
        "wait": viewer.say(AnswerPage.WAIT),
    }
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in told.items())


def _kind(viewer: Viewer, kind: AnswerKind, chosen: str, words: tuple[Text, Text]) -> str:
    checked = " checked" if kind.value == chosen else ""
    label, hint = (escape(viewer.say(text)) for text in words)
    return (
        f'<label class="answer-kind"><input type="radio" name="kind" value="{kind.value}"{checked}>'
        f"<span><b>{label}</b><small>{hint}</small></span></label>"
    )


def _photos(viewer: Viewer, sheet: AnswerSheet, kept: Sequence[str]) -> str:
    say = viewer.say
    hint = say(AnswerPage.PHOTOS_HINT).format(MOST_PHOTOS)
    known = "".join(_kept(sheet, digest) for digest in kept if len(digest) == 64 and digest.isalnum())
    return (
        f'<fieldset class="answer-photos"><legend>{escape(say(AnswerPage.PHOTOS))}</legend>'
        f'<ul class="answer-tiles" data-tiles>{known}</ul>'
        f'<label class="answer-add"><input type="file" accept="image/*" multiple data-files>'
        f"<span>{escape(say(AnswerPage.ADD))}</span></label>"
        f'<p class="quiet" data-said>{escape(hint)}</p>'
        f'<noscript><p class="quiet">{escape(say(AnswerPage.NO_SCRIPT))}</p></noscript></fieldset>'
    )


def _kept(sheet: AnswerSheet, digest: str) -> str:
    return (
        f'<li><img src="/answer/{escape(sheet.token)}/photos/{digest}?size=small" alt="">'
        f'<input type="hidden" name="photo" value="{digest}"></li>'
    )


def _document(viewer: Viewer, files: Files, body: str) -> str:
    other = Language.ENGLISH if viewer.language is Language.CHINESE else Language.CHINESE
    say = viewer.say
    return (
        f'<!doctype html><html lang="{viewer.language.value}" data-theme="{viewer.theme.value}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(say(AnswerPage.TITLE))} · {escape(say(Brand.NAME))}</title>"
        '<link rel="icon" type="image/svg+xml" href="/assets/icons/favicon.svg">'
        f'<link rel="stylesheet" href="{escape(files.styles)}"></head><body class="answer">'
        f'<header class="answer-top"><b>{escape(say(Brand.NAME))}</b><span>{escape(say(AnswerPage.TITLE))}</span>'
        f'<a href="?language={other.value}">{escape(say(AnswerPage.OTHER_LANGUAGE))}</a></header>'
        f'<main class="answer-page">{body}</main><script src="{escape(files.script)}" defer></script></body></html>'
    )
