/// The schemas of the messages that viewers understand: Foxglove and Lichtblick draw all three, Rerun the images and the
/// log.
public enum ViewerSchema: Sendable, Hashable, CaseIterable {
    /// A picture in its own file format.
    case compressedImage
    /// What is drawn over a picture.
    case imageAnnotations
    /// A line for people.
    case log

    /// The name by which viewers know the schema.
    public var name: String {
        switch self {
        case .compressedImage: FoxgloveCompressedImage.name
        case .imageAnnotations: FoxgloveAnnotations.name
        case .log: FoxgloveLog.name
        }
    }

    /// The encoding of the schema and of its messages.
    public var encoding: String { "protobuf" }

    /// The schema: a serialized `FileDescriptorSet` of the message and all that it imports.
    public var data: [UInt8] {
        switch self {
        case .compressedImage: ProtobufSchema.descriptorSet(of: FoxgloveCompressedImage.self)
        case .imageAnnotations: ProtobufSchema.descriptorSet(of: FoxgloveAnnotations.self)
        case .log: ProtobufSchema.descriptorSet(of: FoxgloveLog.self)
        }
    }
}

/// A message that was derived from the log for viewers; no reader of record parses it.
public struct ViewerMessage: Sendable, Hashable {
    /// The topic of its channel.
    public var topic: String
    /// The schema of its channel.
    public var schema: ViewerSchema
    /// When it belongs on the timeline, in nanoseconds since 1970.
    public var time: UInt64
    /// The message.
    public var data: [UInt8]

    /// Creates a message.
    public init(topic: String, schema: ViewerSchema, time: UInt64, data: [UInt8]) {
        self.topic = topic
        self.schema = schema
        self.time = time
        self.data = data
    }
}
