import Hummingbird
import Logging
import NIOCore
import OpenAIWire
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
        var arguments = CommandArguments(of: "inference-server", usage: usage)
        var (port, traces, delay, redacts) = (8080, Optional("traces"), 20, false)
        while let argument = arguments.next() {
            switch argument {
            case "--port": port = arguments.number(of: argument, in: 0...65_535)
            case "--traces": traces = arguments.text(of: argument)
            case "--no-record": traces = nil
            case "--delay": delay = arguments.number(of: argument, in: 0...60_000)
            case "--redact": redacts = true
            default: arguments.fail("unknown argument \(argument)")
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
                announce(port: channel.localAddress?.port ?? 0)
            }, logger: logger)
        // The recorder comes first: services are shut down last to first, so the last request is in the file.
        let services: [any Service] = (recorder.map { [RecorderService($0)] } ?? []) + [app]
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
