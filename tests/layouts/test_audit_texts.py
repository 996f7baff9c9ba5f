"""Every action that the audit log may tell has a name for people, and all are named alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC

from dashboard.domain.audit import RENAMED
from dashboard.domain.cases.states import Action
from dashboard.domain.jobs import JobKind
from dashboard.domain.people.personal_file import ERASED, EXPORTED
from dashboard.domain.supervision.records import TaskAction
from dashboard.domain.text import Language
from dashboard.domain.walls import WRONG_CODE
from dashboard.services.people.revealing import REVEALED
from layouts.components.audit import action_words
from layouts.texts.admin import Audit
from layouts.viewer import Theme, Viewer
from tests.architecture.source import product_modules

_NOTING = {"note_in_audit", "_change", "_note_failure"}
_OF_EVENTS = ("accept_event", "convert_event", "reject_event", "merge_event", "undo_event", "look_again_at_event")


def noted() -> Iterator[str]:
    """The actions that services note, as they stand there."""
    for module in product_modules():
        if module.is_within("dashboard.services"):
            calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
            for call in calls:
                if isinstance(call.func, ast.Attribute) and call.func.attr in _NOTING:
                    given = [each.value for each in call.args if isinstance(each, ast.Constant)]
                    yield from (each for each in given[:1] if isinstance(each, str))
    yield from (WRONG_CODE, EXPORTED, ERASED, REVEALED, "acknowledge_alarm", "shelve_alarm", "unshelve_alarm")
    yield from _OF_EVENTS
    yield from (f"ask_{kind}" for kind in JobKind)
    yield from (f"supervision_{action.name.lower()}" for action in TaskAction)
    yield from (f"case_{action.name.lower()}" for action in Action)


def test_every_action_has_a_name_for_people() -> None:
    actions = set(noted())
    assert len(actions) > 40
    assert actions - set(Audit.ACTIONS) == set()


def test_actions_are_named_verb_and_noun_and_no_older_name_is_noted_any_more() -> None:
    actions = {*noted(), *RENAMED.values()}
    assert [action for action in actions if not re.fullmatch(r"[a-z]+(_[a-z]+)*", action)] == []
    assert actions & set(RENAMED) == set()


def test_an_entry_of_an_older_name_is_shown_by_the_words_of_today() -> None:
    viewer = Viewer(Language.CHINESE, Theme.DARK, UTC)
    for old, new in RENAMED.items():
        assert action_words(viewer, old) == action_words(viewer, new) != new
    assert action_words(viewer, "unheard_of") == "unheard_of"
