"""Reads MCAP files that Saccade wrote with the packages mcap and mcap-protobuf-support, and compares them with their text.

usage: mcap_read.py FILE.mcap TEXT.jsonl [FILE.mcap TEXT.jsonl ...]
Every checksum is compared, every message for viewers decoded with the schema in the file. Exit code 0 if all is equal.
"""
import collections
import hashlib
import json
import sys

from mcap.reader import NonSeekingReader, SeekingReader
from mcap_protobuf.decoder import DecoderFactory


def lines_of(path):
    with open(path, "rb") as file:
        return [line for line in file.read().split(b"\n") if line]


def check(mcap, text):
    expected = lines_of(text)
    for reader_class in (SeekingReader, NonSeekingReader):
        with open(mcap, "rb") as file:
            reader = reader_class(file, validate_crcs=True)
            events = collections.defaultdict(list)
            for _, channel, message in reader.iter_messages(topics=["/saccade/events"]):
                assert message.sequence == len(events[channel.id]), (channel.id, message.sequence)
                events[channel.id].append(message.data)
            found = [line for channel in events.values() for line in channel]
            assert found == expected, f"{mcap}: {reader_class.__name__}: other events than in {text}"
    with open(mcap, "rb") as file:
        reader = SeekingReader(file, validate_crcs=True, decoder_factories=[DecoderFactory()])
        kinds = collections.Counter()
        times = {}
        drawn = collections.Counter()
        for schema, channel, message, decoded in reader.iter_decoded_messages(
            topics=protobuf_topics(reader)
        ):
            kinds[schema.name] += 1
            if schema.name == "foxglove.CompressedImage":
                digest = hashlib.sha256(decoded.data).hexdigest()
                if not channel.topic.endswith("/overlay"):
                    assert channel.metadata.get("sha256", digest) == digest, channel.topic
                    assert decoded.format in ("png", "jpeg", "webp"), decoded.format
                    assert decoded.frame_id == ""
                    times[channel.topic] = (decoded.timestamp.seconds, decoded.timestamp.nanos)
            elif schema.name == "foxglove.ImageAnnotations":
                image = channel.topic.removesuffix("/regions")
                stamp = (decoded.timestamp.seconds, decoded.timestamp.nanos)
                assert stamp == times[image], f"{channel.topic}: {stamp} is not the time of its image, {times[image]}"
                for part in [*decoded.points, *decoded.circles, *decoded.texts]:
                    assert (part.timestamp.seconds, part.timestamp.nanos) == stamp
                drawn[image] = max(drawn[image], len(decoded.texts))
            elif schema.name == "foxglove.Log":
                assert decoded.message and decoded.name and decoded.level
        assert kinds["foxglove.Log"] in (0, len(expected)), kinds
        regions = collections.Counter(
            event["image"] for event in map(json.loads, expected) if event["t"] == "region"
        )
        statistics = reader.get_summary().statistics
        assert statistics.message_count == sum(kinds.values()) + len(expected)
    return f"{mcap}: {len(expected)} events, {dict(kinds)}, {sum(drawn.values())} of {sum(regions.values())} regions drawn"


def protobuf_topics(reader):
    """The topics whose messages have a protobuf schema."""
    summary = reader.get_summary()
    return sorted(
        {c.topic for c in summary.channels.values() if c.schema_id and summary.schemas[c.schema_id].encoding == "protobuf"}
    )


def main(paths):
    for mcap, text in zip(paths[::2], paths[1::2]):
        print(check(mcap, text))


if __name__ == "__main__":
    main(sys.argv[1:])
