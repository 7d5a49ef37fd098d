/// The names that the binary encoding uses within MCAP.
package enum ContainerFormat {
    /// The profile in the header of files that this library writes.
    package static let profile = "saccade"
    /// What the topics of this library begin with, those of derived messages too.
    package static let topicPrefix = "/saccade/"
    /// The topic of events.
    package static let eventsTopic = "/saccade/events"
    /// The topic of images in a segment; in a trace's own file each has one below it.
    package static let imagesTopic = "/saccade/images"
    /// The key of the trace id in a channel's metadata.
    package static let traceKey = "trace"
    /// The key, in the metadata of a channel of events, of the ordinal of its first event in this file: not there for a trace
    /// that begins in it.
    package static let firstKey = "first"
    /// The key of an image's digest in the metadata of its channel.
    package static let digestKey = "sha256"
    /// The name of the metadata record that says how the file is laid out.
    package static let metadataName = "saccade"
    /// What a file is called until it is finished, after its name.
    package static let openSuffix = ".open"

    /// The schema of events: JSON objects, described by `Docs/Format.md`.
    package static let eventSchema = MCAP.Schema(
        id: 1, name: "saccade.Event", encoding: "jsonschema",
        data: Array(
            #"{"title":"saccade.Event","type":"object","required":["t"],"properties":{"t":{"type":"string"}}}"#.utf8))

    /// Returns the metadata record that says how a file is laid out.
    static func metadata(_ layout: ContainerWriter.Layout) -> MCAP.Metadata {
        MCAP.Metadata(
            name: metadataName,
            entries: [
                MCAP.Entry("format", FormatVersion.current.description), MCAP.Entry("layout", layout.rawValue),
            ])
    }

    /// Returns whether a file that can be read at any offset begins as one of the binary encoding does.
    static func isContainer(_ file: any StorageFile) throws(TraceError) -> Bool {
        guard try file.size() != nil else { return false }
        var buffer = RawBuffer()
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer.room[..<MCAP.magic.count])
        buffer.didAppend(try file.read(into: room, at: 0))
        return buffer.bytes.elementsEqual(MCAP.magic)
    }
}
