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
        """Write a line if the disk takes it; else open the file anew for the next one."""
        try:
            if self.closed:
                self.reopen()
            self.stream.write(self._line(record))
            self.stream.flush()
            self.doRollover()
        except (OSError, ValueError):
            self.close()

    def _line(self, record: Any) -> bytes:
        """What a process wrote, as it wrote it; what supervisord says, with its time."""
        if self.fmt == "%(message)s" and isinstance(record.msg, bytes):
            return record.msg
        line: str = self.fmt % record.asdict()
        return line.encode("utf-8", "backslashreplace")

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
