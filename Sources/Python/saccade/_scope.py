"""What everything that is recorded with a beginning and an end has in common."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from ._library import SaccadeError

if TYPE_CHECKING:
    from .recording import LiveStep, LiveTrace, Recorder

Status = Literal["ok", "failed", "cancelled"]

current: contextvars.ContextVar[LiveStep | LiveTrace | None] = contextvars.ContextVar("saccade", default=None)
"""What the running code records into."""

_Self = TypeVar("_Self", bound="Scope")
_Method = TypeVar("_Method", bound=Callable[..., Any])


def records(nothing: Callable[[Any], Any]) -> Callable[[_Method], _Method]:
    """Keeps what is wrong with the arguments of a method that records from its caller.

    :param nothing: makes of the object what the method returns where nothing is recorded
    """

    def wrap(method: _Method) -> _Method:
        @functools.wraps(method)
        def call(self: Scope, /, *arguments: Any, **fields: Any) -> Any:
            try:
                return method(self, *arguments, **fields)
            except Exception as error:
                self._recorder._refuse(as_refusal(method.__name__, error))
                return nothing(self)

        return cast("_Method", call)

    return wrap


def as_refusal(method: str, error: Exception) -> SaccadeError:
    """Returns what a method that records says of an error."""
    if isinstance(error, SaccadeError):
        return error
    return SaccadeError(f"{method}: {_said(type(error), error)}", "bad-argument")


class Scope:
    """Something with a beginning and an end, for ``with`` and ``async with`` alike."""

    _token: contextvars.Token[Any] | None = None
    _is_current = False

    @property
    def _recorder(self) -> Recorder:
        raise NotImplementedError

    def __enter__(self: _Self) -> _Self:
        if self._is_current:
            self._token = current.set(self)  # type: ignore[arg-type]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._token is not None:
            # A generator may be closed from another context.
            with contextlib.suppress(ValueError):
                current.reset(self._token)
            self._token = None
        if kind is None:
            self._finish("ok", None)
        elif issubclass(kind, (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt, SystemExit)):
            self._finish("cancelled", None)
        else:
            self._finish("failed", _said(kind, error))

    async def __aenter__(self: _Self) -> _Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, where)

    def _finish(self, status: Status, error: str | None) -> None:
        raise NotImplementedError


def _said(kind: type[BaseException], error: BaseException | None) -> str:
    try:
        return f"{kind.__name__}: {error}"
    except Exception:  # an error that cannot say what it is
        return kind.__name__
