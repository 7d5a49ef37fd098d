"""What pytest gets from the package: two fixtures.

``assert_consistent(path, level="L3")`` checks traces and fails the test with the report, at the test's own line.
``saccade_recorder`` is a strict recorder in the test's temporary folder; after the test its traces must pass at L2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import checking
from .recording import Recorder


@pytest.fixture
def assert_consistent() -> Callable[..., checking.Report]:
    """Checks traces and fails the test with the report if one does not pass."""
    return checking.assert_consistent


@pytest.fixture
def saccade_recorder(tmp_path: Path) -> Iterator[Recorder]:
    """A recorder for code under test; what it records must pass."""
    with Recorder(tmp_path / "traces", strict=True) as recorder:
        yield recorder
        recorded = recorder.statistics["traces"]
    if recorded:
        checking.assert_consistent(tmp_path / "traces")
