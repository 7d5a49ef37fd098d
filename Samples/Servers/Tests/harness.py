"""What the tests of the sample servers share: starting them, pictures, and the checks of what was recorded."""

import base64
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

from openai import OpenAI
from PIL import Image, ImageDraw

SERVERS = pathlib.Path(os.environ["SERVERS"])
SACCADE = os.environ["SACCADE"]


class Server:
    """A server of the package, on a free port, with a folder of its own for traces."""

    def __init__(self, name, *arguments, traces=True):
        self.folder = tempfile.TemporaryDirectory()
        self.traces = pathlib.Path(self.folder.name) / "traces"
        command = [str(SERVERS / name), "--port", "0", *arguments]
        if traces:
            command += ["--traces", str(self.traces)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), f"{name} did not start: {line!r}"
        self.url = "http://" + line.split()[-1]

    def client(self, **options):
        return OpenAI(base_url=self.url + "/v1", api_key="none", max_retries=0, timeout=60, **options)

    def stop(self):
        """Ends the server as a service manager does, and expects that it ends well."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        assert code == 0, f"exit code {code}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def recorded(self, *options):
        """Checks every trace that was recorded at L3, and returns their events by trace id.

        A model call that failed has no steps, so that there is nothing to verify; options of `check` may allow that.
        """
        assert not list(self.traces.glob("*.open")), "a segment was not finished"
        check = subprocess.run(
            [SACCADE, "check", "--level", "L3", *options, str(self.traces)], capture_output=True, text=True
        )
        assert check.returncode == 0, check.stdout + check.stderr
        split = pathlib.Path(self.folder.name) / "split"
        subprocess.run([SACCADE, "split", str(self.traces), "-o", str(split)], check=True, capture_output=True)
        traces = {}
        for path in sorted(split.iterdir()):
            text = subprocess.run(
                [SACCADE, "convert", str(path), "-o", "-", "--to", "text"], capture_output=True, text=True
            )
            assert text.returncode == 0, text.stderr
            events = [json.loads(line) for line in text.stdout.splitlines()]
            traces[events[0]["id"]] = events
        return traces


def picture(marks, size=(640, 480)):
    """A grey picture with coloured rectangles, as a PNG."""
    image = Image.new("RGB", size, (200, 200, 200))
    draw = ImageDraw.Draw(image)
    for color, (x0, y0, x1, y1) in marks:
        draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=color)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def data_url(png):
    return "data:image/png;base64," + base64.b64encode(png).decode()


def question(text, png):
    return {
        "role": "user",
        "content": [
            {"type": "image_url", "image_url": {"url": data_url(png)}},
            {"type": "text", "text": text},
        ],
    }


def of(events, kind):
    return [event for event in events if event["t"] == kind]


def run(tests):
    for test in tests:
        test()
        print(f"passed: {test.__doc__}", file=sys.stderr)
