extension ContainerReader {
    /// Returns what is wrong with the chunks and attachments that hold no event: images, other blobs, what viewers show.
    ///
    /// Whoever reads the events of all traces and asks this too has had every checksum compared.
    ///
    /// - Parameter most: How many errors are looked for.
    func damagedBlobs(most: Int = 10) -> [TraceError] {
        let events = Set(traces.map(\.channel))
        var found: [TraceError] = []
        for chunk in records.chunks where found.count < most {
            if records.channels(of: chunk).contains(where: events.contains) { continue }
            do throws(TraceError) {
                try records.read(chunk) { _, _ in false }
            } catch {
                found.append(ContainerReader.located(error, path))
            }
        }
        for attachment in records.attachments where found.count < most {
            do throws(TraceError) {
                _ = try records.attachment(attachment)
            } catch {
                found.append(ContainerReader.located(error, path))
            }
        }
        return found
    }

    /// Returns what the file holds that is not of this library, in words: a copy of its traces leaves that behind.
    func foreignContents() throws(TraceError) -> [String] {
        var counts: [UInt16: UInt64] = [:]
        for entry in records.statistics?.messagesByChannel ?? [] { counts[entry.channel] = entry.count }
        var found: [String] = []
        for id in records.channelIDs {
            guard let count = counts[id], count > 0, let channel = try records.channel(id),
                !channel.topic.hasPrefix(ContainerFormat.topicPrefix)
            else { continue }
            found.append("\(count) \(count == 1 ? "message" : "messages") on the channel \(channel.topic)")
        }
        for attachment in records.attachments where BlobStore.digest(ofName: attachment.name) == nil {
            found.append("the attachment \(attachment.name)")
        }
        for metadata in records.metadata where metadata.name != ContainerFormat.metadataName {
            found.append("the metadata \(metadata.name)")
        }
        return found
    }
}
