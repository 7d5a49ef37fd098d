"""Drives the inference server with the official OpenAI client and checks what it recorded."""

import concurrent.futures
import urllib.error
import urllib.request

import openai
from harness import Server, data_url, of, picture, question, run

RED, BLUE = (220, 30, 30), (30, 60, 220)
PLACE = (402, 133, 447, 171)
PAGE = picture([(RED, PLACE), (BLUE, (50, 300, 80, 330))])


def answers():
    """the mark is found by its pixels, whole and streamed, by one agent and by three, and each task is a trace"""
    with Server("inference-server", "--delay", "0") as server:
        client = server.client()
        assert {model.id for model in client.models.list()} == {"stand-in", "stand-in-parallel"}
        ids = []
        for model in ("stand-in", "stand-in-parallel"):
            for color, place in (("red", PLACE), ("blue", (50, 300, 80, 330))):
                messages = [
                    {"role": "system", "content": "You look closely."},
                    question(f"Where is the {color} mark?", PAGE),
                ]
                whole = client.chat.completions.create(model=model, messages=messages)
                text = whole.choices[0].message.content
                count = (place[2] - place[0]) * (place[3] - place[1])
                assert text == f"The {color} mark is at {list(place)}, {count} pixels of it.", text
                assert whole.choices[0].finish_reason == "stop" and whole.usage.total_tokens > 0
                pieces, reasoning, last = [], [], None
                for chunk in client.chat.completions.create(model=model, messages=messages, stream=True):
                    last = chunk
                    pieces.append(chunk.choices[0].delta.content or "")
                    reasoning.append(getattr(chunk.choices[0].delta, "reasoning_content", None) or "")
                assert "".join(pieces) == text and len(pieces) > 5
                assert "zoom in" in "".join(reasoning)
                assert last.choices[0].finish_reason == "stop"
                ids += [whole.id, last.id]
        nothing = client.chat.completions.create(
            model="stand-in", messages=[question("Where is the green mark?", PAGE)]
        )
        assert nothing.choices[0].message.content == "There is no coloured mark in the picture."
        ids.append(nothing.id)

        board = urllib.request.urlopen(f"{server.url}/traces/{ids[0].removeprefix('chatcmpl-')}/storyboard.png")
        assert board.headers["content-type"] == "image/png"
        assert board.read(8) == b"\x89PNG\r\n\x1a\n"
        try:
            urllib.request.urlopen(f"{server.url}/traces/{'0' * 32}/storyboard.png")
            raise AssertionError("a trace that is not there was drawn")
        except urllib.error.HTTPError as error:
            assert error.code == 404

        server.stop()
        traces = server.recorded()
        assert set(traces) == {name.removeprefix("chatcmpl-") for name in ids}
        for name in ids[:4]:
            events = traces[name.removeprefix("chatcmpl-")]
            assert not of(events, "agent.spawn")
            assert [event["name"] for event in of(events, "tool.request")] == ["image_zoom_in_tool"]
            assert len(of(events, "image.derive")) == 1
            assert of(events, "answer")[-1]["final"]
        for name in ids[4:8]:
            events = traces[name.removeprefix("chatcmpl-")]
            roles = {event["role"] for event in of(events, "agent.spawn")}
            assert roles == {"left third", "middle third", "right third"}
            assert len(of(events, "agent.join")) == 3
        # The red mark is in one third alone; where two see it, one is chosen.
        assert all(not of(events, "gap") for events in traces.values())


def loads():
    """many clients at once lose nothing, and each has its own answer and its own trace"""
    with Server("inference-server", "--delay", "1") as server:
        places = [(40 + 9 * n, 30 + 7 * n, 70 + 9 * n, 60 + 7 * n) for n in range(48)]

        def ask(number):
            model = ("stand-in", "stand-in-parallel")[number % 2]
            answer = server.client().chat.completions.create(
                model=model, messages=[question("Where is the red mark?", picture([(RED, places[number])]))]
            )
            assert str(list(places[number])) in answer.choices[0].message.content
            return answer.id.removeprefix("chatcmpl-")

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            ids = list(pool.map(ask, range(len(places))))
        server.stop()
        traces = server.recorded()
        assert len(set(ids)) == len(places) and set(traces) == set(ids)


def contexts():
    """a request's distributed trace gives the trace its id, and a second request in it is linked"""
    with Server("inference-server", "--delay", "0") as server:
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        ids = [
            server.client()
            .chat.completions.create(
                model="stand-in",
                messages=[question("Where is the red mark?", PAGE)],
                extra_headers={"traceparent": f"00-{trace}-00f067aa0ba902b{n}-01"},
            )
            .id.removeprefix("chatcmpl-")
            for n in range(2)
        ]
        server.stop()
        traces = server.recorded()
        assert ids[0] == trace and ids[1] != trace
        assert traces[trace][0]["spanId"] == "00f067aa0ba902b0"
        assert traces[ids[1]][0]["parentTrace"] == trace


def refusals():
    """a request that cannot be answered is refused with what is wrong and where, and records nothing"""
    with Server("inference-server", "--delay", "0") as server:
        client = server.client()
        wrong = [
            ("model", dict(model="gpt-9", messages=[question("?", PAGE)])),
            ("messages", dict(model="stand-in", messages=[{"role": "user", "content": "no picture"}])),
            ("messages", dict(model="stand-in", messages=[question("?", b"no picture")])),
            (
                "messages[0].content[0].image_url.url",
                dict(
                    model="stand-in",
                    messages=[
                        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png,x"}}]}
                    ],
                ),
            ),
            (
                "messages[0]",
                dict(
                    model="stand-in",
                    messages=[
                        {
                            "role": "user",
                            "content": [{"type": "image_url", "image_url": {"url": "http://example.org/a.png"}}],
                        }
                    ],
                ),
            ),
            ("messages", dict(model="stand-in", messages=[])),
        ]
        for field, request in wrong:
            try:
                client.chat.completions.create(**request)
                raise AssertionError(f"{field} was not refused")
            except openai.BadRequestError as error:
                assert error.param == field, (error.param, field)
                assert error.body["message"].startswith("expected")
        client.chat.completions.create(model="stand-in", messages=[question("red?", PAGE)])
        server.stop()
        assert len(server.recorded()) == 1


def redactions():
    """with --redact no mail address of a question comes into a file"""
    with Server("inference-server", "--delay", "0", "--redact") as server:
        secret = "jane.doe@private-example.org"
        server.client().chat.completions.create(
            model="stand-in", messages=[question(f"Where is the red mark of {secret}?", PAGE)]
        )
        server.stop()
        traces = server.recorded()
        for path in server.traces.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            for start in range(len(secret) - 7):
                assert secret[start : start + 8].encode() not in data, path
        (events,) = traces.values()
        assert {event["rule"] for event in of(events, "redaction")} == {"email-address"}


run([answers, loads, contexts, refusals, redactions])
