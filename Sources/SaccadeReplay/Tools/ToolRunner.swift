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
    /// - Throws: ``TraceError`` if the tool fails, takes too long or says too much.
    func run(_ call: ToolInvocation) throws(TraceError) -> String
}

/// Tools as closures.
public struct ClosureTools: ToolRunner {
    private let tools: [String: @Sendable (JSONValue) throws -> String]

    /// Creates a runner of tools by their names.
    public init(_ tools: [String: @Sendable (JSONValue) throws -> String]) { self.tools = tools }

    /// Returns whether there is a closure for a tool.
    public func runs(_ tool: String) -> Bool { tools[tool] != nil }

    /// Calls the closure.
    public func run(_ call: ToolInvocation) throws(TraceError) -> String {
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
