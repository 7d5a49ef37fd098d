"""Writes a text log into MCAP files with the package mcap, in each way that it can, for Saccade to read.

usage: mcap_write.py TEXT.jsonl FOLDER
Prints the path of each file. The files have the topics and the metadata of Saccade's, but neither sync records nor its
index, and images as attachments where the channel of an image would need a schema.
"""
import hashlib
import itertools
import json
import pathlib
import sys

from mcap.writer import CompressionType, IndexType, Writer

MEDIA = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


def write(path, lines, blobs, compression, chunked, index):
    with open(path, "wb") as file:
        writer = Writer(
            file, compression=compression, use_chunking=chunked, chunk_size=1500, index_types=index, enable_crcs=True
        )
        writer.start(profile="", library="python mcap")
        schema = writer.register_schema("saccade.Event", "jsonschema", b"{}")
        begin = json.loads(lines[0])
        channel = writer.register_channel("/saccade/events", "json", schema, {"trace": begin["id"]})
        for blob in blobs:
            writer.add_attachment(0, 0, blob.name, MEDIA.get(blob.suffix[1:], "application/octet-stream"), blob.read_bytes())
        for number, line in enumerate(lines):
            writer.add_message(channel, log_time=number, publish_time=number, sequence=number, data=line)
        writer.finish()


def main():
    text, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    lines = [line for line in text.read_bytes().split(b"\n") if line]
    named = {event.get("digest") for event in map(json.loads, lines)}
    blobs = [
        blob for blob in sorted((text.parent / "blobs").glob("sha256-*"))
        if hashlib.sha256(blob.read_bytes()).hexdigest() in named
    ]
    ways = itertools.product(
        [CompressionType.NONE, CompressionType.LZ4, CompressionType.ZSTD], [True, False], [IndexType.ALL, IndexType.NONE]
    )
    for compression, chunked, index in ways:
        if not chunked and compression != CompressionType.NONE:
            continue
        name = f"{text.stem}-{compression.name.lower()}-{'chunked' if chunked else 'flat'}-{index.name.lower()}.mcap"
        write(folder / name, lines, blobs, compression, chunked, index)
        print(folder / name)


if __name__ == "__main__":
    main()
