"""A command that is done once, however often it comes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final

from dashboard.domain.cases.records import Case
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict
from dashboard.ports.cases import CaseWork, Doubled

KEY_LENGTH: Final = 80
_OTHER: Final = Text(
    "这个幂等键已用于另一条指令，请换一个", "Idempotency-Key: it was used for another command; take a new one"
)
_TOO_LONG: Final = Text(f"幂等键最多 {KEY_LENGTH} 字", f"Idempotency-Key: at most {KEY_LENGTH} characters")


@dataclass(frozen=True)
class Once:
    """A command of an actor under a key of theirs; without a key it is done each time. `digest` is what it says."""

    actor: Actor
    key: str
    digest: str

    def before(self, work: CaseWork) -> Case | None:
        """Return the case of the first time, as it is now; None the first time.

        Raises Conflict when the key was another command's, BadInput when it is too long.
        """
        if len(self.key) > KEY_LENGTH:
            raise BadInput(_TOO_LONG)
        done = work.doubled_command(self.actor.name, self.key) if self.key else None
        if done is None:
            return None
        if done.digest != self.digest:
            raise Conflict(_OTHER)
        return work.case(done.case_key)

    def note(self, work: CaseWork, case: Case, at_us: int) -> None:
        """Remember it with what it made."""
        if self.key:
            work.note_command(self.actor.name, self.key, Doubled(case.case_key, self.digest), at_us)


def digest_of(*parts: object) -> str:
    """Return the digest of what a command says."""
    told = json.dumps([_plain(part) for part in parts], sort_keys=True, default=sorted)
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(part: Any) -> Any:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else part
