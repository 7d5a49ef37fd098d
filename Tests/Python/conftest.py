"""What the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ["SACCADE_ROOT"])
pytest_plugins = ["pytester"]


@pytest.fixture
def samples() -> Path:
    """The traces that the project makes itself."""
    return ROOT / "Samples" / "Traces"


@pytest.fixture
def photo() -> bytes:
    """The file of a picture of 900×1600 pixels."""
    blob = "sha256-7adbe1f94871eef45bc3f40bb5fd153bf7270f8476dea009ae23ddeb113ec8d0.png"
    return (ROOT / "Samples" / "Traces" / "blobs" / blob).read_bytes()
