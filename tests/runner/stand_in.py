"""Stands in for a process of Xiuhua: writes its pid into a folder, serves /health when told a port, waits."""

from __future__ import annotations

import http.server
import json
import os
import signal
import sys
from pathlib import Path

from data_sources.processes.lifeline import die_with_parent


class Health(http.server.BaseHTTPRequestHandler):
    """Says that all is well as soon as the ingest has started."""

    def do_GET(self) -> None:
        """Answers whatever is asked."""
        status = "ok" if (Path(sys.argv[1]).parent / "ingest.pid").exists() else "degraded"
        body = json.dumps({"status": status, "version": "test", "checks": {"ingest": {"status": status}}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(pid_file: Path, port: int) -> None:
    """Runs until it is signalled."""
    die_with_parent()
    draft = pid_file.with_suffix(".draft")
    draft.write_text(str(os.getpid()))
    draft.rename(pid_file)
    if port:
        http.server.HTTPServer(("127.0.0.1", port), Health).serve_forever()
    signal.pause()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
