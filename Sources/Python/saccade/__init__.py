"""Saccade: traces of how a multimodal model reasons over images.

Record them, read them, check them, draw them::

    with saccade.Recorder("traces") as recorder, recorder.trace("Which shop is open?") as trace:
        photo = trace.image("street.png")
        turn = trace.turn(photo, "Which shop is open?")
        with trace.generation(turn) as generation, generation.step("look") as look:
            look.text("The sign above the door is small.")
            sign = look.box(photo, [125, 84, 625, 584], unit="permille", label="sign")
        trace.answer("the bakery", regions=[sign])

    saccade.assert_consistent("traces")
    saccade.storyboard("traces", "page.png")
"""

from ._library import SaccadeError, version
from ._values import LiveAnswer, LiveImage, LiveMessage, LiveRegion, LiveTurn
from .checking import Finding, Report, assert_consistent, check
from .command import CommandError, frames, import_, storyboard
from .reading import Agent, Answer, Call, Image, Log, Region, Step, Trace, events, read, read_one
from .recording import (
    LiveAgent,
    LiveCall,
    LiveGeneration,
    LiveStep,
    LiveTrace,
    Recorder,
    current_step,
    current_trace,
)

__version__ = version()

__all__ = [
    "Agent",
    "Answer",
    "Call",
    "CommandError",
    "Finding",
    "Image",
    "LiveAgent",
    "LiveAnswer",
    "LiveCall",
    "LiveGeneration",
    "LiveImage",
    "LiveMessage",
    "LiveRegion",
    "LiveStep",
    "LiveTrace",
    "LiveTurn",
    "Log",
    "Recorder",
    "Region",
    "Report",
    "SaccadeError",
    "Step",
    "Trace",
    "assert_consistent",
    "check",
    "current_step",
    "current_trace",
    "events",
    "frames",
    "import_",
    "read",
    "read_one",
    "storyboard",
    "version",
]
