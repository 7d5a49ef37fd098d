"""Drives the proxy with the official OpenAI client, before an upstream that makes tool calls, and checks what it recorded."""

import http.server
import io
import json
import threading

import openai
from harness import Server, data_url, of, picture, question, run
from PIL import Image

PAGE = picture([((220, 30, 30), (402, 133, 447, 171))])
BOXES = [[320, 96, 640, 288], [64, 16, 160, 96]]


class Upstream(http.server.ThreadingHTTPServer):
    """A server that zooms twice and answers; it keeps what it was sent."""

    def __init__(self, calls_by_id=True, fixed_ids=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls_by_id, self.fixed_ids = calls_by_id, fixed_ids
        self.bodies, self.count, self.lock = [], 0, threading.Lock()
        self.meeting = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def reply(self, request):
        """Looks at how many pictures came: one more after each zoom."""
        text = json.dumps(request["messages"])
        zooms = text.count("data:image/png") - 1
        with self.lock:
            self.count += 1
            number = self.count
        if zooms < len(BOXES):
            arguments = json.dumps({"bbox_2d": BOXES[zooms]})
            if not self.calls_by_id:
                return {"role": "assistant", "content": f"<tool_call>{arguments}</tool_call>"}, "stop"
            name = f"call_{zooms}" if self.fixed_ids else f"call_{number}_{zooms}"
            call = {"id": name, "type": "function", "function": {"name": "image_zoom_in_tool", "arguments": arguments}}
            return {"role": "assistant", "content": f"I zoom in, {zooms}.", "tool_calls": [call]}, "tool_calls"
        return {"role": "assistant", "content": "The mark is red."}, "stop"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send(b'{"object":"list","data":[{"id":"remote","object":"model","created":0,"owned_by":"x"}]}')

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies.append(body)
        request = json.loads(body)
        if request["model"] == "broken":
            return self.send(b'{"error":{"message":"no such model"}}', status=404)
        if self.server.meeting:
            self.server.meeting.wait()
        message, finish = self.server.reply(request)
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        base = {"id": f"up-{len(self.server.bodies)}", "created": 1, "model": "remote"}
        if not request.get("stream"):
            choice = {"index": 0, "message": message, "finish_reason": finish}
            answer = {**base, "object": "chat.completion", "choices": [choice], "usage": usage}
            return self.send(json.dumps(answer, indent=1).encode())
        deltas = [{"role": "assistant", "content": ""}]
        deltas += [{"content": letter} for letter in message["content"]]
        for call in message.get("tool_calls", []):
            arguments = call["function"]["arguments"]
            deltas.append({"tool_calls": [{"index": 0, **call, "function": {**call["function"], "arguments": ""}}]})
            deltas += [{"tool_calls": [{"index": 0, "function": {"arguments": part}}]} for part in arguments]
        chunks = [{"delta": delta, "finish_reason": None} for delta in deltas]
        chunks.append({"delta": {}, "finish_reason": finish})
        data = "".join(
            "data: "
            + json.dumps({**base, "object": "chat.completion.chunk", "choices": [{"index": 0, **chunk}]})
            + "\n\n"
            for chunk in chunks
        )
        self.send((data + "data: [DONE]\n\n").encode(), kind="text/event-stream")

    def send(self, body, status=200, kind="application/json"):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("x-upstream", "yes")
        self.end_headers()
        self.wfile.write(body)


def crop(png, box):
    data = io.BytesIO()
    Image.open(io.BytesIO(png)).crop(box).save(data, "PNG")
    return data.getvalue()


def loop(client, stream=False, page=PAGE, text="What colour is the mark?", headers=None):
    """A client's own tool loop: asks, zooms where the model says, asks again; returns the last answer."""
    messages = [question(text, page)]
    latest = page
    while True:
        request = dict(model="remote", messages=messages, extra_headers=headers or {})
        if stream:
            content, call = "", None
            for chunk in client.chat.completions.create(stream=True, **request):
                delta = chunk.choices[0].delta
                content += delta.content or ""
                for piece in delta.tool_calls or []:
                    call = call or {"id": piece.id, "name": piece.function.name, "arguments": ""}
                    call["arguments"] += piece.function.arguments or ""
        else:
            message = client.chat.completions.create(**request).choices[0].message
            content, call = message.content, None
            for made in message.tool_calls or []:
                call = {"id": made.id, "name": made.function.name, "arguments": made.function.arguments}
        if call is None and content.startswith("<tool_call>"):
            box = json.loads(content.removeprefix("<tool_call>").removesuffix("</tool_call>"))["bbox_2d"]
            latest = crop(latest, box)
            messages += [{"role": "assistant", "content": content}, question("observation", latest)]
            continue
        if call is None:
            return content
        latest = crop(latest, json.loads(call["arguments"])["bbox_2d"])
        made = {
            "id": call["id"],
            "type": "function",
            "function": {"name": call["name"], "arguments": call["arguments"]},
        }
        messages += [
            {"role": "assistant", "content": content, "tool_calls": [made]},
            {
                "role": "tool",
                "tool_call_id": call["id"],
                "content": [{"type": "image_url", "image_url": {"url": data_url(latest)}}],
            },
        ]


def stitches(events):
    return [event["message"].split(" by ")[1] for event in of(events, "diagnostic") if event["code"] == "stitch"]


def zooms_twice(stream):
    upstream = Upstream()
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        assert loop(proxy.client(), stream) == "The mark is red."
        proxy.stop()
        traces = proxy.recorded()
    assert len(traces) == 1, list(traces)
    (events,) = traces.values()
    assert stitches(events) == ["first-request", "tool-call-ids", "tool-call-ids"]
    assert len(of(events, "generation.begin")) == 3
    assert len(of(events, "tool.result")) == 2
    made = of(events, "image.derive")
    assert [event["executed"] for event in made] == BOXES
    assert [event["parents"][0]["image"] for event in made] == [0, 1]
    assert of(events, "answer")[-1]["text"] == "The mark is red."
    assert not of(events, "gap")
    assert len(upstream.bodies) == 3


def whole():
    """a client that zooms twice by its own tool loop gives one trace, and its crops are proved to be crops"""
    zooms_twice(False)


def streamed():
    """the same with streamed answers"""
    zooms_twice(True)


def untouched():
    """requests and answers go through byte for byte, and what is no completion, too"""
    upstream = Upstream()
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        client = proxy.client()
        assert [model.id for model in client.models.list()] == ["remote"]
        import urllib.request

        for stream in (False, True):
            body = json.dumps({"model": "remote", "stream": stream, "x": [1.50, "ü"], "messages": [question("?", PAGE)]})
            body = body.encode()
            answers = []
            for url in (upstream.url, proxy.url):
                upstream.count = 0
                sent = urllib.request.Request(
                    url + "/v1/chat/completions", body, {"content-type": "application/json"}
                )
                answer = urllib.request.urlopen(sent)
                assert answer.headers["x-upstream"] == "yes"
                answers.append(answer.read().replace(b"up-2", b"up-1").replace(b"up-4", b"up-3"))
            assert answers[0] == answers[1]
            assert upstream.bodies[-1] == upstream.bodies[-2] == body
        try:
            client.chat.completions.create(model="broken", messages=[question("?", PAGE)])
            raise AssertionError("the upstream's refusal was lost")
        except openai.NotFoundError as error:
            assert "no such model" in str(error)
        proxy.stop()
        ends = [event for events in proxy.recorded("--allow-unverified").values() for event in of(events, "generation.end")]
        assert [end.get("status", "ok") for end in ends].count("failed") == 1


def by_header():
    """requests that name one distributed trace are one trace, under its id"""
    upstream = Upstream(calls_by_id=False)
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        trace = "0af7651916cd43dd8448eb211c80319c"
        headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
        assert loop(proxy.client(), headers=headers) == "The mark is red."
        proxy.stop()
        traces = proxy.recorded()
    assert list(traces) == [trace]
    assert stitches(traces[trace]) == ["first-request", "traceparent", "traceparent"]
    assert not of(traces[trace], "agent.spawn")


def by_messages():
    """without ids a conversation is known by the messages that it begins with"""
    upstream = Upstream(calls_by_id=False)
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        assert loop(proxy.client()) == "The mark is red."
        proxy.stop()
        traces = proxy.recorded()
    (events,) = traces.values()
    assert stitches(events) == ["first-request", "message-prefix", "message-prefix"]


def uncertain():
    """where two tasks look the same, or an answer was changed, there are two traces, and one names the other"""
    upstream = Upstream(calls_by_id=False)
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        client = proxy.client()
        first = [question("What colour is the mark?", PAGE)]
        replies = [client.chat.completions.create(model="remote", messages=first).choices[0].message for _ in range(2)]
        more = [{"role": "assistant", "content": replies[0].content}, question("observation", PAGE)]
        client.chat.completions.create(model="remote", messages=first + more)
        other = [question("Another question", PAGE)]
        client.chat.completions.create(model="remote", messages=other)
        changed = [{"role": "assistant", "content": "not what was answered"}, question("observation", PAGE)]
        client.chat.completions.create(model="remote", messages=other + changed)
        proxy.stop()
        traces = proxy.recorded()
    found = sorted((stitches(events), events[0].get("continues")) for events in traces.values())
    assert [stitch for stitch, _ in found] == [["first-request"]] * 3 + [["uncertain"]] * 2, found
    assert all(link is None for _, link in found[:3])
    assert all(link in traces for _, link in found[3:])


def side_by_side():
    """requests of one conversation that are answered at the same time are lanes of one trace"""
    upstream = Upstream()
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        client = proxy.client()
        messages = [question("What colour is the mark?", PAGE)]
        made = client.chat.completions.create(model="remote", messages=messages).choices[0].message
        messages += [
            made.model_dump(exclude_none=True),
            {
                "role": "tool",
                "tool_call_id": made.tool_calls[0].id,
                "content": [{"type": "image_url", "image_url": {"url": data_url(crop(PAGE, BOXES[0]))}}],
            },
        ]
        # Both are with the upstream before either is answered.
        upstream.meeting = threading.Barrier(2, timeout=60)
        threads = [
            threading.Thread(target=client.chat.completions.create, kwargs=dict(model="remote", messages=messages))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        proxy.stop()
        traces = proxy.recorded()
    (events,) = traces.values()
    assert stitches(events) == ["first-request", "tool-call-ids", "tool-call-ids"]
    assert sorted(event["agent"] for event in of(events, "generation.begin")) == [0, 0, 1]
    assert [event["kind"] for event in of(events, "agent.spawn")] == ["branch"]
    assert not of(events, "gap")


def only_paths():
    """a request for no path is refused, and does not become a part of the upstream's name"""
    import socket
    import urllib.parse

    upstream = Upstream()
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        address = urllib.parse.urlsplit(proxy.url)
        with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
            connection.sendall(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert connection.makefile("rb").readline().split()[1] == b"400"
        proxy.stop()


def same_ids():
    """ids that an upstream gives out again and again do not mix tasks"""
    upstream = Upstream(fixed_ids=True)
    with Server("saccade-proxy", "--upstream", upstream.url) as proxy:
        client = proxy.client()
        barrier = threading.Barrier(4)

        def ask(number):
            barrier.wait()
            assert loop(client, text=f"Question {number}: what colour?") == "The mark is red."

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        proxy.stop()
        traces = proxy.recorded()
    assert len(traces) == 4, {name: stitches(events) for name, events in traces.items()}
    for events in traces.values():
        assert len(of(events, "generation.begin")) == 3
        assert len({event["task"] for event in of(events, "trace.begin")}) == 1


def unreachable():
    """an upstream that is not there is a clear error, and is recorded"""
    with Server("saccade-proxy", "--upstream", "http://127.0.0.1:9") as proxy:
        try:
            proxy.client().chat.completions.create(model="remote", messages=[question("?", PAGE)])
            raise AssertionError("nobody answered, and yet there was an answer")
        except openai.APIStatusError as error:
            assert error.status_code == 502
        proxy.stop()
        (events,) = proxy.recorded("--allow-unverified").values()
        assert of(events, "generation.end")[0]["status"] == "failed"


run([whole, streamed, untouched, by_header, by_messages, uncertain, side_by_side, same_ids, only_paths, unreachable])
