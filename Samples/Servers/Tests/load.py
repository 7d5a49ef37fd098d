"""Compares the inference server with recording on and off, in alternating pairs, and prints the figures.

usage: SERVERS=.build/release SACCADE=saccade python Tests/load.py [PAIRS [REQUESTS]]      (25 pairs of 200 requests)

The stand-in takes no time for its words. Processor time is the server's own, all its threads, from before the first request of a
round until half a second after its last, so that what the recorder's thread does later counts.
"""

import http.client
import io
import json
import math
import random
import statistics
import sys
import threading
import time

from harness import Server, question
from PIL import Image, ImageDraw

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
THREADS = 2


def photo(seed):
    """A picture of 640x480 with shades and noise, as a photo has them, and a red mark."""
    noise = random.Random(seed)
    image = Image.frombytes(
        "RGB",
        (640, 480),
        bytes(
            min(255, max(0, 90 + x // 8 + y // 12 + 10 * channel + noise.randrange(-6, 7)))
            for y in range(480)
            for x in range(640)
            for channel in range(3)
        ),
    )
    x, y = 40 + 7 * seed % 500, 30 + 5 * seed % 380
    ImageDraw.Draw(image).rectangle((x, y, x + 44, y + 36), fill=(220, 30, 30))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def requests():
    """Bodies of requests, each with a picture of its own, so that no picture is stored once for many."""
    for seed in range(24):
        yield json.dumps({"model": "stand-in", "messages": [question("Where is the red mark?", photo(seed))]}).encode()


BODIES = list(requests())


def used(server):
    """The processor time of a process, in seconds."""
    return time.clock_gettime((~server.process.pid << 3) | 2)


def round_of(server):
    """Sends requests over a few connections; returns processor time a request and the times that they took."""
    times, lock = [], threading.Lock()
    host = server.url.removeprefix("http://")

    def send(count, first):
        connection = http.client.HTTPConnection(host)
        own = []
        for number in range(count):
            body = BODIES[(first + number) % len(BODIES)]
            start = time.perf_counter()
            connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            own.append(time.perf_counter() - start)
            assert answer.status == 200 and b"The red mark is at" in text, text
        with lock:
            times.extend(own)

    before = used(server)
    threads = [threading.Thread(target=send, args=(REQUESTS // THREADS, 5 * n)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(0.5)
    return (used(server) - before) / (REQUESTS // THREADS * THREADS), times


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, math.ceil(len(values) * share) - 1)]


with Server("inference-server", "--delay", "0") as on:
    with Server("inference-server", "--delay", "0", "--no-record", traces=False) as off:
        for server in (on, off):
            round_of(server)
        ratios, cpu, times = [], {"on": [], "off": []}, {"on": [], "off": []}
        for pair in range(PAIRS):
            order = [("on", on), ("off", off)]
            for name, server in order if pair % 2 == 0 else reversed(order):
                spent, taken = round_of(server)
                cpu[name].append(spent)
                times[name] += taken
            ratios.append(cpu["on"][-1] / cpu["off"][-1])
        mean = statistics.mean(ratios)
        # Student's t for 95 % and about 24 degrees of freedom.
        reach = 2.064 * statistics.stdev(ratios) / math.sqrt(len(ratios))
        print(f"{PAIRS} pairs of {REQUESTS} requests, {len(BODIES[0])} bytes each")
        for name in ("off", "on"):
            print(
                f"recording {name}: {statistics.mean(cpu[name]) * 1e3:.3f} ms of processor time a request; "
                f"p50 {percentile(times[name], 0.5) * 1e3:.2f} ms, p99 {percentile(times[name], 0.99) * 1e3:.2f} ms"
            )
        print(f"ratio: {mean:.4f} ± {reach:.4f} (95 %), median {statistics.median(ratios):.4f}")
        off.stop()
    on.stop()
    print(f"{len(on.recorded())} traces recorded, each passes at L3")
