"""The recorder: what is recorded passes the check, and nothing that a caller does wrong reaches the host."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import os
import signal
import threading
from pathlib import Path
from typing import Any

import numpy
import pytest
import saccade
from PIL import Image


def record_zoom(recorder: saccade.Recorder, photo: bytes) -> str:
    """Records a request with a real crop and returns its id."""
    cut = Image.open(io.BytesIO(photo)).crop((100, 200, 400, 380))
    with recorder.trace("What does it say?", model="a-model") as trace:
        image = trace.image(photo, name="receipt.png")
        turn = trace.turn(image, "What does it say?")
        with trace.generation(turn, sampling={"temperature": 0.2}) as generation:
            with generation.step("look", title="the middle") as look:
                look.text("It is small; ")
                look.text("I zoom in \N{EYES}.")
                place = look.box(image, [111, 125, 444, 237.5], unit="permille", label="middle", role="attended")
                with look.call(
                    "zoom", written='{"box":[100,200,400,380]}', arguments={"box": [100, 200, 400, 380]}
                ) as call:
                    detail = call.image(cut)
                    trace.crop(detail, image, [100, 200, 400, 380], by=call)
                    call.succeed(detail, "done")
            generation.usage(input=1000, output=20)
        trace.answer("CAFFE CREMA", regions=[place], images=[detail])
        trace.score("reward", 1.0)
    # After the end, too.
    return trace.id


def test_a_recorded_request_passes_the_check_to_the_pixels(tmp_path: Path, photo: bytes) -> None:
    with saccade.Recorder(tmp_path, strict=True) as recorder:
        id = record_zoom(recorder, photo)
        recorder.flush()
        assert recorder.statistics["refusedEvents"] == 0
    assert saccade.check(tmp_path).passed
    report = saccade.assert_consistent(tmp_path, level="L3")
    assert "1 derived image made again: 1 exact" in report.text
    trace = saccade.read_one(tmp_path, id)
    assert trace.question == "What does it say?"
    assert trace.steps[0].text == "It is small; I zoom in \N{EYES}."
    assert trace.regions[0].box == pytest.approx((99.9, 200, 399.6, 380))
    assert trace.steps[0].calls[0].outcome == "succeeded"
    assert trace.answer is not None and trace.answer.text == "CAFFE CREMA"
    assert trace.agents[0].generations[0]["end"]["usage"] == {"input": 1000, "output": 20}


def test_an_error_in_a_block_ends_what_is_open_as_failed(tmp_path: Path) -> None:
    with saccade.Recorder(tmp_path, strict=True) as recorder:
        with pytest.raises(ZeroDivisionError):
            with recorder.trace("a task") as trace, trace.generation() as generation, generation.step("act") as step:
                with step.call("divide"):
                    raise ZeroDivisionError("by nothing")
    found = saccade.read_one(tmp_path)
    assert found.status == "failed"
    assert found.steps[0].status == "failed"
    assert found.steps[0].fields["end"]["error"].startswith("ZeroDivisionError: ")
    assert found.agents[0].calls[0].outcome == "failed"
    assert found.agents[0].generations[0]["end"]["status"] == "failed"


def test_tasks_of_a_loop_are_lanes_and_know_their_step(tmp_path: Path, photo: bytes) -> None:
    async def look(child: saccade.LiveAgent, image: saccade.LiveImage) -> None:
        async with child, child.generation("look") as generation, generation.step("look") as step:
            await asyncio.sleep(0)
            assert saccade.current_step() is step
            deep_inside(image)
            child.answer("yes")

    def deep_inside(image: saccade.LiveImage) -> None:
        step, trace = saccade.current_step(), saccade.current_trace()
        assert step is not None and trace is step.trace
        step.point(image, 0.5, 0.25, unit="unit", label="here")

    async def request() -> None:
        async with saccade.Recorder(tmp_path, strict=True) as recorder:
            async with recorder.trace("vote") as trace:
                image = trace.image(photo)
                trace.turn(image, "Is it there?")
                children = [trace.root.spawn("sample", role="voter") for _ in range(3)]
                await asyncio.gather(*(look(child, image) for child in children))
                for child in children:
                    trace.root.join(child)
                trace.answer("yes")
            await recorder.aflush(durable=True)

    asyncio.run(request())
    assert saccade.current_trace() is None
    found = saccade.read_one(tmp_path)
    assert [agent.kind for agent in found.agents] == ["root", "sample", "sample", "sample"]
    assert [region.pixels for region in found.regions] == [{"point": [450, 400]}] * 3
    saccade.assert_consistent(tmp_path, level="L1")


def test_a_cancelled_task_ends_as_cancelled(tmp_path: Path) -> None:
    async def request(recorder: saccade.Recorder) -> None:
        async with recorder.trace("slow") as trace, trace.step("think"):
            await asyncio.sleep(60)

    async def main() -> None:
        async with saccade.Recorder(tmp_path, strict=True) as recorder:
            task = asyncio.create_task(request(recorder))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    found = saccade.read_one(tmp_path)
    assert (found.status, found.steps[0].status) == ("cancelled", "cancelled")


def test_what_cannot_be_recorded_is_logged_and_never_raised(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "saccade")
    with saccade.Recorder(tmp_path) as recorder:
        with recorder.trace("a task") as trace:
            image = trace.image(tmp_path / "nothing.png")
            with trace.step("look") as step:
                step.box(image, [1, 2, 3], label="three numbers")
                step.box(image, [1, 2, 3, float("nan")])
                step.text("half a pair: \ud83d", channel="nowhere")  # type: ignore[arg-type]
                step.text("half a pair: \ud83d")
                step.region(image, {"box": object()})
            trace.record("step.begin", agent=0, kind="look", titel="misspelt")
            trace.record("no.such.event")
        trace.turn("after the end")
    said = [record.getMessage() for record in caplog.records]
    assert any("nothing.png" in line for line in said)
    assert any('found a field "titel"' in line for line in said)
    assert any("channel: expected reasoning" in line for line in said)
    assert any("handle of an open trace" in line for line in said)
    assert len(said) >= 8
    found = saccade.read_one(tmp_path)
    assert found.steps[0].text == "half a pair: ?"
    assert found.regions == ()


def test_arguments_of_any_kind_never_reach_the_host_as_errors(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Odd:
        def __str__(self) -> str:
            raise ValueError("no words")

        __repr__ = object.__repr__

    odd: Any = Odd()
    with saccade.Recorder(tmp_path) as recorder:
        recorder.trace(odd).turn("of a trace that could not begin")
        with recorder.trace("what is\0 this?") as trace:
            trace.turn(odd, None)  # type: ignore[arg-type]
            image = trace.image(odd)
            trace.image(b"bytes", origin=odd)
            trace.crop(image, image, ["a", "b"])  # type: ignore[list-item]
            trace.score("reward", odd)
            trace.root.spawn("nobody", role=odd)  # type: ignore[arg-type]
            trace.answer("yes", regions=[odd], images=[odd])
            with trace.generation(odd) as generation:
                generation.usage(input=odd)
            with trace.step(odd) as step:
                step.text(odd)
                step.box(image, ["left", None])  # type: ignore[list-item]
                step.point(odd, odd, odd)
                step.region(odd, odd)
                with step.call(odd, arguments=odd) as call:
                    call.succeed(odd)
            with pytest.raises(RuntimeError), trace.step("think"):
                raise RuntimeError(odd)
            with trace.step("answer") as last:
                last.region(trace.image(b"x"), {"box": numpy.array([1, 2, 3, 4])}, score=numpy.float32(0.5))
    assert all(record.name == "saccade" for record in caplog.records)
    found = saccade.read_one(tmp_path)
    assert found.task == "what is\N{REPLACEMENT CHARACTER} this?"
    assert found.steps[0].fields["end"]["error"] == "RuntimeError"
    assert found.regions[0].box == (1, 2, 3, 4) and found.regions[0].score == 0.5


def test_what_is_said_again_and_again_does_not_flood_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with saccade.Recorder(tmp_path) as recorder:
        trace = recorder.trace("short")
        step = trace.step("think")
        trace.end()
        for _ in range(1000):
            step.text("late")
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 10 and "512 times" in said[-1]


def test_a_trace_that_sampling_leaves_out_costs_nothing(tmp_path: Path) -> None:
    class Picture:
        def save(self, *arguments: object, **fields: object) -> None:
            raise AssertionError("a picture was packed for nothing")

    picture: Any = Picture()
    with saccade.Recorder(tmp_path, strict=True, rate=0) as recorder:
        with recorder.trace("left out") as trace:
            assert trace.is_left_out
            image = trace.image(picture)
            with trace.generation(trace.turn(image)), trace.step("look") as step:
                step.text("nothing")
                step.box(image, [0, 0, 1, 1])
            trace.answer("nothing", images=[image])
        assert recorder.statistics["refusedEvents"] == 0
        assert recorder.statistics["sampledOut"] == 1
    with saccade.Recorder(tmp_path, strict=True) as recorder:
        assert not recorder.trace("kept").is_left_out


def test_a_forked_worker_records_with_threads(tmp_path: Path) -> None:
    def work(trace: saccade.LiveTrace) -> None:
        for _ in range(500):
            with trace.step("think") as step:
                step.text("a thought " * 20)

    with saccade.Recorder(tmp_path / "parent", strict=True) as recorder, recorder.trace("the parent's") as before:
        # What the thread that forks has done before is what the child's locks could trip over.
        work(before)
        child = os.fork()
        if child == 0:
            signal.alarm(120)
            # Room for little, so that calls wait, and threads wait for each other.
            with (
                saccade.Recorder(tmp_path / "child", strict=True, mode="must-keep", memory_limit=1 << 18) as own,
                own.trace("the child's") as trace,
            ):
                threads = [threading.Thread(target=work, args=(trace,)) for _ in range(3)]
                for thread in threads:
                    thread.start()
                work(trace)
                for thread in threads:
                    thread.join()
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(saccade.read_one(tmp_path / "child").steps) == 2000


def test_a_strict_recorder_raises(tmp_path: Path) -> None:
    with saccade.Recorder(tmp_path, strict=True) as recorder, recorder.trace() as trace:
        with pytest.raises(saccade.SaccadeError, match='found a field "titel"') as caught:
            trace.record("step.begin", agent=0, kind="look", titel="misspelt")
        assert caught.value.code == "bad-argument"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"memory_limit": 1}, "at least 262144"),
        ({"rate": 2}, "from 0 to 1"),
        ({"mode": "fast"}, "expected never-block"),
        ({"compression": "gzip"}, "expected none, zstd or lz4"),
    ],
)
def test_wrong_options_are_named(tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(saccade.SaccadeError, match=message):
        saccade.Recorder(tmp_path, **options)  # type: ignore[arg-type]


def test_pictures_may_be_bytes_paths_images_and_arrays(tmp_path: Path, photo: bytes) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(photo)
    grey = numpy.arange(12, dtype=numpy.uint8).reshape(3, 4)
    color = numpy.full((2, 5, 3), 200, numpy.uint8)
    with saccade.Recorder(tmp_path / "traces", strict=True) as recorder, recorder.trace() as trace:
        for picture in (photo, memoryview(photo), path, str(path), Image.fromarray(color), grey, color):
            trace.image(picture)
        trace.image(photo, redact=True)
        with pytest.raises(saccade.SaccadeError, match="uint8"):
            trace.image(numpy.zeros((2, 2)))
    images = saccade.read_one(tmp_path / "traces").images
    assert [(image.width, image.height) for image in images] == [
        *[(900, 1600)] * 4,
        (5, 2),
        (4, 3),
        (5, 2),
        (900, 1600),
    ]
    assert all(image.bytes() == photo for image in images[:4])
    assert images[2].names == (str(path),)
    assert numpy.array_equal(images[5].numpy()[:, :, 0], grey)
    assert images[6].pillow().getpixel((0, 0)) == (200, 200, 200)
    assert images[7].digest is None and "redacted" in (images[7].missing or "")
    with pytest.raises(saccade.SaccadeError, match="redacted"):
        images[7].bytes()


def test_threads_record_side_by_side(tmp_path: Path) -> None:
    def work(recorder: saccade.Recorder) -> None:
        for _ in range(50):
            with recorder.trace("a task") as trace, trace.step("think") as step:
                step.text("a thought")

    with saccade.Recorder(tmp_path, strict=True, mode="must-keep") as recorder:
        threads = [threading.Thread(target=work, args=(recorder,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    traces = saccade.read(tmp_path)
    assert len(traces) == 400
    assert all(trace.steps[0].text == "a thought" for trace in traces)


def test_a_forked_child_records_nothing_and_the_parent_goes_on(tmp_path: Path) -> None:
    with saccade.Recorder(tmp_path, strict=True) as recorder:
        with recorder.trace("the parent's") as trace:
            child = os.fork()
            if child == 0:
                try:
                    trace.step("think").text("the child's")
                    recorder.flush()
                except saccade.SaccadeError as error:
                    os._exit(7 if error.code == "closed" else 1)
                os._exit(1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
            with trace.step("think") as step:
                step.text("the parent's")
    assert [step.text for step in saccade.read_one(tmp_path).steps] == ["the parent's"]


def test_children_that_are_forked_while_threads_record_do_not_hang(tmp_path: Path) -> None:
    def work(recorder: saccade.Recorder) -> None:
        while not done.is_set():
            with recorder.trace("busy") as trace, trace.step("think") as step:
                step.text("a thought")

    done = threading.Event()
    with saccade.Recorder(tmp_path / "parent", strict=True) as recorder:
        threads = [threading.Thread(target=work, args=(recorder,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for n in range(30):
                child = os.fork()
                if child == 0:
                    signal.alarm(20)
                    with saccade.Recorder(tmp_path / f"child-{n}", strict=True) as own:
                        with own.trace("the child's") as trace, trace.step("think") as step:
                            step.text("mine")
                    os._exit(0)
                assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        finally:
            done.set()
            for thread in threads:
                thread.join()
    assert saccade.read_one(tmp_path / "child-29").steps[0].text == "mine"


def test_a_trace_that_nobody_refers_to_ends_as_cancelled(tmp_path: Path) -> None:
    with saccade.Recorder(tmp_path, strict=True) as recorder:
        trace = recorder.trace("lost")
        del trace
    gc.collect()
    assert saccade.read_one(tmp_path).status in ("cancelled", "unfinished")
