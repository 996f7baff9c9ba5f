"""Who did what is told by the person whose account it was."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.domain.people.posts import Post
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role


class Holder(NamedTuple):
    """Whose an account is: its role, and of a person the name, the post and the squad by code and name.

    Without a role it is somebody who is named by number and has no account.
    """

    role: Role | None
    name: PersonName | None = None
    post: Post | None = None
    squad: str | None = None
    squad_name: str = ""


class Author(NamedTuple):
    """Whose an account is, as somebody may see it: `name` is masked, and empty for who may not see people."""

    role: Role | None
    name: str = ""
    post: Post | None = None
    squad_name: str = ""


def shown_author(holder: Holder, *, sees_people: bool) -> Author:
    """Return it as it is shown: what somebody does for the bureau always, the name masked to who sees people."""
    name = holder.name.masked() if holder.name is not None and sees_people else ""
    return Author(holder.role, name, holder.post, holder.squad_name)
