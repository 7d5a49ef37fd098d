"""The server, driven by the official client of OpenAI over loopback."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest
import saccade

HERE = Path(__file__).resolve().parent
BLOB = "sha256-7adbe1f94871eef45bc3f40bb5fd153bf7270f8476dea009ae23ddeb113ec8d0.png"
PHOTO = (HERE.parent / "Traces" / "blobs" / BLOB).read_bytes()


class Running:
    """A server in a process of its own, and where it records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        words = [sys.executable, str(HERE / "server.py"), "--traces", str(folder), "--port", "0", "--delay", "0"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip().removeprefix("listening on ")
        self.client = openai.OpenAI(base_url=f"{self.url}/v1", api_key="none", max_retries=0)

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path) as answer:
            data: bytes = answer.read()
            return data

    def stop(self) -> int:
        """Ends the server as an operator does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path / "traces")
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()


def messages(text: str = "Where does most happen?", photo: bytes | None = PHOTO) -> list[dict[str, object]]:
    content: list[dict[str, object]] = [{"type": "text", "text": text}]
    if photo is not None:
        url = "data:image/png;base64," + base64.b64encode(photo).decode()
        content.insert(0, {"type": "image_url", "image_url": {"url": url}})
    return [{"role": "system", "content": "Be brief."}, {"role": "user", "content": content}]


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '{"messages":[{"role":"user","content":["text"]}]}',
        '{"messages":[{"role":"user","content":[{"type":"image_url","image_url":"x"}]}]}',
        '{"messages":[{"role":"user","content":5}]}',
        '{"messages":[{"role":"user","content":"?"}],"stream_options":"yes"}',
    ],
)
def test_a_request_of_another_form_is_refused(running: Running, body: str) -> None:
    request = urllib.request.Request(f"{running.url}/v1/chat/completions", body.encode())
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=60)
    assert caught.value.code == 400
    assert running.stop() == 0


def test_a_picture_that_is_cut_off_is_refused(running: Running) -> None:
    with pytest.raises(openai.BadRequestError, match="expected a picture"):
        running.client.chat.completions.create(model="m", messages=messages(photo=PHOTO[:5000]))  # type: ignore[arg-type]
    assert running.stop() == 0


def test_a_request_is_a_trace_whose_crops_are_made_again(running: Running) -> None:
    answer = running.client.chat.completions.with_raw_response.create(
        model="m", messages=messages(), extra_headers={"traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01"}
    )
    said = answer.parse().choices[0].message.content
    id = answer.headers["x-saccade-trace"]
    assert said is not None and said.startswith("Most happens in a part of 56×100 pixels, #")
    # While the server runs.
    assert json.loads(running.get(f"/traces/{id}/check"))["verdict"] == "pass"
    assert running.get(f"/traces/{id}/storyboard.png").startswith(b"\x89PNG")
    assert running.stop() == 0
    trace = saccade.read_one(running.folder)
    assert (trace.id, trace.question, trace.status) == (id, "Where does most happen?", "ok")
    assert trace.header["session"] == "a" * 32
    assert trace.answer is not None and trace.answer.text == said
    assert [image.derivation is not None for image in trace.images] == [False, True, True]
    assert trace.images[0].bytes() == PHOTO
    report = saccade.assert_consistent(running.folder, level="L3")
    assert "2 derived images made again: 2 exact" in report.text


def test_streams_say_what_was_recorded(running: Running) -> None:
    stream = running.client.chat.completions.create(
        model="m", messages=messages(), stream=True, stream_options={"include_usage": True}
    )
    said, thought, used = "", "", None
    for chunk in stream:
        used = chunk.usage or used
        for choice in chunk.choices:
            said += choice.delta.content or ""
            thought += getattr(choice.delta, "reasoning_content", None) or ""
    assert running.stop() == 0
    trace = saccade.read_one(running.folder)
    assert trace.answer is not None and trace.answer.text == said
    assert "".join(step.texts.get("reasoning", "") for step in trace.steps) == thought
    assert used is not None and used.completion_tokens == len(thought.split()) + len(said.split())


def test_many_requests_at_once_are_as_many_traces(running: Running) -> None:
    def ask(n: int) -> str:
        done = running.client.chat.completions.create(model="m", messages=messages(f"question {n}"))
        return done.choices[0].message.content or ""

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(24)))
    assert len(answers) == 1
    assert running.stop() == 0
    traces = saccade.read(running.folder)
    assert {trace.question for trace in traces} == {f"question {n}" for n in range(24)}
    saccade.assert_consistent(running.folder, level="L3")


def test_a_request_without_a_picture_is_answered_and_recorded(running: Running) -> None:
    done = running.client.chat.completions.create(model="m", messages=messages(photo=None))
    assert done.choices[0].message.content == "I can only speak about pictures, and there is none."
    assert running.stop() == 0
    assert saccade.check(running.folder, level="L1").passed


def test_what_is_wrong_with_a_request_is_said(running: Running) -> None:
    with pytest.raises(openai.BadRequestError, match="expected a picture"):
        running.client.chat.completions.create(model="m", messages=messages(photo=b"no picture"))
    remote = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://example.org/a.png"}}]}]
    with pytest.raises(openai.BadRequestError, match="data: URL"):
        running.client.chat.completions.create(model="m", messages=remote)
    with pytest.raises(openai.BadRequestError, match="a message of the user"):
        running.client.chat.completions.create(model="m", messages=[])
    with pytest.raises(urllib.error.HTTPError) as caught:
        running.get("/traces/" + "0" * 31 + "1/storyboard.png")
    assert caught.value.code == 404
    assert running.client.models.list().data[0].id == "stand-in-vlm"
    assert running.stop() == 0


def test_a_client_that_goes_away_leaves_a_cancelled_trace(running: Running) -> None:
    stream = running.client.chat.completions.create(model="m", messages=messages(), stream=True)
    next(iter(stream))
    stream.close()
    assert running.stop() == 0
    # It may have been faster than the client.
    assert saccade.read_one(running.folder).status in ("cancelled", "ok")
