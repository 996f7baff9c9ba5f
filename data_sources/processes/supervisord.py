"""supervisord with logs that cannot stop it: on a full disk lines are lost, and nothing else is.

Run it as supervisord itself: `python -m data_sources.processes.supervisord --nodaemon --configuration FILE`.
supervisord alone prints a traceback for each line that it cannot write, and ends when a full log cannot be rotated.
"""

from __future__ import annotations

from typing import Any

from supervisor import loggers, supervisord


class LossyFileHandler(loggers.RotatingFileHandler):  # type: ignore[misc]
    """A rotated log file that loses the lines that cannot be written."""

    def emit(self, record: Any) -> None:
        """Write a line, if the disk takes it."""
        try:
            if self.closed:
                self.reopen()
            super().emit(record)
        except (OSError, ValueError):
            self.handleError()

    def handleError(self) -> None:  # noqa: N802
        """Lose the line; it is opened anew for the next one."""
        self.close()

    def close(self) -> None:
        """Close the file, even where its last lines cannot be written."""
        try:
            super().close()
        except (OSError, ValueError):
            self.closed = True


def main() -> None:
    """supervisord's own main, with the handler above in the place of its rotated files."""
    loggers.RotatingFileHandler = LossyFileHandler
    supervisord.main()


if __name__ == "__main__":
    main()
