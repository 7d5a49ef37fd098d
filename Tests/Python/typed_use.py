"""What a typed program sees of the package; mypy reads this file, nothing runs it."""

from __future__ import annotations

from typing import assert_type

import saccade

with saccade.Recorder("traces", mode=0.05, compression="zstd") as recorder:
    assert_type(recorder, saccade.Recorder)
    with recorder.trace("a task") as trace, trace.generation("text", trace.turn("hello")) as generation:
        assert_type(generation, saccade.LiveGeneration)
        with generation.step("look") as step:
            assert_type(step.box(trace.image(b""), [0, 0, 1, 1], unit="permille"), saccade.LiveRegion)

found = saccade.read_one("traces")
assert_type(found.regions[0].box, tuple[float, float, float, float] | None)
assert_type(saccade.check("traces").passed, bool)
assert_type(saccade.Log("traces").blob("0"), bytes)
