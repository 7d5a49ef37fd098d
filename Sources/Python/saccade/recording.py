"""Records traces, from any thread and any task, without waiting for a disk.

A call that records never raises and never blocks: a recorder must not be the reason that a request fails. What could
not be recorded, whatever it was, is logged as a warning of the logger ``saccade``: the first, second, fourth and eighth
time and so on that it is said; with ``strict=True``, for tests, it raises ``SaccadeError``.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal

from ._library import NONE, SaccadeError, checked, last_error, library, taken, text
from ._pictures import Picture, encoded
from ._scope import Scope, Status, as_refusal, current, records
from ._values import (
    Fields,
    LiveAnswer,
    LiveImage,
    LiveMessage,
    LiveRegion,
    LiveTurn,
    as_json,
    known,
    unless_ok,
    words,
)

logger = logging.getLogger("saccade")

StepKind = Literal["think", "look", "act", "delegate", "verify", "answer"]
Channel = Literal["reasoning", "output", "tool-arguments"]


def current_trace() -> LiveTrace | None:
    """Returns the trace that the running code belongs to, so that code deep inside need not be passed it."""
    here = current.get()
    return here.trace if isinstance(here, LiveStep) else here


def current_step() -> LiveStep | None:
    """Returns the innermost open step of the running code."""
    here = current.get()
    return here if isinstance(here, LiveStep) else None


class Recorder(Scope):
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
            "segments": known(size=segment_bytes, seconds=segment_seconds),
            "retention": known(bytes=retained_bytes, seconds=retained_seconds),
        }
        self.folder = os.fspath(folder)
        self.strict = strict
        self._handle = checked(library.saccade_recorder_open(text(self.folder), as_json(known(**options))))
        self._is_open = True
        self._refused: dict[str, int] = {}

    @property
    def _recorder(self) -> Recorder:
        return self

    @records(lambda self: LiveTrace(self, NONE))
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
        fields = known(id=id, session=session, parentTrace=parent_trace, continues=continues)
        handle = self._call(
            library.saccade_trace_begin, self._handle, words(model), words(task), as_json(fields) if fields else None
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
        message = str(error)
        if len(self._refused) >= 1000:
            self._refused.clear()
        count = self._refused[message] = self._refused.get(message, 0) + 1
        # What is wrong may be wrong with every token: the log must not cost more than the request.
        if count & (count - 1) == 0:
            logger.warning("not recorded%s: %s", f", {count} times" if count > 1 else "", message)


class LiveTrace(Scope):
    """A trace that is being recorded; agent 0, the root, is there from the beginning."""

    _is_current = True

    def __init__(self, recorder: Recorder, handle: int) -> None:
        self.recorder = recorder
        self.trace = self
        self._handle = handle
        self._is_open = True
        # Sampling leaves out most traces of many servers: they must cost nothing.
        self._is_left_out = bool(library.saccade_trace_is_left_out(handle) == 1)
        self.root = LiveAgent(self, 0)
        place = ctypes.create_string_buffer(33)
        library.saccade_trace_id(handle, place, 33)
        self.id = place.value.decode()
        """The trace id: 32 hexadecimal digits; empty if the trace could not be begun."""

    @property
    def _recorder(self) -> Recorder:
        return self.recorder

    @property
    def is_left_out(self) -> bool:
        """Whether nothing of the trace is recorded, because sampling left it out or too many were open."""
        return self._is_left_out

    @records(lambda self: LiveTurn(NONE))
    def turn(self, *parts: Part, name: str | None = None) -> LiveTurn:
        """Records what the user said: texts and images, in order."""
        return LiveTurn(self.record("turn", parts=_parts(parts), name=name))

    @records(lambda self: LiveImage(NONE))
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
        if self._is_left_out:
            return LiveImage(0)
        try:
            data, path = encoded(picture)
        except Exception as error:
            raise SaccadeError(f"picture: {error}", "bad-argument") from error
        if isinstance(origin, LiveCall):
            origin = {"kind": "tool", "agent": origin.agent.n, "call": origin.n}
        fields = known(
            names=[name or path] if name or path else None,
            media=media,
            origin={"kind": origin} if isinstance(origin, str) else dict(origin),
            redact=redact or None,
        )
        call = self.recorder._call
        return LiveImage(call(library.saccade_image, self._handle, data, len(data), None, as_json(fields)))

    @records(lambda self: None)
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

    @records(lambda self: None)
    def derive(self, image: LiveImage, **fields: Any) -> None:
        """Records how an image was made, with the fields of ``image.derive``."""
        self.record("image.derive", image=image.n, **fields)

    def score(self, name: str, value: float, *, source: str | None = None) -> None:
        """Records a named value: a reward, a loss, a rating."""
        self.record("score", name=name, value=value, source=source)

    def reference(self, answer: str | None = None, **fields: Any) -> None:
        """Records the truth to measure the trace against."""
        self.record("reference", answer=answer, **fields)

    @records(lambda self: NONE)
    def record(self, event: str, **fields: Any) -> int:
        """Records any event of the format and returns its ordinal; fields that are ``None`` are left out."""
        if self._is_left_out:
            return 0
        try:
            data = as_json({"t": event, **known(**fields)})
        except (TypeError, ValueError) as error:
            raise SaccadeError(f"{event}: {error}", "bad-argument") from error
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

    @records(lambda self: None)
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


class LiveAgent(Scope):
    """An agent: one lane of a trace, usually driven by one task."""

    def __init__(self, trace: LiveTrace, n: int) -> None:
        self.trace = trace
        self.n = n
        self._is_open = n != 0

    @property
    def _recorder(self) -> Recorder:
        return self.trace.recorder

    @records(lambda self: LiveAgent(self.trace, NONE))
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

    @records(lambda self: None)
    def join(self, other: LiveAgent, *, step: LiveStep | None = None) -> None:
        """Records that the agent takes the result of another one, which has ended."""
        self._record("agent.join", joined=other.n, step=step and step.n)

    @records(lambda self: LiveMessage(self.n, NONE))
    def send(self, other: LiveAgent, *parts: Part, step: LiveStep | None = None) -> LiveMessage:
        """Records a message to another agent."""
        n = self._record("message.send", to=other.n, step=step and step.n, parts=_parts(parts))
        return LiveMessage(self.n, n)

    @records(lambda self: None)
    def receive(self, message: LiveMessage, *, step: LiveStep | None = None) -> None:
        """Records that a message was read."""
        self._record("message.receive", message=[message.agent, message.n], step=step and step.n)

    @records(lambda self: LiveGeneration(self, NONE))
    def generation(self, *input: Part, model: str | None = None, **fields: Any) -> LiveGeneration:
        """Begins a model call.

        :param input: what was added to the context since the agent's call before: turns, images, calls, texts
        :param fields: others of ``generation.begin``, as ``sampling={"temperature": 0.2}``
        """
        n = self._record("generation.begin", input={"add": _parts(input)}, model=model, **fields)
        return LiveGeneration(self, n)

    @records(lambda self: LiveStep(self, NONE))
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

    @records(lambda self: LiveAnswer(self.n, NONE))
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
            self._record("agent.end", status=unless_ok(status), error=error)

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status, error=error)

    def _record(self, event: str, **fields: Any) -> int:
        return self.trace.record(event, agent=self.n, **fields)


class LiveGeneration(Scope):
    """A model call."""

    def __init__(self, agent: LiveAgent, n: int) -> None:
        self.agent = agent
        self.trace = agent.trace
        self.n = n
        self._is_open = True
        self._usage: dict[str, int] | None = None

    @property
    def _recorder(self) -> Recorder:
        return self.trace.recorder

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
            self.agent._record("generation.end", n=self.n, status=unless_ok(status), finish=finish, **fields)

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status, error=error)


class LiveStep(Scope):
    """A step of reasoning."""

    _is_current = True

    def __init__(self, agent: LiveAgent, n: int) -> None:
        self.agent = agent
        self.trace = agent.trace
        self.n = n
        self._is_open = True

    @property
    def _recorder(self) -> Recorder:
        return self.trace.recorder

    def text(self, text: str, *, channel: Channel = "reasoning") -> None:
        """Records a piece of text as it comes from the model."""
        trace = self.trace
        if trace._is_left_out:
            return
        # Called for each token, so that it does without the function that `records` puts around others.
        try:
            data = text.encode("utf-8", "replace")
            trace.recorder._call(
                library.saccade_step_text, trace._handle, self.agent.n, self.n, channel.encode(), data, len(data)
            )
        except Exception as error:
            trace.recorder._refuse(as_refusal("text", error))

    @records(lambda self: LiveRegion(self.agent.n, NONE))
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

    @records(lambda self: LiveRegion(self.agent.n, NONE))
    def point(self, image: LiveImage, x: float, y: float, *, unit: str | None = None, **fields: Any) -> LiveRegion:
        """Records a point."""
        return self.region(image, {"point": [float(x), float(y)]}, unit=unit, **fields)

    @records(lambda self: LiveRegion(self.agent.n, NONE))
    def region(self, image: LiveImage, shape: Fields, *, unit: str | None = None, **fields: Any) -> LiveRegion:
        """Records a place of any shape of the format, as ``{"polygon": …}`` or ``{"mask": …}``."""
        if unit is not None:
            fields["space"] = {"unit": unit}
        n = self.agent._record("region", step=self.n, image=image.n, shape=dict(shape), **fields)
        return LiveRegion(self.agent.n, n)

    @records(lambda self: LiveCall(self.agent, NONE))
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
            self.agent._record("step.end", step=self.n, status=unless_ok(status), error=error)

    def _finish(self, status: Status, error: str | None) -> None:
        self.end(status, error=error)


class LiveCall(Scope):
    """A tool call; one of its ends comes once."""

    def __init__(self, agent: LiveAgent, n: int) -> None:
        self.agent = agent
        self.trace = agent.trace
        self.n = n
        self._is_open = True

    @property
    def _recorder(self) -> Recorder:
        return self.trace.recorder

    def image(self, picture: Picture, **fields: Any) -> LiveImage:
        """Records an image that the tool returned."""
        return self.trace.image(picture, origin=self, **fields)

    @records(lambda self: None)
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
            if type(part) not in names:
                raise TypeError(f"expected a text or something recorded as a part, found {type(part).__name__}")
            found.append({names[type(part)]: part.n})
    return found
