import Foundation
import Hummingbird
import Logging
import SaccadeRecorder
import SaccadeServer
import ServiceLifecycle
import UnixSignals

/// An inference server that records every task: an example of `SaccadeServer`.
@main
struct InferenceServer {
    static let usage = """
        usage: inference-server [--port N] [--traces FOLDER | --no-record] [--delay MILLISECONDS] [--redact]

        Answers /v1/chat/completions as OpenAI does, with a stand-in for a model that finds coloured marks in pictures.
          --port N            where to listen on 127.0.0.1; 0 for any free port (8080)
          --traces FOLDER     where traces are recorded (traces)
          --no-record         record nothing
          --delay MS          how long a word takes (20)
          --redact            make mail addresses, card numbers and keys unreadable in traces

        """

    static func main() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        var (port, traces, delay, redacts) = (8080, Optional("traces"), 20, false)
        while let argument = arguments.popFirst() {
            switch argument {
            case "--port": port = number(arguments.popFirst(), 0...65_535)
            case "--traces": traces = folder(arguments.popFirst())
            case "--no-record": traces = nil
            case "--delay": delay = number(arguments.popFirst(), 0...60_000)
            case "--redact": redacts = true
            case "-h", "--help":
                print(usage, terminator: "")
                return
            default: fail("unknown argument \(argument)")
            }
        }
        LoggingSystem.bootstrap(StreamLogHandler.standardError, metadataProvider: .saccade)
        var logger = Logger(label: "inference-server")
        logger.logLevel = .notice
        var options = RecorderOptions()
        if redacts { options.traceFilter = Redactor(patterns: TextPattern.known) }
        let recorder = try traces.map { try TraceRecorder(folder: $0, options: options) }

        let app = Application(
            router: Routes(recorder: recorder, delay: .milliseconds(delay), logger: logger).router(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                // Not `print`, which keeps it back where standard output is a pipe.
                let line = "listening on 127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            }, logger: logger)
        // The recorder comes first: services are shut down last to first, so the last request is in the file.
        let services: [any Service] = (recorder.map { [RecorderService($0)] } ?? []) + [app]
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private static func folder(_ text: String?) -> String {
        guard let text else { fail("expected a folder after --traces") }
        return text
    }

    private static func number(_ text: String?, _ range: ClosedRange<Int>) -> Int {
        guard let text, let value = Int(text), range.contains(value) else {
            fail("expected a number from \(range.lowerBound) to \(range.upperBound), found \(text ?? "nothing")")
        }
        return value
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("inference-server: \(message)\n\(usage)".utf8))
        exit(64)
    }
}
