"""Reads traces as plain objects."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import _pictures, command
from ._library import SaccadeError, checked, library, taken, taken_with_size, text

if TYPE_CHECKING:
    import numpy
    import PIL.Image

Fields = Mapping[str, Any]
_File = bytes  # where a method is called bytes, the type needs another name


class Log:
    """A log of traces: a file in either encoding, or a folder with all that is in it."""

    def __init__(self, path: str | os.PathLike[str], trace: str | int | None = None) -> None:
        """Opens a log.

        :param trace: one of its traces: its id, the beginning of its id, or its number from 0
        :raises SaccadeError: if it cannot be read
        """
        self.path = os.fspath(path)
        chosen = None if trace is None else str(trace)
        self._handle = checked(library.saccade_reader_open(text(self.path), text(chosen)))

    def events(self) -> Iterator[dict[str, Any]]:
        """Gives the events that are left, as the log has them; each ``trace.begin`` starts another trace.

        Memory does not grow with the log. An event that cannot be read raises ``SaccadeError``; a new call goes on
        after it.
        """
        while True:
            found, data = taken_with_size(library.saccade_reader_next, self._handle)
            if found == 0:
                return
            event: dict[str, Any] = json.loads(data)
            yield event

    def traces(self) -> list[Trace]:
        """Returns the traces, each whole in memory."""
        states = json.loads(taken(library.saccade_reader_states, self._handle))
        return [Trace._from(state, self) for state in states]

    def blob(self, digest: str) -> bytes:
        """Returns the bytes with a SHA-256."""
        return taken_with_size(library.saccade_reader_blob, self._handle, text(digest))[1]

    def close(self) -> None:
        """Closes the log; images that were not read yet cannot be read any more. A second call does nothing."""
        handle, self._handle = self._handle, 0
        if handle > 0:
            library.saccade_reader_close(handle)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", 0) > 0:
            self.close()


def read(path: str | os.PathLike[str], trace: str | int | None = None) -> list[Trace]:
    """Returns the traces of a file or folder as plain objects."""
    return Log(path, trace).traces()


def read_one(path: str | os.PathLike[str], trace: str | int | None = None) -> Trace:
    """Returns the one trace of a file, or the one that is named.

    :raises SaccadeError: if there are several, or none
    """
    traces = read(path, trace)
    if len(traces) != 1:
        raise SaccadeError(f"expected one trace in {os.fspath(path)}, found {len(traces)}", "not-found")
    return traces[0]


def events(path: str | os.PathLike[str], trace: str | int | None = None) -> Iterator[dict[str, Any]]:
    """Gives the events of a file or folder one by one, in memory that does not grow with it."""
    with Log(path, trace) as log:
        yield from log.events()


@dataclass(frozen=True)
class Image:
    """An image of a trace."""

    n: int
    """Its ordinal in the trace."""
    width: int | None
    height: int | None
    media: str | None
    digest: str | None
    """The SHA-256 of its file."""
    names: tuple[str, ...]
    origin: Fields
    derivation: Fields | None
    """How it was made from others, with the fields of ``image.derive``."""
    missing: str | None
    """Why its bytes are not there, if they are not."""
    fields: Fields = field(repr=False)
    """All fields, as the log has them."""
    _log: Log = field(repr=False, compare=False)

    def bytes(self) -> bytes:
        """Returns its file.

        :raises SaccadeError: with code ``not-found`` if the trace does not have it
        """
        if "inline" in self.fields:
            return base64.b64decode(self.fields["inline"])
        if self.missing is not None or self.digest is None:
            raise SaccadeError(f"image {self.n} is not there: {self.missing or 'it has no digest'}", "not-found")
        return self._log.blob(self.digest)

    def pillow(self) -> PIL.Image.Image:
        """Returns it as a Pillow image; an EXIF orientation is not applied."""
        return _pictures.pillow(self.bytes())

    def numpy(self) -> numpy.ndarray[Any, Any]:
        """Returns it as an array of uint8: height × width × 4, red, green, blue and alpha."""
        return _pictures.array(self.bytes())

    def _repr_png_(self) -> _File | None:
        try:
            data = self.bytes()
        except SaccadeError:
            return None
        return data if data.startswith(b"\x89PNG") else None


@dataclass(frozen=True)
class Region:
    """A place on an image."""

    agent: int
    n: int
    """Its ordinal among the regions of the agent."""
    image: int
    step: int | None
    label: str | None
    role: str | None
    score: float | None
    shape: Fields
    """The numbers as written, in their space."""
    space: Fields
    """What the numbers count; empty for pixels."""
    pixels: Fields | None
    """The shape in pixels of the image, if it is known."""
    fields: Fields = field(repr=False)

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """The box in pixels of its image: left, top, right, bottom; ``None`` for other shapes."""
        found = (self.pixels or {}).get("box")
        return None if found is None else (found[0], found[1], found[2], found[3])


@dataclass(frozen=True)
class Call:
    """A tool call."""

    n: int
    step: int | None
    name: str
    written: str | None
    arguments: Any
    outcome: str
    """``succeeded``, ``failed``, ``cancelled`` or ``open``."""
    parts: tuple[Fields, ...]
    """What it returned."""
    message: str | None
    fields: Fields = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """An answer of an agent, or a candidate for one."""

    agent: int
    n: int
    text: str
    final: bool
    score: float | None
    regions: tuple[tuple[int, int], ...]
    """The places that it rests on: agent and ordinal of each."""
    images: tuple[int, ...]
    fields: Fields = field(repr=False)


@dataclass(frozen=True)
class Step:
    """A unit of reasoning."""

    n: int
    kind: str
    generation: int | None
    parent: int | None
    title: str | None
    texts: Mapping[str, str]
    """Its text by channel."""
    regions: tuple[Region, ...]
    calls: tuple[Call, ...]
    status: str | None
    """How it ended; ``None`` if it did not."""
    fields: Fields = field(repr=False)

    @property
    def text(self) -> str:
        """What the model said: its reasoning, then its output."""
        return "\n".join(self.texts[channel] for channel in ("reasoning", "output") if channel in self.texts)


@dataclass(frozen=True)
class Agent:
    """An agent: one lane of a trace."""

    n: int
    kind: str
    """``root``, ``worker``, ``sample``, ``branch`` or ``verifier``."""
    role: str | None
    parent: int | None
    generations: tuple[Fields, ...]
    steps: tuple[Step, ...]
    regions: tuple[Region, ...]
    calls: tuple[Call, ...]
    answers: tuple[Answer, ...]
    fields: Fields = field(repr=False)


@dataclass(frozen=True)
class Trace:
    """A trace: one task, from what the user asked to the answer. In Jupyter it is shown as its storyboard."""

    id: str
    task: str | None
    model: str | None
    status: str
    """How it ended; ``unfinished`` if it did not."""
    turns: tuple[Fields, ...]
    images: tuple[Image, ...]
    agents: tuple[Agent, ...]
    header: Fields = field(repr=False)
    fields: Fields = field(repr=False)
    """Everything, by agents, images and turns, as the format has it."""
    _log: Log = field(repr=False, compare=False)

    @property
    def question(self) -> str | None:
        """The text of the first turn, or the task."""
        for turn in self.turns:
            words = [part["text"] for part in turn.get("parts", ()) if "text" in part]
            if words:
                return "\n".join(words)
        return self.task

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of all agents, the root's first."""
        return tuple(step for agent in self.agents for step in agent.steps)

    @property
    def regions(self) -> tuple[Region, ...]:
        """The places of all agents, the root's first."""
        return tuple(region for agent in self.agents for region in agent.regions)

    @property
    def answer(self) -> Answer | None:
        """The final answer, or ``None``."""
        final = [answer for agent in self.agents for answer in agent.answers if answer.final]
        return final[-1] if final else None

    @property
    def path(self) -> str:
        """Where it was read from."""
        return self._log.path

    def storyboard(self, **options: Any) -> bytes:
        """Draws it as one PNG; see ``saccade.storyboard``."""
        page = command.storyboard(self._log.path, trace=self.id, **options)
        assert isinstance(page, bytes)
        return page

    def _repr_png_(self) -> bytes | None:
        try:
            return self.storyboard()
        except (command.CommandError, OSError):
            return None  # Jupyter then shows the text

    @classmethod
    def _from(cls, state: dict[str, Any], log: Log) -> Trace:
        header = state.get("header", {})
        return cls(
            id=header.get("id", ""),
            task=header.get("task"),
            model=header.get("model"),
            status=state["status"],
            turns=tuple(state["turns"]),
            images=tuple(_image(image, log) for image in state["images"]),
            agents=tuple(_agent(n, agent) for n, agent in enumerate(state["agents"])),
            header=header,
            fields=state,
            _log=log,
        )


def _image(state: dict[str, Any], log: Log) -> Image:
    return Image(
        n=state["n"],
        width=state.get("width"),
        height=state.get("height"),
        media=state.get("media"),
        digest=state.get("digest"),
        names=tuple(state.get("names", ())),
        origin=state["origin"],
        derivation=state.get("derivation"),
        missing=state.get("missing") or state.get("elided"),
        fields=state,
        _log=log,
    )


def _region(state: dict[str, Any]) -> Region:
    space = state.get("space", {})
    return Region(
        agent=state["agent"],
        n=state["n"],
        image=state["image"],
        step=state.get("step"),
        label=state.get("label"),
        role=state.get("role"),
        score=state.get("score"),
        shape=state["shape"],
        space=space,
        pixels=state.get("pixels") or (None if space else state["shape"]),
        fields=state,
    )


def _call(state: dict[str, Any]) -> Call:
    outcome, result = next(iter(state["outcome"].items()))
    result = result if isinstance(result, dict) else {}
    return Call(
        n=state["n"],
        step=state.get("step"),
        name=state["name"],
        written=state.get("written"),
        arguments=state.get("arguments"),
        outcome=outcome,
        parts=tuple(result.get("parts", ())),
        message=result.get("message") or result.get("reason"),
        fields=state,
    )


def _answer(state: dict[str, Any]) -> Answer:
    return Answer(
        agent=state["agent"],
        n=state["n"],
        text=state.get("text", ""),
        final=state.get("final", False),
        score=state.get("score"),
        regions=tuple((agent, n) for agent, n in state.get("regions", ())),
        images=tuple(state.get("images", ())),
        fields=state,
    )


def _agent(n: int, state: dict[str, Any]) -> Agent:
    spawn = state.get("spawn", {})
    regions = tuple(_region(region) for region in state["regions"])
    calls = tuple(_call(call) for call in state["calls"])
    steps = []
    for step in state["steps"]:
        texts: dict[str, str] = {}
        for piece in step["texts"]:
            texts[piece["channel"]] = texts.get(piece["channel"], "") + piece["text"]
        steps.append(
            Step(
                n=step["n"],
                kind=step["kind"],
                generation=step.get("generation"),
                parent=step.get("parent"),
                title=step.get("title"),
                texts=texts,
                regions=tuple(region for region in regions if region.step == step["n"]),
                calls=tuple(call for call in calls if call.step == step["n"]),
                status=step["end"].get("status", "ok") if "end" in step else None,
                fields=step,
            )
        )
    return Agent(
        n=n,
        kind=spawn.get("kind", "root"),
        role=spawn.get("role"),
        parent=spawn.get("parent"),
        generations=tuple(state["generations"]),
        steps=tuple(steps),
        regions=regions,
        calls=calls,
        answers=tuple(_answer(answer) for answer in state["answers"]),
        fields=state,
    )
