"""What callers get and give: ordinals, and fields as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ._library import text
from ._scope import Status

Fields = Mapping[str, Any]


class _Ordinal:
    """Something that is named by its ordinal."""

    __slots__ = ("n",)

    def __init__(self, n: int) -> None:
        self.n = n

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.n})"


class LiveImage(_Ordinal):
    """An image of a trace."""


class LiveTurn(_Ordinal):
    """A turn of the user."""


class _OfAgent(_Ordinal):
    """Something that is named by its agent and its ordinal."""

    __slots__ = ("agent",)

    def __init__(self, agent: int, n: int) -> None:
        super().__init__(n)
        self.agent = agent


class LiveRegion(_OfAgent):
    """A place on an image."""


class LiveAnswer(_OfAgent):
    """An answer of an agent."""


class LiveMessage(_OfAgent):
    """A message of an agent."""


def unless_ok(status: Status) -> str | None:
    return None if status == "ok" else status


def known(**fields: Any) -> dict[str, Any]:
    """Returns the fields that were given."""
    return {key: value for key, value in fields.items() if value is not None and value != {}}


def as_json(value: Any) -> bytes:
    # Half characters, which Python's strings may hold, are no UTF-8 and become question marks.
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return line.encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    """Returns a number or an array of numpy, or of what is like it, as Python has it."""
    if callable(getattr(value, "tolist", None)):
        return value.tolist()
    raise TypeError(f"expected what JSON can hold, found {type(value).__name__}")


def words(value: str | None) -> bytes | None:
    """Returns a text as C takes it; the character 0, which ends a text there, is replaced: a question may hold it."""
    return text(value if value is None else value.replace("\0", "\N{REPLACEMENT CHARACTER}"))
