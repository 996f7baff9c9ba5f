"""What each callback needs: one line for each, by module and function; a callback without a line is not registered."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from callbacks._actor import current_actor
from callbacks._first import FirstAnswer, first_answer
from callbacks._ports import CallbackRegistry, Controller
from callbacks._typed import well_formed
from dashboard.domain.rights import Actor, Permission
from dashboard.services.access import require_any

_P: Final = Permission
_ANYBODY: Final = (_P.VIEW_WALL, _P.VIEW_CASES)
"""Whoever sees a page: one of these everybody has who signs in."""
CALLBACKS: Final[Mapping[str, Permission | tuple[Permission, ...]]] = {
    "admin_accounts.show_accounts": _P.MANAGE_ACCOUNTS,
    "admin_accounts.show_tokens": _P.MANAGE_ACCOUNTS,
    "admin_accounts.show_rights": _P.MANAGE_RIGHTS,
    "admin_accounts.obey": _P.MANAGE_ACCOUNTS,
    "admin_accounts.obey_token": _P.MANAGE_ACCOUNTS,
    "admin_accounts.set_right": _P.MANAGE_RIGHTS,
    "admin_audit.show_entries": _P.VIEW_AUDIT,
    "admin_audit.turn_page": _P.VIEW_AUDIT,
    "admin_audit.show_choices": _P.VIEW_AUDIT,
    "admin_audit.show_export": _P.VIEW_AUDIT,
    "cameras.show_tree": _P.VIEW_OPERATIONS,
    "cameras.show_chosen": _P.VIEW_OPERATIONS,
    "camera_rounds.show_list": _P.VIEW_OPERATIONS,
    "camera_rounds.show_walk": _P.WALK_ROUNDS,
    "camera_rounds.show_categories": _P.WALK_ROUNDS,
    "camera_rounds.step": _P.WALK_ROUNDS,
    "camera_rounds.capture": _P.WALK_ROUNDS,
    "camera_rounds.report": _P.WALK_ROUNDS,
    "camera_round_plans.show_plans": _P.EDIT_ROUNDS,
    "camera_round_plans.fill": _P.EDIT_ROUNDS,
    "camera_round_plans.save": _P.EDIT_ROUNDS,
    "camera_round_plans.end": _P.EDIT_ROUNDS,
    "camera_round_plans.show_figures": _P.VIEW_OPERATIONS,
    "admin_catalogue.show_tree": _P.VIEW_OPERATIONS,
    "admin_catalogue.show_facts": _P.VIEW_OPERATIONS,
    "admin_catalogue.show_versions": _P.VIEW_OPERATIONS,
    "admin_catalogue.show_file": _P.MANAGE_CATALOGUE,
    "admin_catalogue.show_imports": _P.MANAGE_CATALOGUE,
    "admin_catalogue.ask": _P.MANAGE_CATALOGUE,
    "admin_case_rules.show_rules": _P.EDIT_RULES,
    "admin_camera_filing.save": _P.EDIT_RULES,
    "admin_camera_filing.show": _P.EDIT_RULES,
    "admin_camera_filing.tell": _P.EDIT_RULES,
    "admin_camera_gates.obey": _P.EDIT_RULES,
    "admin_camera_gates.preview": _P.EDIT_RULES,
    "admin_camera_gates.show": _P.EDIT_RULES,
    "admin_camera_words.preview": _P.REGISTER_DEVICES,
    "admin_camera_words.save": _P.REGISTER_DEVICES,
    "admin_camera_words.show_board": _P.REGISTER_DEVICES,
    "admin_camera_words.show_form": _P.REGISTER_DEVICES,
    "admin_case_rules.fill": _P.EDIT_RULES,
    "admin_case_rules.save": _P.EDIT_RULES,
    "admin_city.show_form": _P.MANAGE_CITY,
    "admin_city.save": _P.MANAGE_CITY,
    "admin_jobs.show_jobs": _P.VIEW_PEOPLE,
    "admin_jobs.show_file": _P.VIEW_PEOPLE,
    "admin_jobs.ask": _P.VIEW_PEOPLE,
    "admin_person.save": _P.MANAGE_PEOPLE,
    "admin_person.show_file": _P.MANAGE_PEOPLE,
    "admin_person.keep": _P.MANAGE_PEOPLE,
    "admin_person.keep_device": _P.MANAGE_PEOPLE,
    "admin_processes.show_processes": _P.VIEW_PROCESSES,
    "admin_people.show_squad_tiles": _P.VIEW_PEOPLE,
    "admin_people.show_department": _P.VIEW_PEOPLE,
    "admin_people.show_people": _P.VIEW_PEOPLE,
    "admin_people.show_squads": _P.VIEW_PEOPLE,
    "admin_people.show_departments": _P.VIEW_PEOPLE,
    "admin_people.show_responsibilities": _P.VIEW_PEOPLE,
    "admin_squads.show_choices": _P.MANAGE_PEOPLE,
    "admin_squads.show_outlook": _P.MANAGE_PEOPLE,
    "admin_squads.merge": _P.MANAGE_PEOPLE,
    "admin_sources.show_sources": _P.VIEW_PROCESSES,
    "admin_sources.show_mappings": _P.REGISTER_DEVICES,
    "admin_webhooks.show": _P.MANAGE_EXCHANGE,
    "admin_webhooks.obey": _P.MANAGE_EXCHANGE,
    "alarm_commands.obey": _P.HANDLE_ALARMS,
    "case_actions.open_form": _P.VIEW_CASES,
    "case_actions.send": _P.VIEW_CASES,
    "case_list.show_filters": _P.VIEW_CASES,
    "case_report.show_form": _P.REPORT_CASES,
    "case_report.show_outlook": _P.REPORT_CASES,
    "case_report.show_similar": _P.VIEW_CASES,
    "case_report.send": _P.REPORT_CASES,
    "case_list.show_rows": _P.VIEW_CASES,
    "case_list.show_views": _P.VIEW_CASES,
    "case_drawer.give_sign": _P.VIEW_CASES,
    "case_links.show": _P.DISPATCH_CASES,
    "case_links.obey": _P.DISPATCH_CASES,
    "case_dispatch.show_candidates": _P.VIEW_CASES,
    "case_drawer.open_case": _P.VIEW_CASES,
    "case_drawer.refresh": _P.VIEW_CASES,
    "desk_map.show_layers": _P.VIEW_OPERATIONS,
    "desk_map.show_overview": _P.VIEW_OPERATIONS,
    "desk_queue.show_alarms": _P.VIEW_OPERATIONS,
    "desk_queue.show_events": _P.VIEW_OPERATIONS,
    "desk_queue.show_reports": _P.VIEW_OPERATIONS,
    "dispatch.show_figures": _P.DISPATCH_CASES,
    "dispatch.show_rules": _P.DISPATCH_CASES,
    "dispatch.show_form": _P.DISPATCH_CASES,
    "dispatch.try_rule": _P.DISPATCH_CASES,
    "dispatch.save": _P.EDIT_DISPATCH_RULES,
    "dispatch.switch": _P.EDIT_DISPATCH_RULES,
    "director.look": _P.DIRECT_WALLS,
    "director.obey": _P.DIRECT_WALLS,
    "drawer.open_drawer": _P.VIEW_OPERATIONS,
    "drawer.reveal": _P.REVEAL_PERSONAL_DATA,
    "drawer.refresh_alarms": _P.VIEW_OPERATIONS,
    "drawer.show_history": _P.VIEW_OPERATIONS,
    "field.show_day": _P.SHARE_POSITION,
    "field.sign": _P.SHARE_POSITION,
    "health.show_health": _ANYBODY,
    "quick_report.show_catalogue": _P.REPORT_CASES,
    "snapshot.show_figures": _P.VIEW_CASES,
    "snapshot.show_recent": _P.VIEW_CASES,
    "maintenance.obey": _P.EDIT_MAINTENANCE,
    "maintenance.show_windows": _P.VIEW_OPERATIONS,
    "maintenance.show_places": _P.EDIT_MAINTENANCE,
    "search.find": _P.VIEW_OPERATIONS,
    "inspect.show": _P.INSPECT,
    "inspect.show_squads": _P.INSPECT,
    "inspect.draw": _P.INSPECT,
    "inspect.fill_in": _P.INSPECT,
    "me.show_profile": _ANYBODY,
    "me.show_sessions": _ANYBODY,
    "me.show_photo": _ANYBODY,
    "me.keep_photo": _ANYBODY,
    "me.end": _ANYBODY,
    "roster.show_nav": _P.VIEW_DUTY,
    "roster.show_week": _P.VIEW_DUTY,
    "roster.obey": _P.VIEW_DUTY,
    "roster.press": _P.VIEW_DUTY,
    "roster.copy": _P.VIEW_DUTY,
    "roster_plan.show_plan": _P.VIEW_DUTY,
    "roster_plan.fill_shift": _P.VIEW_DUTY,
    "roster_plan.save_shift": _P.EDIT_ROSTER,
    "roster_plan.fill_need": _P.VIEW_DUTY,
    "roster_plan.save_need": _P.EDIT_ROSTER,
    "sensors_ghosts.obey": _P.REGISTER_DEVICES,
    "sensors_ghosts.show_count": _P.VIEW_OPERATIONS,
    "sensors_ghosts.show_list": _P.VIEW_OPERATIONS,
    "sensors_ghosts.show_form": _P.REGISTER_DEVICES,
    "sensors_ghosts.show_previews": _P.REGISTER_DEVICES,
    "sensors_overviews.show_drainage": _P.VIEW_OPERATIONS,
    "sensors_overviews.show_parking": _P.VIEW_OPERATIONS,
    "sensors_overviews.show_quality": _P.VIEW_OPERATIONS,
    "sensors_overviews.open_station": _P.VIEW_OPERATIONS,
    "sensors_register.show_filters": _P.VIEW_OPERATIONS,
    "sensors_register.show_online": _P.VIEW_OPERATIONS,
    "sensors_register.show_rows": _P.VIEW_OPERATIONS,
    "sensors_thresholds.show_rules": _P.VIEW_OPERATIONS,
    "sensors_thresholds.obey": _P.EDIT_RULES,
    "sensors_thresholds.try_rule": _P.EDIT_RULES,
    "squad.show_choice": _P.VIEW_DUTY_FIGURES,
    "squad.show_figures": _P.VIEW_DUTY_FIGURES,
    "squad.show_strip": _P.VIEW_DUTY,
    "squad.show_people": _P.VIEW_DUTY,
    "squad.show_attendance": _P.VIEW_DUTY_FIGURES,
    "squad.show_alarms": _P.VIEW_DUTY_FIGURES,
    "squad_cases.show_head": _P.VIEW_DUTY_FIGURES,
    "squad_cases.show_lamps": _P.VIEW_CASES,
    "squad_cases.show_tasks": _P.VIEW_CASES,
    "squad_cases.show_requests": _P.VIEW_CASES,
    "squad_cases.decide": _P.VIEW_CASES,
    "squad_cases.show_hours": _P.VIEW_CASES,
    "supervision.show_list": _P.VIEW_CASES,
    "supervision.show_task": _P.VIEW_CASES,
    "supervision.show_units": _P.SUPERVISE_CASES,
    "supervision.fill": _P.SUPERVISE_CASES,
    "supervision.issue": _P.SUPERVISE_CASES,
    "supervision.act": _P.VIEW_CASES,
    "triage.obey": _P.JUDGE_EVENTS,
    "triage.show_verdict": _P.VIEW_OPERATIONS,
    "wall_picture.show": _P.VIEW_WALL,
    "wall_picture.show_focus": _P.VIEW_WALL,
}


class GuardedRegistry:
    """Registers callbacks that are answered only to who has the right to them."""

    def __init__(self, app: CallbackRegistry, actor: Callable[[], Actor] = current_actor) -> None:
        self._app = app
        self._actor = actor
        self.first: list[FirstAnswer] = []
        """What is answered with a first page already."""

    def callback(
        self, *dependencies: Any, comes_first: bool = False, **options: Any
    ) -> Callable[[Controller], Controller]:
        """Register a controller behind its line. Raises KeyError when it has none.

        One that `comes_first` is answered with a first page already; it must not ask what triggered it.
        """

        def register(controller: Controller) -> Controller:
            permission = CALLBACKS[name_of(controller)]

            @functools.wraps(controller)
            async def guarded(*given: Any) -> Any:
                require_any(self._actor(), permission)
                return await controller(*map(well_formed, given))

            self._app.callback(*dependencies, **options)(guarded)
            if comes_first:
                self.first.append(first_answer(dependencies, guarded))
            return controller

        return register

    def clientside_callback(self, function: str, *dependencies: Any, **options: Any) -> Any:
        """What runs in the browser alone needs no right."""
        return self._app.clientside_callback(function, *dependencies, **options)


def name_of(controller: Callable[..., Any]) -> str:
    """Return the name of its line."""
    return f"{controller.__module__.rpartition('.')[2]}.{controller.__name__}"
