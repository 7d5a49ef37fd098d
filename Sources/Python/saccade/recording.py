"""Records traces, from any thread and any task, without waiting for a disk.

A call that records never raises and never blocks: a recorder must not be the reason that a request fails. What could
not be recorded is logged as a warning of the logger ``saccade``; with ``strict=True``, for tests, it raises
``SaccadeError``.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import ctypes
import json
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, TypeVar

from ._library import NONE, SaccadeError, checked, last_error, library, taken, text
from ._pictures import Picture, encoded

logger = logging.getLogger("saccade")

Status = Literal["ok", "failed", "cancelled"]
StepKind = Literal["think", "look", "act", "delegate", "verify", "answer"]
Channel = Literal["reasoning", "output", "tool-arguments"]
Fields = Mapping[str, Any]

_current: contextvars.ContextVar[LiveStep | LiveTrace | None] = contextvars.ContextVar("saccade", default=None)
_Self = TypeVar("_Self", bound="_Scope")


def current_trace() -> LiveTrace | None:
    """Returns the trace that the running code belongs to, so that code deep inside need not be passed it."""
    here = _current.get()
    return here.trace if isinstance(here, LiveStep) else here


def current_step() -> LiveStep | None:
    """Returns the innermost open step of the running code."""
    here = _current.get()
    return here if isinstance(here, LiveStep) else None


class _Scope:
    """Something with a beginning and an end, for ``with`` and ``async with`` alike."""

    _token: contextvars.Token[Any] | None = None
    _is_current = False

    def __enter__(self: _Self) -> _Self:
        if self._is_current:
            self._token = _current.set(self)  # type: ignore[arg-type]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._token is not None:
            # A generator may be closed from another context.
            with contextlib.suppress(ValueError):
                _current.reset(self._token)
            self._token = None
        if kind is None:
            self._finish("ok", None)
        elif issubclass(kind, (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt, SystemExit)):
            self._finish("cancelled", None)
        else:
            self._finish("failed", f"{kind.__name__}: {error}")

    async def __aenter__(self: _Self) -> _Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, where)

    def _finish(self, status: Status, error: str | None) -> None:
        raise NotImplementedError


class Recorder(_Scope):
    """Writes traces into segments of a folder. One is enough for a process; it may be used from any thread.

    ``with saccade.Recorder("traces") as recorder:`` writes everything and closes it at the end; ``async with`` does so
    without blocking the loop. A process that was forked from the one that opened it records nothing: open it in the
    worker.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        strict: bool = False,
        name: str | None = None,
        program: tuple[str, str] | None = None,
        mode: Literal["never-block", "must-keep"] | float = "never-block",
        memory_limit: int | None = None,
        maximum_traces: int | None = None,
        held_limit: int | None = None,
        rate: float = 1,
        keeps_failures: bool = False,
        durability: Literal["grouped", "at-end", "always"] = "grouped",
        compression: Literal["none", "zstd", "lz4"] = "none",
        segment_bytes: int | None = None,
        segment_seconds: float | None = None,
        retained_bytes: int | None = None,
        retained_seconds: float | None = None,
    ) -> None:
        """Opens a recorder.

        :param strict: whether what cannot be recorded raises ``SaccadeError`` instead of being logged
        :param name: what the names of the segments begin with
        :param program: name and version of the program, as each trace says them
        :param mode: what a call does when there is no room: go on, wait until there is, or wait so many seconds at most
        :param memory_limit: the most bytes that wait for the disk
        :param rate: the share of traces to record, from 0 to 1
        :param keeps_failures: whether traces outside the share are kept if something in them fails
        :raises SaccadeError: if the folder cannot be written to, or an option is wrong
        """
        options: dict[str, Any] = {
            "name": name,
            "program": program and {"name": program[0], "version": program[1]},
            "mode": mode if isinstance(mode, str) else {"block": mode * 1000},
            "memoryLimit": memory_limit,
            "maximumTraces": maximum_traces,
            "heldLimit": held_limit,
            "sampling": {"rate": rate, "keepsFailures": keeps_failures},
            "durability": None if durability == "grouped" else durability,
            "compression": compression,
            "segments": _known(size=segment_bytes, seconds=segment_seconds),
            "retention": _known(bytes=retained_bytes, seconds=retained_seconds),
        }
        self.folder = os.fspath(folder)
        self.strict = strict
        self._handle = checked(library.saccade_recorder_open(text(self.folder), _json(_known(**options))))
        self._is_open = True

    def trace(
        self,
        task: str | None = None,
        *,
        model: str | None = None,
        id: str | None = None,
        session: str | None = None,
        parent_trace: str | None = None,
        continues: str | None = None,
    ) -> LiveTrace:
        """Begins a trace: one task, from what the user asked to the answer.

        :param id: 32 hexadecimal digits as W3C Trace Context has them; random if not given
        """
        fields = _known(id=id, session=session, parentTrace=parent_trace, continues=continues)
        handle = self._call(
            library.saccade_trace_begin, self._handle, text(model), text(task), _json(fields) if fields else None
        )
        return LiveTrace(self, handle)

    def flush(self, *, durable: bool = False) -> None:
        """Waits until everything recorded before survives a crash of the process, or if ``durable`` a loss of power."""
        checked((library.saccade_recorder_sync if durable else library.saccade_recorder_flush)(self._handle))

    async def aflush(self, *, durable: bool = False) -> None:
        """Does as ``flush``, without blocking the loop."""
        await asyncio.to_thread(self.flush, durable=durable)

    def close(self) -> None:
        """Writes everything and ends the recorder; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            checked(library.saccade_recorder_close(self._handle))

    async def aclose(self) -> None:
        """Does as ``close``, without blocking the loop."""
        await asyncio.to_thread(self.close)

    @property
    def statistics(self) -> dict[str, Any]:
        """What the recorder has done: events written, lost, refused, memory and more, by name."""
        found: dict[str, Any] = json.loads(taken(library.saccade_recorder_statistics, self._handle))
        return found

    def _finish(self, status: Status, error: str | None) -> None:
        self.close()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.aclose()

    def _call(self, function: Any, *arguments: Any) -> int:
        """Calls a function that records; a failure is logged, or raised if the recorder is strict."""
        result: int = function(*arguments)
        if result < 0:
            self._refuse(last_error(result))
        return result

    def _refuse(self, error: SaccadeError) -> None:
        if self.strict:
            raise error
        logger.warning("not recorded: %s", error)


class LiveTrace(_Scope):
    """A trace that is being recorded; agent 0, the root, is there from the beginning."""

    _is_current = True

    def __init__(self, recorder: Recorder, handle: int) -> None:
        self.recorder = recorder
        self.trace = self
        self._handle = handle
        self._is_open = True
        self.root = LiveAgent(self, 0)
        place = ctypes.create_string_buffer(33)
        library.saccade_trace_id(handle, place, 33)
        self.id = place.value.decode()
        """The trace id: 32 hexadecimal digits; empty if the trace could not be begun."""

    def turn(self, *parts: Part, name: str | None = None) -> LiveTurn:
        """Records what the user said: texts and images, in order."""
        return LiveTurn(self.record("turn", parts=_parts(parts), name=name))

    def image(
        self,
        picture: Picture,
        *,
        name: str | None = None,
        media: str | None = None,
        origin: LiveCall | Fields | str = "input",
        redact: bool = False,
    ) -> LiveImage:
        """Records an image.

        :param picture: its file's bytes, the path of its file, a Pillow image, or an array of uint8
        :param name: what the record calls it; the path if there is one
        :param origin: the call that returned it, or ``input``, ``tool``, ``screenshot``, ``rendered``
        :param redact: whether nothing of the picture must be stored, not even its digest
        """
        try:
            data, path = encoded(picture)
        except (OSError, TypeError, ImportError) as error:
            self.recorder._refuse(SaccadeError(f"picture: {error}", "bad-argument"))
            return LiveImage(NONE)
        if isinstance(origin, LiveCall):
            origin = {"kind": "tool", "agent": origin.agent.n, "call": origin.n}
        fields = _known(
            names=[name or path] if name or path else None,
            media=media,
            origin={"kind": origin} if isinstance(origin, str) else dict(origin),
            redact=redact or None,
        )
        call = self.recorder._call
        return LiveImage(call(library.saccade_image, self._handle, data, len(data), None, _json(fields)))

    def crop(
        self,
        image: LiveImage,
        parent: LiveImage,
        box: Sequence[float],
        *,
        by: LiveCall | None = None,
        requested: Sequence[float] | None = None,
        rounding: str | None = None,
    ) -> None:
        """Records that an image is a crop of another at whole pixels: left, top, right, bottom, as it was cut."""
        left, top = int(box[0]), int(box[1])
        self.derive(
            image,
            parents=[{"image": parent.n, "map": {"rows": [[1, 0, left], [0, 1, top]]}}],
            operation="crop",
            agent=by and by.agent.n,
            call=by and by.n,
            requested=requested and list(requested),
            executed=list(box),
            rounding=rounding,
        )

    def derive(self, image: LiveImage, **fields: Any) -> None:
        """Records how an image was made, with the fields of ``image.derive``."""
        self.record("image.derive", image=image.n, **fields)

    def score(self, name: str, value: float, *, source: str | None = None) -> None:
        """Records a named value: a reward, a loss, a rating."""
        self.record("score", name=name, value=value, source=source)

    def reference(self, answer: str | None = None, **fields: Any) -> None:
        """Records the truth to measure the trace against."""
        self.record("reference", answer=answer, **fields)

    def record(self, event: str, **fields: Any) -> int:
        """Records any event of the format and returns its ordinal; fields that are ``None`` are left out."""
        try:
            data = _json({"t": event, **_known(**fields)})
        except (TypeError, ValueError) as error:
            self.recorder._refuse(SaccadeError(f"{event}: {error}", "bad-argument"))
            return NONE
        return self.recorder._call(library.saccade_record, self._handle, data, len(data))

    # What the root does.

    def generation(self, *input: Part, model: str | None = None, **fields: Any) -> LiveGeneration:
        """Begins a model call of the root; see ``LiveAgent.generation``."""
        return self.root.generation(*input, model=model, **fields)

    def step(self, kind: StepKind, *, title: str | None = None) -> LiveStep:
        """Begins a step of the root."""
        return self.root.step(kind, title=title)

    def answer(self, text: str, *, final: bool = True, **fields: Any) -> LiveAnswer:
        """Records the root's answer; see ``LiveAgent.answer``."""
        return self.root.answer(text, final=final, **fields)

    def end(self, status: Status = "ok") -> None:
        """Ends the trace; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            self.recorder._call(library.saccade_trace_end, self._handle, status.encode())

    def __del__(self) -> None:
        # As Swift's recorder does: a trace that nobody refers to any more was given up.
        if getattr(self, "_is_open", False) and self._handle >= 0 and self.recorder._is_open:
            self._is_open = False
            library.saccade_trace_end(self._handle, b"cancelled")

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status)


class LiveAgent(_Scope):
    """An agent: one lane of a trace, usually driven by one task."""

    def __init__(self, trace: LiveTrace, n: int) -> None:
        self.trace = trace
        self.n = n
        self._is_open = n != 0

    def spawn(
        self,
        kind: Literal["worker", "sample", "branch", "verifier"] = "worker",
        *,
        role: str | None = None,
        model: str | None = None,
        step: LiveStep | None = None,
    ) -> LiveAgent:
        """Begins another agent; ``with`` ends it."""
        n = self.trace.record("agent.spawn", kind=kind, parent=self.n, step=step and step.n, role=role, model=model)
        return LiveAgent(self.trace, n)

    def join(self, other: LiveAgent, *, step: LiveStep | None = None) -> None:
        """Records that the agent takes the result of another one, which has ended."""
        self._record("agent.join", joined=other.n, step=step and step.n)

    def send(self, other: LiveAgent, *parts: Part, step: LiveStep | None = None) -> LiveMessage:
        """Records a message to another agent."""
        n = self._record("message.send", to=other.n, step=step and step.n, parts=_parts(parts))
        return LiveMessage(self.n, n)

    def receive(self, message: LiveMessage, *, step: LiveStep | None = None) -> None:
        """Records that a message was read."""
        self._record("message.receive", message=[message.agent, message.n], step=step and step.n)

    def generation(self, *input: Part, model: str | None = None, **fields: Any) -> LiveGeneration:
        """Begins a model call.

        :param input: what was added to the context since the agent's call before: turns, images, calls, texts
        :param fields: others of ``generation.begin``, as ``sampling={"temperature": 0.2}``
        """
        n = self._record("generation.begin", input={"add": _parts(input)}, model=model, **fields)
        return LiveGeneration(self, n)

    def step(
        self,
        kind: StepKind,
        *,
        generation: LiveGeneration | None = None,
        parent: LiveStep | None = None,
        title: str | None = None,
    ) -> LiveStep:
        """Begins a step of reasoning."""
        n = self._record(
            "step.begin",
            kind=kind,
            generation=generation and generation.n,
            parent=parent and parent.n,
            title=title,
        )
        return LiveStep(self, n)

    def answer(
        self,
        text: str,
        *,
        final: bool = False,
        regions: Iterable[LiveRegion] = (),
        images: Iterable[LiveImage] = (),
        **fields: Any,
    ) -> LiveAnswer:
        """Records an answer, or a candidate for one, and what it rests on."""
        n = self._record(
            "answer",
            final=final or None,
            text=text,
            regions=[[region.agent, region.n] for region in regions] or None,
            images=[image.n for image in images] or None,
            **fields,
        )
        return LiveAnswer(self.n, n)

    def end(self, status: Status = "ok", *, error: str | None = None) -> None:
        """Ends the agent; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            self._record("agent.end", status=_unless_ok(status), error=error)

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status, error=error)

    def _record(self, event: str, **fields: Any) -> int:
        return self.trace.record(event, agent=self.n, **fields)


class LiveGeneration(_Scope):
    """A model call."""

    def __init__(self, agent: LiveAgent, n: int) -> None:
        self.agent = agent
        self.n = n
        self._is_open = True
        self._usage: dict[str, int] | None = None

    def step(self, kind: StepKind, *, parent: LiveStep | None = None, title: str | None = None) -> LiveStep:
        """Begins a step of this model call."""
        return self.agent.step(kind, generation=self, parent=parent, title=title)

    def usage(self, **tokens: int) -> None:
        """Says how many tokens it took, at its end: ``input``, ``cached``, ``image``, ``reasoning``, ``output``."""
        self._usage = {**(self._usage or {}), **tokens}

    def end(self, status: Status = "ok", *, finish: str | None = None, **fields: Any) -> None:
        """Ends it; ``fields`` are others of ``generation.end``. A second call does nothing."""
        if self._is_open:
            self._is_open = False
            fields.setdefault("usage", self._usage)
            self.agent._record("generation.end", n=self.n, status=_unless_ok(status), finish=finish, **fields)

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status, error=error)


class LiveStep(_Scope):
    """A step of reasoning."""

    _is_current = True

    def __init__(self, agent: LiveAgent, n: int) -> None:
        self.agent = agent
        self.trace = agent.trace
        self.n = n
        self._is_open = True

    def text(self, text: str, *, channel: Channel = "reasoning") -> None:
        """Records a piece of text as it comes from the model."""
        data = text.encode("utf-8", "replace")
        trace = self.trace
        trace.recorder._call(
            library.saccade_step_text, trace._handle, self.agent.n, self.n, channel.encode(), data, len(data)
        )

    def box(
        self,
        image: LiveImage,
        box: Sequence[float],
        *,
        unit: str | None = None,
        label: str | None = None,
        **fields: Any,
    ) -> LiveRegion:
        """Records a box: left, top, right, bottom as the model wrote them.

        :param unit: what the numbers count: ``pixel``, ``unit`` (0 to 1), ``percent``, ``permille`` …
        :param fields: others of ``region``, as ``role="target"`` or ``score=0.9``
        """
        return self.region(image, {"box": [float(number) for number in box]}, unit=unit, label=label, **fields)

    def point(self, image: LiveImage, x: float, y: float, *, unit: str | None = None, **fields: Any) -> LiveRegion:
        """Records a point."""
        return self.region(image, {"point": [float(x), float(y)]}, unit=unit, **fields)

    def region(self, image: LiveImage, shape: Fields, *, unit: str | None = None, **fields: Any) -> LiveRegion:
        """Records a place of any shape of the format, as ``{"polygon": …}`` or ``{"mask": …}``."""
        if unit is not None:
            fields["space"] = {"unit": unit}
        n = self.agent._record("region", step=self.n, image=image.n, shape=dict(shape), **fields)
        return LiveRegion(self.agent.n, n)

    def call(self, name: str, *, written: str | None = None, arguments: Any = None, id: str | None = None) -> LiveCall:
        """Records that a tool is called; ``with`` records its end.

        :param written: the arguments as the model wrote them
        :param arguments: the arguments as they were executed
        """
        n = self.agent._record("tool.request", step=self.n, name=name, written=written, arguments=arguments, id=id)
        return LiveCall(self.agent, n)

    def end(self, status: Status = "ok", *, error: str | None = None) -> None:
        """Ends the step; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            self.agent._record("step.end", step=self.n, status=_unless_ok(status), error=error)

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status, error=error)


class LiveCall(_Scope):
    """A tool call; one of its ends comes once."""

    def __init__(self, agent: LiveAgent, n: int) -> None:
        self.agent = agent
        self.n = n
        self._is_open = True

    def image(self, picture: Picture, **fields: Any) -> LiveImage:
        """Records an image that the tool returned."""
        return self.agent.trace.image(picture, origin=self, **fields)

    def succeed(self, *parts: Part) -> None:
        """Records what the tool returned."""
        self._end("tool.result", parts=_parts(parts) or None)

    def fail(self, message: str | None = None, *, kind: str = "failed") -> None:
        """Records that the tool has failed, ``timed-out``, or that nobody knows (``indeterminate``)."""
        self._end("tool.fail", kind=kind, message=message)

    def cancel(self, reason: str | None = None) -> None:
        """Records that the call was given up."""
        self._end("tool.cancel", reason=reason)

    def _end(self, event: str, **fields: Any) -> None:
        if self._is_open:
            self._is_open = False
            self.agent._record(event, call=self.n, **fields)

    def _finish(self, status: Status, error: str | None) -> None:
        if status == "ok":
            self.succeed()
        elif status == "cancelled":
            self.cancel()
        else:
            self.fail(error)


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


Part = str | LiveImage | LiveTurn | LiveCall | LiveGeneration | LiveMessage | Fields
"""A part of what somebody said, received or returned; a mapping is taken as the format has it."""


def _parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in parts:
        if isinstance(part, str):
            found.append({"text": part})
        elif isinstance(part, LiveMessage):
            found.append({"message": [part.agent, part.n]})
        elif isinstance(part, Mapping):
            found.append(dict(part))
        else:
            names = {LiveImage: "image", LiveTurn: "turn", LiveCall: "call", LiveGeneration: "generation"}
            found.append({names.get(type(part), "unknown"): part.n})
    return found


def _unless_ok(status: Status) -> str | None:
    return None if status == "ok" else status


def _known(**fields: Any) -> dict[str, Any]:
    """Returns the fields that were given."""
    return {key: value for key, value in fields.items() if value is not None and value != {}}


def _json(value: Any) -> bytes:
    # Half characters, which Python's strings may hold, are no UTF-8 and become question marks.
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")
