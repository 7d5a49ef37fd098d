// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that nobody who links Saccade resolves a web server.
let package = Package(
    name: "servers",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "saccade", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // What both servers speak: the parts of OpenAI's chat completions that carry reasoning over images.
        .target(name: "OpenAIWire", dependencies: [.product(name: "Saccade", package: "saccade")]),
        .executableTarget(
            name: "inference-server",
            dependencies: [
                "OpenAIWire",
                .product(name: "Saccade", package: "saccade"),
                .product(name: "SaccadeImaging", package: "saccade"),
                .product(name: "SaccadeRecorder", package: "saccade"),
                .product(name: "SaccadeRenderer", package: "saccade"),
                .product(name: "SaccadeServer", package: "saccade"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "saccade-proxy",
            dependencies: [
                "OpenAIWire",
                .product(name: "Saccade", package: "saccade"),
                .product(name: "SaccadeDigest", package: "saccade"),
                .product(name: "SaccadeImaging", package: "saccade"),
                .product(name: "SaccadeRecorder", package: "saccade"),
                .product(name: "SaccadeServer", package: "saccade"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
