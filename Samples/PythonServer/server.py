"""A small server with an OpenAI-compatible interface that records every request as a trace.

    pip install saccade pillow numpy
    python server.py --traces traces --port 8000

It needs no web framework, so that the recording is easy to see; with FastAPI or aiohttp the same lines stand in a
handler.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import contextlib
import io
import json
import re
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import saccade
from PIL import Image
from reasoner import Reasoner

MODEL = "stand-in-vlm"
MOST_BYTES = 32 << 20


class BadRequest(Exception):
    """What is wrong with a request."""


@dataclass
class Question:
    """What a request asks."""

    text: str
    pictures: list[bytes] = field(default_factory=list)
    model: str = MODEL
    streams: bool = False
    wants_usage: bool = False

    @classmethod
    def read(cls, body: bytes) -> Question:
        """Reads a chat completion request; its last user message is the question."""
        try:
            request = json.loads(body)
            messages = request["messages"]
            asked = [message for message in messages if message["role"] == "user"][-1]
            question = cls(
                text="",
                model=str(request.get("model") or MODEL),
                streams=bool(request.get("stream")),
                wants_usage=bool((request.get("stream_options") or {}).get("include_usage")),
            )
            content = asked.get("content")
            for part in [{"type": "text", "text": content}] if isinstance(content, str) else content or []:
                if part.get("type") == "text":
                    question.text += str(part.get("text", ""))
                elif part.get("type") == "image_url":
                    question.pictures.append(picture_of(str((part.get("image_url") or {}).get("url", ""))))
                else:
                    raise BadRequest(f"expected parts of type text or image_url, found {part.get('type')!r}")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
            raise BadRequest("expected a chat completion request with a message of the user") from error
        return question


def picture_of(url: str) -> bytes:
    """Returns the bytes of a ``data:`` URL; this server fetches nothing."""
    match = re.fullmatch(r"data:image/[a-z+.-]+;base64,(.*)", url, re.DOTALL)
    if not match:
        raise BadRequest("expected an image as a data: URL with base64")
    try:
        data = base64.b64decode(match[1], validate=True)
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except (binascii.Error, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadRequest(f"expected a picture, found {error}") from error
    return data


class Server(ThreadingHTTPServer):
    """The server: one recorder for all its threads."""

    daemon_threads = False

    def __init__(self, address: tuple[str, int], recorder: saccade.Recorder, reasoner: Reasoner) -> None:
        super().__init__(address, Handler)
        self.recorder = recorder
        self.reasoner = reasoner
        self.connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        """Takes no more requests; those that are being answered are answered to their end."""
        self.shutdown()
        for connection in list(self.connections):
            # What waits for another request on its connection finds its end.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RD)

    def answers(self, question: Question, trace: saccade.LiveTrace) -> Iterator[tuple[str, str]]:
        """Records what came in, and lets the model answer."""
        images = [trace.image(picture, name=f"image-{n + 1}") for n, picture in enumerate(question.pictures)]
        turn = trace.turn(*images, question.text)
        if not images:
            return self.reasoner.apologize(trace, turn)
        picture = Image.open(io.BytesIO(question.pictures[0]))
        picture.load()
        return self.reasoner.answer(trace, turn, picture, images[0])


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60
    """Seconds that a client may be silent: one that sends half a request must not hold a thread for good."""

    def do_POST(self) -> None:
        # Until its body has been read, nothing more can come on the connection.
        self.close_connection = True
        if self.path != "/v1/chat/completions":
            return self.refuse(404, f"there is nothing at {self.path}")
        try:
            size = int(self.headers.get("Content-Length", ""))
        except ValueError:
            return self.refuse(411, "expected a Content-Length")
        if not 0 <= size <= MOST_BYTES:
            return self.refuse(413, f"expected at most {MOST_BYTES} bytes, found {size}")
        try:
            body = self.rfile.read(size)
            self.close_connection = self.headers.get("Connection", "").lower() == "close"
            question = Question.read(body)
        except BadRequest as error:
            return self.refuse(400, str(error))
        return self.complete(question)

    def complete(self, question: Question) -> None:
        """Answers a question, and records how."""
        with self.server.recorder.trace(question.text, model=question.model, session=self.session()) as trace:
            try:
                if question.streams:
                    self.stream(question, trace)
                else:
                    self.whole(question, trace)
            except (ConnectionError, TimeoutError):
                # The client has gone away, or takes nothing any more.
                trace.end("cancelled")
                self.close_connection = True

    def session(self) -> str | None:
        """The trace of a distributed tracing system that the request belongs to."""
        match = re.fullmatch(
            r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", self.headers.get("traceparent", "")
        )
        return match[1] if match else None

    def whole(self, question: Question, trace: saccade.LiveTrace) -> None:
        said = {"reasoning": "", "output": ""}
        for channel, piece in self.server.answers(question, trace):
            said[channel] += piece
        message = {"role": "assistant", "content": said["output"], "reasoning_content": said["reasoning"] or None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        self.send(200, {**self.about(question), "choices": [choice], "usage": usage(said)}, trace)

    def stream(self, question: Question, trace: saccade.LiveTrace) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("X-Saccade-Trace", trace.id)
        self.end_headers()
        about = {**self.about(question), "object": "chat.completion.chunk"}
        said = {"reasoning": "", "output": ""}

        def event(delta: dict[str, Any], finish: str | None = None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
            self.chunk(f"data: {json.dumps({**about, 'choices': [choice]})}\n\n")

        event({"role": "assistant", "content": ""})
        for channel, piece in self.server.answers(question, trace):
            said[channel] += piece
            event({"content" if channel == "output" else "reasoning_content": piece})
        event({}, "stop")
        if question.wants_usage:
            self.chunk(f"data: {json.dumps({**about, 'choices': [], 'usage': usage(said)})}\n\n")
        self.chunk("data: [DONE]\n\n")
        self.chunk("")

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "saccade"}
            return self.send(200, {"object": "list", "data": [model]})
        match = re.fullmatch(r"/traces/([0-9a-f]{32})/(storyboard\.png|check)", self.path)
        if not match:
            return self.refuse(404, f"there is nothing at {self.path}")
        recorder = self.server.recorder
        try:
            recorder.flush()
            if match[2] == "check":
                report = saccade.check(recorder.folder, trace=match[1], level="L3")
                return self.send(200, {"verdict": report.verdict, "report": report.text})
            page = saccade.storyboard(recorder.folder, trace=match[1])
        except saccade.SaccadeError as error:
            return self.refuse(404, str(error))
        assert isinstance(page, bytes)
        return self.send(200, page)

    # Writing.

    def about(self, question: Question) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": question.model,
        }

    def send(self, status: int, body: dict[str, Any] | bytes, trace: saccade.LiveTrace | None = None) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "image/png" if isinstance(body, bytes) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        if trace is not None:
            self.send_header("X-Saccade-Trace", trace.id)
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, status: int, message: str) -> None:
        self.send(status, {"error": {"message": message, "type": "invalid_request_error", "code": None}})

    def chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def usage(said: dict[str, str]) -> dict[str, int]:
    """Counts words, which are the stand-in's tokens."""
    output = len(said["reasoning"].split()) + len(said["output"].split())
    return {"prompt_tokens": 256, "completion_tokens": output, "total_tokens": 256 + output}


def main() -> None:
    parser = argparse.ArgumentParser(description="An OpenAI-compatible server that records every request.")
    parser.add_argument("--traces", default="traces", help="the folder for the traces")
    parser.add_argument("--port", type=int, default=8000, help="the port; 0 for any that is free")
    parser.add_argument("--delay", type=float, default=0.02, help="seconds that the stand-in takes for a word")
    arguments = parser.parse_args()
    with saccade.Recorder(arguments.traces, program=("PythonServer", "1"), compression="zstd") as recorder:
        server = Server(("127.0.0.1", arguments.port), recorder, Reasoner(arguments.delay))
        # The recorder is closed when the server has ended, so that nothing is lost.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=server.stop).start())
        print(f"listening on http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
        server.server_close()


if __name__ == "__main__":
    main()
