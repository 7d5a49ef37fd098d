"""Peers of `saccade-benchmarks --line record`: one call records a text of 200 bytes, three labelled boxes and an image.

usage: record_peers.py otel|rerun|mlflow CALLS FOLDER
prints, in nanoseconds: p50 p99 p99.9 greatest, process CPU a call; then bytes on disk a call, and calls that were lost.

The calls come every 20 µs, or one after the other where a call takes longer, as the recorder's do. Then 250 at a time with
rests of 5 ms in between, of which the CPU time of the whole process is taken, what it takes to empty its queues included.
"""

import os
import subprocess
import sys
import time

TEXT = "".join(chr(97 + index % 25) for index in range(200))
BOXES = [[index * 100 + 12.25, 40.5, index * 100 + 90.0, 200.75] for index in range(3)]
LABELS = ["shop sign"] * 3
IMAGE = "sha256-" + "0" * 64


class OpenTelemetry:
    """A span a call; a batch processor with room for all of them writes OTLP's protobuf to a file."""

    def __init__(self, folder, calls):
        from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

        peer = self
        self.exported = 0
        self.file = open(os.path.join(folder, "spans.pb"), "wb", buffering=0)

        class ToFile(SpanExporter):
            def export(self, spans):
                peer.file.write(encode_spans(spans).SerializeToString())
                peer.exported += len(spans)
                return SpanExportResult.SUCCESS

        self.provider = TracerProvider()
        self.provider.add_span_processor(BatchSpanProcessor(ToFile(), max_queue_size=calls + 1, max_export_batch_size=512))
        self.tracer = self.provider.get_tracer("peer")
        self.attributes = {"text": TEXT, "image": IMAGE, "labels": LABELS, "boxes": [edge for box in BOXES for edge in box]}

    def call(self):
        self.tracer.start_span("look", attributes=self.attributes).end()

    def finish(self):
        self.provider.shutdown()
        self.file.close()

    def stored(self):
        return self.exported


class Rerun:
    """Three log calls, as Rerun's own types want it: the boxes, the text, and the image's name; a file takes them."""

    def __init__(self, folder, calls):
        import rerun

        self.rerun = rerun
        self.made = 0
        self.path = os.path.join(folder, "look.rrd")
        self.recording = rerun.RecordingStream("peer")
        self.recording.save(self.path)

    def call(self):
        rerun, recording = self.rerun, self.recording
        recording.set_time("call", sequence=self.made)
        self.made += 1
        recording.log("look/boxes", rerun.Boxes2D(array=BOXES, array_format=rerun.Box2DFormat.XYXY, labels=LABELS))
        recording.log("look/text", rerun.TextLog(TEXT))
        recording.log("look/image", rerun.AnyValues(image=IMAGE))

    def finish(self):
        self.recording.flush()
        self.recording.disconnect()

    def stored(self):
        # Rerun counts the rows itself: one a log call, and one of its own.
        command = [sys.executable, "-m", "rerun", "rrd", "stats", self.path]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows = next(line for line in output.splitlines() if line.startswith("num_rows ="))
        return int("".join(digit for digit in rows if digit.isdigit())) // 3


class MLflow:
    """A span a call, 200 of them a trace, into a store of files."""

    SPANS = 200

    def __init__(self, folder, calls):
        import logging

        # Said to be on its way out, and the least that MLflow can write to.
        os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
        import mlflow

        logging.getLogger("mlflow").setLevel(logging.ERROR)
        mlflow.set_tracking_uri("file://" + folder)
        mlflow.set_experiment("peer")
        self.mlflow, self.folder = mlflow, folder
        self.open, self.made = None, 0

    def call(self):
        if self.open is None:
            self.open = self.mlflow.start_span("task")
            self.open.__enter__()
        with self.mlflow.start_span("look") as span:
            span.set_inputs({"text": TEXT, "image": IMAGE})
            span.set_outputs({"boxes": BOXES, "labels": LABELS})
        self.made += 1
        if self.made % self.SPANS == 0:
            self.end()

    def end(self):
        if self.open is not None:
            self.open.__exit__(None, None, None)
            self.open = None

    def finish(self):
        self.end()
        self.mlflow.flush_trace_async_logging()

    def stored(self):
        stored = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name == "traces.json":
                    with open(os.path.join(folder, name)) as file:
                        stored += file.read().count('"name": "look"')
        return stored


def size(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def main():
    peers = {"otel": OpenTelemetry, "rerun": Rerun, "mlflow": MLflow}
    if len(sys.argv) != 4 or sys.argv[1] not in peers:
        sys.exit(__doc__)
    calls, folder = int(sys.argv[2]), sys.argv[3]
    os.makedirs(folder, exist_ok=True)
    warm, groups = 200, max(1, calls // 250)
    peer = peers[sys.argv[1]](folder, warm + calls + groups * 250)
    clock = time.perf_counter_ns
    for _ in range(warm):
        peer.call()
    latencies = [0] * calls
    due = clock()
    for index in range(calls):
        while clock() < due:
            pass
        begin = clock()
        peer.call()
        latencies[index] = clock() - begin
        due = max(due, begin - 100_000) + 20_000
    latencies.sort()
    begin = time.process_time_ns()
    for _ in range(groups):
        for _ in range(250):
            peer.call()
        time.sleep(0.005)
    peer.finish()
    processor = (time.process_time_ns() - begin) / (groups * 250)
    made = warm + calls + groups * 250
    shares = [latencies[min(calls - 1, int(share * calls))] for share in (0.5, 0.99, 0.999)]
    print(*shares, latencies[-1], round(processor), round(size(folder) / made), made - peer.stored())


if __name__ == "__main__":
    main()
