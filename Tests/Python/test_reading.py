"""The readers, the check, the command and the plugin, on the project's own traces."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import saccade


def test_a_trace_is_plain_objects(samples: Path) -> None:
    trace = saccade.read_one(samples / "receipt.jsonl")
    assert trace.question is not None and trace.question.startswith("Was the club discount")
    assert [image.width for image in trace.images] == [900, 928, 1568]
    assert trace.images[1].derivation is not None and trace.images[1].derivation["operation"] == "zoom"
    assert trace.images[1].pillow().size == (928, 320)
    assert trace.images[1].numpy().shape == (320, 928, 4)
    assert [step.kind for step in trace.steps] == ["look", "look", "verify", "answer"]
    assert trace.steps[0].regions[0].box == (126, 489.6, 774, 699.2)
    assert trace.steps[0].calls[0].name == "image_zoom_in_tool"
    assert trace.answer is not None and "11.92" in trace.answer.text


def test_agents_are_lanes(samples: Path) -> None:
    trace = saccade.read_one(samples / "transit.jsonl")
    assert [agent.n for agent in trace.agents] == [0, 1, 2, 3]
    assert {agent.parent for agent in trace.agents[1:]} == {0}
    assert all(agent.answers for agent in trace.agents[1:])


def test_events_come_one_by_one(samples: Path) -> None:
    lines = (samples / "chart.jsonl").read_text().splitlines()
    found = list(saccade.events(samples / "chart.jsonl"))
    assert len(found) == len(lines)
    assert found[0]["t"] == "trace.begin" and found[-1]["t"] == "trace.end"


def test_a_folder_is_all_its_traces_and_one_can_be_chosen(samples: Path) -> None:
    assert len(saccade.read(samples)) == 4
    assert saccade.read_one(samples, "5f1c0de2a4b94d0e8a3b6c7d8e9f0a01").images[0].width == 900
    with pytest.raises(saccade.SaccadeError, match="expected one trace in .* found 4"):
        saccade.read_one(samples)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(saccade.SaccadeError, match="No such file") as caught:
        saccade.read(tmp_path / "nothing.jsonl")
    assert caught.value.code == "file-system"
    (tmp_path / "broken.jsonl").write_text('{"t":"trace.begin"\n')
    with pytest.raises(saccade.SaccadeError, match=r"broken\.jsonl:1:") as caught:
        saccade.read(tmp_path / "broken.jsonl")
    assert caught.value.code == "malformed"


def test_a_closed_log_says_so(samples: Path) -> None:
    with saccade.Log(samples / "receipt.jsonl") as log:
        image = log.traces()[0].images[0]
        assert len(image.bytes()) == 220241
    with pytest.raises(saccade.SaccadeError, match="handle of an open reader"):
        image.bytes()


@pytest.mark.parametrize("level", ["L2", "L3"])
def test_a_lying_trace_is_found_where_it_lies(samples: Path, level: saccade.checking.Level) -> None:
    report = saccade.check(samples / "checkout-wrong.jsonl", level=level)
    assert report.verdict == "fail" and not report.passed and report.level == level
    wrong = {finding.rule: finding for finding in report.findings}
    assert wrong["region-outside-image"].line == 26
    assert wrong["region-outside-image"].expected == "inside [0, 0, 1440, 900]"
    assert ("wrong-derived-pixels" in wrong) == (level == "L3")
    with pytest.raises(AssertionError, match="lies outside image 0 of 1440×900 pixels"):
        saccade.assert_consistent(samples / "checkout-wrong.jsonl", level=level)


def test_the_check_takes_what_the_command_takes(samples: Path) -> None:
    path = samples / "checkout-wrong.jsonl"
    allowed = saccade.check(path, allow=["region-outside-image"])
    assert "region-outside-image" not in {finding.rule for finding in allowed.findings}
    with pytest.raises(saccade.SaccadeError, match="expected a rule"):
        saccade.check(path, allow=["no-such-rule"])
    assert saccade.check(samples / "receipt.jsonl", require=["answer"], strict=False).passed


def test_a_storyboard_is_a_picture(samples: Path, tmp_path: Path) -> None:
    page = saccade.storyboard(samples / "receipt.jsonl", theme="dark", width=1200)
    assert isinstance(page, bytes) and page.startswith(b"\x89PNG")
    assert saccade.storyboard(samples / "receipt.jsonl", tmp_path / "page.svg") == tmp_path / "page.svg"
    assert "<svg" in (tmp_path / "page.svg").read_text()[:400]
    with pytest.raises(saccade.CommandError, match="nothing.jsonl") as caught:
        saccade.storyboard(samples / "nothing.jsonl")
    assert caught.value.status == 2


def test_jupyter_shows_a_trace_as_its_storyboard(samples: Path) -> None:
    trace = saccade.read_one(samples / "chart.jsonl")
    page = trace._repr_png_()
    assert page is not None and page.startswith(b"\x89PNG")
    picture = trace.images[0]._repr_png_()
    assert picture is not None and picture.startswith(b"\x89PNG")


def test_frames_and_imports(samples: Path, tmp_path: Path, photo: bytes) -> None:
    pages = saccade.frames(samples / "receipt.jsonl", tmp_path / "frames", steps="0-1")
    assert len(pages) == 2 and all(page.read_bytes().startswith(b"\x89PNG") for page in pages)
    (tmp_path / "receipt.png").write_bytes(photo)
    (tmp_path / "answer.txt").write_text('The coffee: {"bbox_2d": [140, 365, 860, 387], "label": "discount"}')
    path = saccade.import_(
        tmp_path / "answer.txt",
        tmp_path / "trace.jsonl",
        family="qwen3",
        image=tmp_path / "receipt.png",
        question="Where is the discount?",
    )
    trace = saccade.read_one(path)
    assert trace.regions[0].label == "discount"
    assert trace.regions[0].box == pytest.approx((126, 584, 774, 619.2))


def test_the_command_is_in_the_environment(samples: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "saccade"
    done = subprocess.run(
        [program, "check", samples / "receipt.jsonl", "--level", "L3"], capture_output=True, text=True
    )
    assert done.returncode == 0 and "pass at L3" in done.stdout
    done = subprocess.run([program, "storyboard", samples / "receipt.jsonl", "-o", tmp_path / "p.png"])
    assert done.returncode == 0 and (tmp_path / "p.png").exists()


def test_the_plugin_fails_a_test_with_the_report(pytester: pytest.Pytester, samples: Path) -> None:
    pytester.makepyfile(
        f"""
        def test_true(assert_consistent):
            assert_consistent({str(samples / "receipt.jsonl")!r}, level="L3")

        def test_lie(assert_consistent):
            assert_consistent({str(samples / "checkout-wrong.jsonl")!r})

        def test_recorded(saccade_recorder):
            with saccade_recorder.trace("t") as trace:
                image = trace.image(open({str(next((samples / "blobs").glob("sha256-7adbe1f9*")))!r}, "rb").read())
                trace.turn(image, "What is it?")
                with trace.generation({{"turn": 0}}) as generation, generation.step("look") as look:
                    look.box(image, [0, 0, 10, 10])
                trace.answer("a receipt")

        def test_recorded_wrong(saccade_recorder):
            with saccade_recorder.trace("t") as trace:
                image = trace.image(open({str(next((samples / "blobs").glob("sha256-7adbe1f9*")))!r}, "rb").read())
                with trace.step("look") as look:
                    look.box(image, [950, 0, 1000, 10])
        """
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=3, failed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*lies outside image 0 of 900×1600 pixels*", "*lies outside image 0 of 1440×900 pixels*"]
    )
