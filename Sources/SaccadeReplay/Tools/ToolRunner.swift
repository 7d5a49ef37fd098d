public import Saccade

/// A call that is run again.
public struct ToolInvocation: Sendable {
    /// The name of the tool.
    public var name: String
    /// The arguments as they were executed.
    public var arguments: JSONValue

    /// Creates a call.
    public init(name: String, arguments: JSONValue) {
        self.name = name
        self.arguments = arguments
    }
}

/// Runs tools again, for L4.
///
/// Nothing is run unless a caller passes a runner, and then only the tools that it knows.
public protocol ToolRunner: Sendable {
    /// Returns whether calls of a tool are run again.
    func runs(_ tool: String) -> Bool
    /// Runs a call and returns the text that the tool gives.
    ///
    /// - Throws: ``/Saccade/TraceError`` if the tool fails, takes too long or says too much.
    func run(_ call: ToolInvocation) throws(TraceError) -> String
    /// Runs a call and returns all that the tool gives; a runner of tools that make no pictures need not have this.
    ///
    /// - Throws: ``/Saccade/TraceError`` as ``run(_:)`` does.
    func output(of call: ToolInvocation) throws(TraceError) -> ToolOutput
}

extension ToolRunner {
    /// Runs a call and returns the text that the tool gives.
    public func output(of call: ToolInvocation) throws(TraceError) -> ToolOutput { ToolOutput(text: try run(call)) }
}

/// What a tool gave: text, pictures, or both.
public struct ToolOutput: Sendable, Hashable {
    /// The text.
    public var text: String
    /// The files of the pictures, in the order in which the result names its images; empty if the tool makes none, and
    /// then none are compared.
    public var pictures: [[UInt8]]

    /// Creates what a tool gave.
    public init(text: String = "", pictures: [[UInt8]] = []) {
        self.text = text
        self.pictures = pictures
    }

    /// The schema of the JSON in which a command says that it gives pictures.
    public static let schema = "saccade-tool-output/1"

    /// Reads what a command printed: its text, or a JSON object
    /// `{"schema": "saccade-tool-output/1", "text": "…", "pictures": ["base64 of a file", …]}`.
    ///
    /// - Throws: ``/Saccade/TraceError`` with code `tool` if an object of that schema is not as it must be.
    public init(printed bytes: [UInt8]) throws(TraceError) {
        guard bytes.first(where: { !" \n\r\t".utf8.contains($0) }) == UInt8(ascii: "{"),
            let value = try? JSONValue(parsing: bytes), value["schema"]?.string == ToolOutput.schema
        else {
            self.init(text: String(decoding: bytes, as: UTF8.self))
            return
        }
        var pictures: [[UInt8]] = []
        for picture in value["pictures"]?.array ?? [] {
            guard let text = picture.string, let file = Base64.decode(text.utf8) else {
                throw TraceError(.tool, "expected pictures as base64, found \(picture.kindName)")
            }
            pictures.append(file)
        }
        self.init(text: value["text"]?.string ?? "", pictures: pictures)
    }
}

/// Tools as closures.
public struct ClosureTools: ToolRunner {
    private let tools: [String: @Sendable (JSONValue) throws -> ToolOutput]

    /// Creates a runner of tools by their names, each of which gives a text.
    public init(_ tools: [String: @Sendable (JSONValue) throws -> String]) {
        self.tools = tools.mapValues { tool in { ToolOutput(text: try tool($0)) } }
    }

    /// Creates a runner of tools by their names, each of which gives text and pictures.
    public init(outputs tools: [String: @Sendable (JSONValue) throws -> ToolOutput]) { self.tools = tools }

    /// Returns whether there is a closure for a tool.
    public func runs(_ tool: String) -> Bool { tools[tool] != nil }

    /// Calls the closure and returns the text that it gives.
    public func run(_ call: ToolInvocation) throws(TraceError) -> String { try output(of: call).text }

    /// Calls the closure.
    public func output(of call: ToolInvocation) throws(TraceError) -> ToolOutput {
        guard let tool = tools[call.name] else {
            throw TraceError(.tool, "expected a tool that is known, found \(call.name)")
        }
        do {
            return try tool(call.arguments)
        } catch {
            throw (error as? TraceError) ?? TraceError(.tool, "\(error)")
        }
    }
}

extension TraceError.Code {
    /// A tool that was run again failed.
    public static let tool = TraceError.Code("tool")
}

/// How many tool calls were compared with what the tool gives now.
public struct ToolCoverage: Sendable, Hashable {
    /// Calls with a recorded outcome.
    public var recorded = 0
    /// Calls that were run again.
    public var repeated = 0
    /// Those that gave something else.
    public var different = 0
    /// Those that failed when they were run again.
    public var failed = 0

    /// Creates the coverage of nothing.
    public init() {}
}
