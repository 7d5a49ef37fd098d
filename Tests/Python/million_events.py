"""Records a million events from Python and says how memory grows; run by Tests/Campaign/python.sh."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time

import saccade

BLOB = "sha256-7adbe1f94871eef45bc3f40bb5fd153bf7270f8476dea009ae23ddeb113ec8d0.png"


def resident() -> int:
    """The memory of the process, in KiB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def record(recorder: saccade.Recorder, photo: bytes) -> int:
    """Records a request and returns how many events it has, without those that the recorder adds."""
    with recorder.trace("What does it say?", model="a-model") as trace:
        image = trace.image(photo)
        trace.turn(image, "What does it say?")
        for _ in range(16):
            with trace.generation({"turn": 0}) as generation, generation.step("look") as look:
                for number in range(50):
                    look.text("a token ")
                    if number % 10 == 0:
                        look.box(image, [100, 200, 300 + number, 400], unit="permille", label="a place")
        trace.answer("yes")
    return 3 + 16 * (4 + 50 + 5)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with open(os.path.join(os.environ["SACCADE_ROOT"], "Samples/Traces/blobs", BLOB), "rb") as file:
        photo = file.read()
    with tempfile.TemporaryDirectory() as folder:
        # Lossless, so that each event is written; old segments are removed, so that the disk holds it.
        options = {"mode": "must-keep", "segment_bytes": 64 << 20, "retained_bytes": 256 << 20}
        recorder = saccade.Recorder(folder, strict=True, **options)  # type: ignore[arg-type]
        recorded, tenth, marks = 0, count // 10, []
        began = time.process_time()
        while recorded < count:
            recorded += record(recorder, photo)
            if recorded >= tenth * (len(marks) + 1):
                recorder.flush()
                gc.collect()
                marks.append((recorded, resident(), descriptors()))
        used = time.process_time() - began
        recorder.flush()
        statistics = recorder.statistics
        recorder.close()
        verdicts = saccade.check(folder, level="L1").verdict
    for events, memory, files in marks:
        print(f"{events:>9,} events: {memory:,} KiB, {files} descriptors")
    growth = marks[-1][1] - marks[0][1]
    print(f"{growth:+,} KiB from the first tenth to the last; {used / recorded * 1e6:.2f} µs of CPU an event")
    print(f"{statistics['lostEvents']} lost, {statistics['refusedEvents']} refused; the check says {verdicts}")
    failed = growth > 4096 or marks[0][2] != marks[-1][2] or statistics["lostEvents"] or statistics["refusedEvents"]
    sys.exit(1 if failed else 0)


main()
