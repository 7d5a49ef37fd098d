"""The Python code of the guides and of the package's README is run as it stands there."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import saccade

from .conftest import ROOT

PAGES = ["Docs/Guide/RecordingInYourServer.md", "Docs/Guide/TracesInYourTests.md", "Sources/Python/README.md"]


@pytest.mark.parametrize("page", PAGES)
def test_the_python_code_of_a_page_runs(
    page: str, tmp_path: Path, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    assert blocks
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Samples").symlink_to(ROOT / "Samples")
    for name in ("receipt.png", "street.png"):
        Path(name).write_bytes(photo)
    names: dict[str, Any] = {"__name__": "guide"}
    for block in blocks:
        exec(compile(block, page, "exec"), names)
    for name, value in list(names.items()):
        if name.startswith("test_"):
            value()
    if os.path.isdir("traces"):
        saccade.assert_consistent("traces")
