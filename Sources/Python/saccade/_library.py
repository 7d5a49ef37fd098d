"""Loads the C library and turns its statuses into errors."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

from ._abi import FUNCTIONS, STATUSES

PACKAGE = Path(__file__).resolve().parent
NONE = -1

_NAMES = {value: name for name, value in STATUSES.items()}


class SaccadeError(Exception):
    """What the library could not do: what was expected, what was found and where."""

    def __init__(self, message: str, code: str = "failed") -> None:
        super().__init__(message)
        self.code = code
        """The kind of error: ``bad-argument``, ``file-system``, ``malformed``, ``not-found``, ``closed`` and so on."""


def _load() -> ctypes.CDLL:
    path = os.environ.get("SACCADE_LIBRARY") or str(PACKAGE / "_native" / "libsaccade.so")
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"expected the C library of Saccade at {path}: {error}") from error
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


library = _load()


def last_error(status: int) -> SaccadeError:
    """Returns the error of a call that has just failed in this thread."""
    message = library.saccade_last_error().decode("utf-8", "replace")
    return SaccadeError(message, _NAMES.get(status, "failed"))


def checked(status: int) -> int:
    """Returns a result, or raises the error of the call."""
    if status < 0:
        raise last_error(status)
    return status


def text(value: str | None) -> bytes | None:
    """Returns a text as C takes it.

    Half characters, which Python's strings may hold and UTF-8 may not, become question marks.
    """
    if value is None:
        return None
    data = value.encode("utf-8", "replace")
    if b"\0" in data:
        raise SaccadeError("expected a text without the character 0", "bad-argument")
    return data


def taken(call: Any, *arguments: Any) -> bytes:
    """Calls a function that gives out bytes, behind its other arguments, and takes them."""
    pointer = ctypes.c_void_p()
    try:
        checked(call(*arguments, ctypes.byref(pointer)))
        return ctypes.string_at(pointer.value) if pointer.value else b""
    finally:
        library.saccade_free(pointer)


def taken_with_size(call: Any, *arguments: Any) -> tuple[int, bytes]:
    """Calls a function that gives out bytes and their number; returns its result and the bytes."""
    pointer = ctypes.c_void_p()
    size = ctypes.c_size_t()
    try:
        result = checked(call(*arguments, ctypes.byref(pointer), ctypes.byref(size)))
        return result, ctypes.string_at(pointer.value, size.value) if pointer.value else b""
    finally:
        library.saccade_free(pointer)


def version() -> str:
    """Returns the version of the library."""
    found: bytes = library.saccade_version()
    return found.decode()
