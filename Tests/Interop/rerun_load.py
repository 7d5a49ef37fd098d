"""Loads MCAP files into Rerun, with the program of the package rerun-sdk, and looks for what it would show.

usage: rerun_load.py FILE.mcap ...
Every image must be an EncodedImage, every line of the log a TextLog, and every overlay an EncodedImage too.
"""
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

from mcap.reader import SeekingReader

RERUN = pathlib.Path(sys.executable).parent / "rerun"


def run(*arguments):
    result = subprocess.run([RERUN, *arguments], capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, f"rerun {' '.join(map(str, arguments))}: {result.stderr[-2000:]}"
    return result.stdout


def rows(recording):
    """The number of rows of each entity and component that Rerun has read."""
    found = collections.Counter()
    pattern = re.compile(r"^Chunk\(\S+\) with (\d+) rows? \(.*?\) - (\S+) - data columns: \[(.*)\]$", re.MULTILINE)
    for count, entity, columns in pattern.findall(run("rrd", "print", recording)):
        for column in columns.split():
            found[entity, column] += int(count)
    return found


def check(path):
    with open(path, "rb") as file:
        summary = SeekingReader(file).get_summary()
    counts = collections.Counter()
    for channel in summary.channels.values():
        counts[channel.topic] += summary.statistics.channel_message_counts.get(channel.id, 0)
    with tempfile.TemporaryDirectory() as folder:
        recording = pathlib.Path(folder) / "t.rrd"
        run("mcap", "check", path)
        run("mcap", "convert", path, "-o", recording)
        run("rrd", "verify", recording)
        found = rows(recording)
    images = [t for t in counts if re.fullmatch(r"/saccade/images(/\d+)?(/overlay)?", t)]
    for topic in images:
        assert found[topic, "EncodedImage:blob"] == counts[topic], (topic, counts[topic], found[topic, "EncodedImage:blob"])
    assert found["/saccade/log", "TextLog:text"] == counts["/saccade/log"]
    overlays = sum(counts[t] for t in images if t.endswith("/overlay"))
    return f"{path}: {len(images)} image topics, {overlays} overlays, {counts['/saccade/log']} log lines"


def main():
    for path in sys.argv[1:]:
        print(check(path))


if __name__ == "__main__":
    main()
