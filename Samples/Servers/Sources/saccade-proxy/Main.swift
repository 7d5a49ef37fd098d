import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import NIOCore
import OpenAIWire
import SaccadeRecorder
import SaccadeServer
import ServiceLifecycle
import UnixSignals

/// A proxy that records what goes through it to any server that speaks OpenAI's chat completions.
@main
struct SaccadeProxy {
    static let usage = """
        usage: saccade-proxy --upstream URL [--port N] [--traces FOLDER] [--idle SECONDS] [--redact]

        Hands everything on to the upstream and back, byte for byte, and records chat completions.
          --upstream URL      the server, as http://127.0.0.1:8000
          --port N            where to listen on 127.0.0.1; 0 for any free port (8081)
          --traces FOLDER     where traces are recorded (traces)
          --idle SECONDS      a task that nobody has asked anything for so long is over (300)
          --redact            make mail addresses, card numbers and keys unreadable in traces

        """

    static func main() async throws {
        var arguments = CommandArguments(of: "saccade-proxy", usage: usage)
        var (upstream, port, traces, idle, redacts) = (String?.none, 8081, "traces", 300, false)
        while let argument = arguments.next() {
            switch argument {
            case "--upstream": upstream = arguments.text(of: argument)
            case "--port": port = arguments.number(of: argument, in: 0...65_535)
            case "--traces": traces = arguments.text(of: argument)
            case "--idle": idle = arguments.number(of: argument, in: 1...86_400)
            case "--redact": redacts = true
            default: arguments.fail("unknown argument \(argument)")
            }
        }
        guard let upstream, URL(string: upstream)?.host != nil else { arguments.fail("expected --upstream with a URL") }
        LoggingSystem.bootstrap(StreamLogHandler.standardError, metadataProvider: .saccade)
        var logger = Logger(label: "saccade-proxy")
        logger.logLevel = .notice
        var options = RecorderOptions()
        if redacts { options.traceFilter = Redactor(patterns: TextPattern.known) }
        let recorder = try TraceRecorder(folder: traces, options: options)
        let conversations = Conversations(recorder)
        // What the upstream says goes to the client as it is: redirections, too, and that nobody is there.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let forwarder = Forwarder(
            upstream: upstream.hasSuffix("/") ? String(upstream.dropLast()) : upstream, client: client,
            conversations: conversations, logger: logger)
        let app = Application(
            responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                try await forwarder.forward(request)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                announce(port: channel.localAddress?.port ?? 0)
            }, logger: logger)
        try await ServiceGroup(
            services: [RecorderService(recorder), Keeper(conversations: conversations, idle: .seconds(idle)), app],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
        try await client.shutdown()
    }
}

/// Ends tasks that are over, and all of them when the process ends, before the recorder is closed.
struct Keeper: Service {
    let conversations: Conversations
    let idle: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: min(idle, .seconds(5))) } catch { return }
                await conversations.endIdle(after: idle)
            }
        }
        await conversations.endAll()
    }
}
