"""Those who act in tests."""

from __future__ import annotations

from dashboard.domain.rights import USUAL_RIGHTS, Actor, Means, Permission, Reach, Role
from dashboard.services.accounts.signing_in import Known


def acting(name: str, role: Role | None = None) -> Actor:
    """Somebody with the usual rights of a role; without a role, somebody who may everything."""
    rights = dict.fromkeys(Permission, Reach.ALL) if role is None else USUAL_RIGHTS[role]
    return Actor(name, role or Role.ADMINISTRATOR, rights, Means.SESSION)


OPERATOR = acting("operator")
DUTY_1, DUTY_2, DUTY_3 = (acting(f"duty-{number}") for number in (1, 2, 3))


SECRET = "a secret of thirty-two characters"
TOKEN = {"Authorization": "Bearer any"}
"""What a request shows to an OpenDoor."""


class OpenDoor:
    """Knows everybody as one who may everything: for tests that are about something else."""

    def __init__(self, actor: Actor | None = None) -> None:
        self.actor = actor or acting("operator")._replace(means=Means.PROGRAM)

    def who(self, secret: str, address: str) -> Known | None:
        return Known(self.actor, None)

    def whose_token(self, secret: str, address: str) -> Known | None:
        return Known(self.actor, None)

    def whose_screen(self, secret: str, address: str) -> Known | None:
        return Known(self.actor, None)
