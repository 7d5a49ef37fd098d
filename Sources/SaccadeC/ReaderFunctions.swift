import Saccade

/// Opens a log of traces, in either encoding: a file, or a folder with all that is in it.
///
/// `trace` is NULL for all traces, or names one by its id, by the beginning of its id, or by its number from 0.
///
/// Returns the handle of a reader.
@c(saccade_reader_open)
public func readerOpen(path: UnsafePointer<CChar>?, trace: UnsafePointer<CChar>?) -> Int64 {
    result {
        let path = try required(path, "path")
        return HandleTable.shared.add(.reader(try OpenReader(path: path, selecting: selector(trace))))
    }
}

func selector(_ trace: UnsafePointer<CChar>?) throws(Failure) -> TraceSelector? {
    guard let name = try text(trace, "trace") else { return nil }
    guard let selector = TraceSelector(name) else {
        throw Failure(.badArgument, "trace: expected an id, its beginning or a number, found \"\(name)\"")
    }
    return selector
}

/// Gives the next event as it stands in the log, one JSON object; `saccade_free` takes it back.
///
/// Each `trace.begin` starts another trace. `size` may be NULL.
///
/// Returns 1 for an event and 0 at the end. An event that cannot be read is an error, and the next call goes on after it.
@c(saccade_reader_next)
public func readerNext(
    reader: Int64, event: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, size: UnsafeMutablePointer<UInt>?
) -> Int64 {
    result {
        let reader = try SaccadeC.reader(reader)
        // Before an event is taken, lest it be lost.
        guard event != nil else { throw Failure(.badArgument, "event: expected a place for a pointer, found NULL") }
        guard let bytes = try reader.next() else { return 0 }
        try give(bytes, to: event, "event", size: size)
        return 1
    }
}

/// Gives the file of an image, or another blob, by the digest that its event names: 64 hexadecimal digits.
///
/// An image of at most 4 KiB may stand in its event instead, as `inline`. `saccade_free` takes the bytes back.
@c(saccade_reader_blob)
public func readerBlob(
    reader: Int64, digest: UnsafePointer<CChar>?, bytes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    size: UnsafeMutablePointer<UInt>?
) -> Int64 {
    result {
        let reader = try SaccadeC.reader(reader)
        let hex = try required(digest, "digest")
        guard let digest = Digest(hex: hex) else {
            throw Failure(.badArgument, "digest: expected 64 hexadecimal digits, found \"\(hex.prefix(80))\"")
        }
        guard size != nil else { throw Failure(.badArgument, "size: expected a place for the size, found NULL") }
        try give(reader.blob(digest), to: bytes, "bytes", size: size)
        return 0
    }
}

/// Gives all traces of the log as a JSON list: of each what it comes to after its last event, by agents, steps and images.
///
/// `Docs/FormatNotes.md` has the form. `saccade_free` takes the text back. Reading by events is not disturbed.
@c(saccade_reader_states)
public func readerStates(reader: Int64, json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int64 {
    result {
        try give(SaccadeC.reader(reader).states().canonicalText.utf8, to: json, "json")
        return 0
    }
}

/// Closes a reader.
@c(saccade_reader_close)
public func readerClose(reader: Int64) -> Int64 {
    result {
        _ = try SaccadeC.reader(reader)
        guard case .reader? = HandleTable.shared.remove(reader) else { throw bad("reader", reader) }
        return 0
    }
}
