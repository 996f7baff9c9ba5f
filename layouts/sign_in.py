"""The pages at the door, as whole documents: they need no script and no session."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

from dashboard.domain.rights import ROLE_LABELS, Role
from dashboard.domain.text import Language, Text
from layouts.texts.shell import Brand, NotFound
from layouts.texts.sign_in import Door
from layouts.viewer import Viewer


class DemoAccount(Protocol):
    """An account of the demo, as the login page offers it."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...


class DoorForm(NamedTuple):
    """What is shown; the fields of `hidden` go back as they are."""

    hidden: dict[str, str]
    name: str
    problem: Text | None
    oidc: str = ""
    """The address where signing in at the identity provider begins; empty where there is none."""
    demo: Sequence[DemoAccount] = ()
    demo_password: str = ""


def login_document(viewer: Viewer, form: DoorForm, styles: str) -> str:
    """The login page."""
    fields = _field(viewer.say(Door.NAME), "name", "text", "username", form.name, focus=not form.name)
    fields += _field(viewer.say(Door.PASSWORD), "password", "password", "current-password", focus=bool(form.name))
    say = viewer.say
    body = f'<h1 class="door-brand">{escape(say(Brand.NAME))}<small>{escape(say(Brand.LATIN))}</small></h1>'
    body += f'<p class="door-sub">{escape(say(Door.SUBTITLE))}</p>'
    body += _form(viewer, "/login", form, fields, Door.ENTER) + _oidc(viewer, form) + _demo(viewer, form)
    return _document(viewer, Door.TITLE, body, styles, f"/login?{urlencode({'next': form.hidden['next']})}&")


def password_document(viewer: Viewer, form: DoorForm, styles: str) -> str:
    """The page for a new password."""
    say = viewer.say
    fields = _field(say(Door.OLD), "old", "password", "current-password", focus=True)
    fields += _field(say(Door.NEW), "new", "password", "new-password")
    fields += _field(say(Door.AGAIN), "again", "password", "new-password")
    body = f'<h1 class="door-title">{escape(say(Door.NEW_TITLE))}</h1>'
    body += f'<p class="door-sub">{escape(say(Door.NAME))} <b>{escape(form.name)}</b></p>'
    body += f'<p class="door-note">{escape(say(Door.NEW_RULE))}</p>'
    body += _form(viewer, "/password", form, fields, Door.SAVE)
    return _document(viewer, Door.NEW_TITLE, body, styles, "?")


def refusal_document(viewer: Viewer, why: Text, home: str, styles: str) -> str:
    """The page for an address that one may not see: why, the way to where one begins, and another account."""
    say = viewer.say
    body = f'<h1 class="door-title">{escape(say(NotFound.NO_RIGHT))}</h1><p class="door-sub">{escape(say(why))}</p>'
    body += f'<a class="door-enter" href="{escape(home)}">{escape(say(NotFound.HOME))}</a>'
    body += f'<a class="door-oidc" href="/login">{escape(say(NotFound.SIGN_IN))}</a>'
    return _document(viewer, NotFound.NO_RIGHT, body, styles, "")


def _form(viewer: Viewer, action: str, form: DoorForm, fields: str, button: Text) -> str:
    problem = f'<p class="door-problem" role="alert">{escape(viewer.say(form.problem))}</p>' if form.problem else ""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in form.hidden.items()
    )
    enter = f'<button type="submit" class="door-enter">{escape(viewer.say(button))}</button>'
    return f'<form class="door-form" method="post" action="{action}">{hidden}{problem}{fields}{enter}</form>'


def _field(label: str, name: str, kind: str, autocomplete: str, value: str = "", *, focus: bool = False) -> str:
    return (
        f'<label class="door-field"><span>{escape(label)}</span><input name="{name}" type="{kind}" required'
        f' autocomplete="{autocomplete}" value="{escape(value)}"{" autofocus" if focus else ""}></label>'
    )


def _oidc(viewer: Viewer, form: DoorForm) -> str:
    """A link and no form: a policy against forms that lead elsewhere would stop the way to the provider."""
    if not form.oidc:
        return ""
    return f'<a class="door-oidc" href="{escape(form.oidc)}">{escape(viewer.say(Door.OIDC))}</a>'


def _demo(viewer: Viewer, form: DoorForm) -> str:
    if not form.demo:
        return ""
    rows = "".join(
        f"<li><b>{escape(each.name)}</b><span>{escape(viewer.say(ROLE_LABELS[each.role]))}</span></li>"
        for each in form.demo
    )
    said = f"{escape(viewer.say(Door.DEMO_WHY))} <b>{escape(form.demo_password)}</b>"
    return f'<section class="door-demo"><h2>{escape(viewer.say(Door.DEMO))}</h2><p>{said}</p><ul>{rows}</ul></section>'


def _document(viewer: Viewer, title: Text, body: str, styles: str, here: str) -> str:
    """The whole page; `here` is its own address up to what it asks for, empty where the language is not asked for."""
    other = Language.ENGLISH if viewer.language is Language.CHINESE else Language.CHINESE
    switch = (
        f'<a class="door-language" href="{escape(here)}language={other.value}">'
        f"{escape(viewer.say(Door.OTHER_LANGUAGE))}</a>"
    )
    return (
        f'<!doctype html><html lang="{viewer.language.value}" data-theme="{viewer.theme.value}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        f"<title>{escape(viewer.say(title))} · {escape(viewer.say(Brand.NAME))}</title>"
        '<link rel="icon" type="image/svg+xml" href="/assets/icons/favicon.svg">'
        f'<link rel="stylesheet" href="{escape(styles)}"></head><body class="door">'
        f'<main class="door-card">{body}</main>{switch if here else ""}</body></html>'
    )
