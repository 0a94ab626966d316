"""Every way to start the app serves the same: pages, API, headers, on this machine alone."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from visitor import ROOT, free_port, wait_until_healthy

pytestmark = pytest.mark.pages

WAYS = {
    "dashboard": ["-m", "dashboard.cli", "serve", "--port", "{port}"],
    "streamlit": ["-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", "{port}"],
    "uvicorn": ["-m", "uvicorn", "--app-dir", str(ROOT), "app:app", "--port", "{port}"],
}


@pytest.mark.parametrize("way", WAYS)
def test_every_launcher_serves_the_same(way: str, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, *(part.format(port=port) for part in WAYS[way])]
    with (tmp_path / "log.txt").open("wb") as log:
        # From another folder, so that nothing depends on where one stands.
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process)
            for path in ("/charts?lang=ru", "/api/v1/summary.json"):
                request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
                with urllib.request.urlopen(request, timeout=20) as answer:
                    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
                    is_page = answer.headers["Content-Type"].startswith("text/html")
                    assert is_page == path.startswith("/charts")
        finally:
            process.terminate()
            process.wait(15)
    assert "External URL" not in (tmp_path / "log.txt").read_text(encoding="utf-8")
