// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "saccade",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Saccade", targets: ["Saccade"]),
        .library(name: "SaccadeDigest", targets: ["SaccadeDigest"]),
        .library(name: "SaccadeRecorder", targets: ["SaccadeRecorder"]),
        .library(name: "SaccadeImaging", targets: ["SaccadeImaging"]),
        .library(name: "SaccadeImport", targets: ["SaccadeImport"]),
        .library(name: "SaccadeReplay", targets: ["SaccadeReplay"]),
        .library(name: "SaccadePixels", targets: ["SaccadePixels"]),
        .library(name: "SaccadeRenderer", targets: ["SaccadeRenderer"]),
        .library(name: "SaccadeServer", targets: ["SaccadeServer"]),
        .library(name: "SaccadeTesting", targets: ["SaccadeTesting"]),
        // The C interface. `make install` links the same objects with Swift's runtime inside: Sources/SaccadeC/link.sh.
        .library(name: "SaccadeC", type: .dynamic, targets: ["SaccadeC"]),
        .executable(name: "saccade", targets: ["saccade-cli"]),
        .executable(name: "saccade-benchmarks", targets: ["saccade-benchmarks"]),
    ],
    traits: [
        .trait(
            name: "Compression",
            description: "Reads and writes what is packed with zstd or lz4; needs libzstd and liblz4."),
        .default(enabledTraits: ["Compression"]),
    ],
    dependencies: [
        // SHA-256; used by SaccadeDigest only.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        // Arguments and help; used by the command only.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // What Swift servers share; used by SaccadeServer only.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(
            name: "Saccade",
            dependencies: [
                "CChecksum",
                .target(name: "CZstd", condition: .when(traits: ["Compression"])),
                .target(name: "CLZ4", condition: .when(traits: ["Compression"])),
            ]
        ),
        .target(name: "CChecksum"),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        // The embeddable recorder.
        .target(name: "SaccadeRecorder", dependencies: ["Saccade", "SaccadeDigest"]),
        // What a Swift server adds to it.
        .target(
            name: "SaccadeServer",
            dependencies: [
                "CTaskIdentity", "Saccade", "SaccadeImaging", "SaccadeRecorder", "SaccadeReplay",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]),
        // Which task is running, which Swift's public interface does not say.
        .target(name: "CTaskIdentity"),
        .target(name: "SaccadeDigest", dependencies: ["Saccade", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "CImageCodecs",
            linkerSettings: [
                .linkedLibrary("png16"), .linkedLibrary("jpeg"), .linkedLibrary("webp"), .linkedLibrary("webpdemux"),
            ]
        ),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .target(
            name: "SaccadeImaging",
            dependencies: ["Saccade", "SaccadeDigest", "CImageCodecs", "CDeflate", "CPixelLoops"]),
        .target(name: "CPixelLoops"),
        .target(name: "SaccadeImport", dependencies: ["Saccade", "SaccadeDigest", "SaccadeImaging"]),
        .target(name: "SaccadeReplay", dependencies: ["Saccade", "SaccadeDigest"]),
        .target(name: "SaccadeTesting", dependencies: ["Saccade", "SaccadeReplay"]),
        // The C interface, and the message of a thread's last error, which Swift has no place for.
        .target(
            name: "SaccadeC",
            dependencies: ["CLastError", "Saccade", "SaccadeDigest", "SaccadeRecorder", "SaccadeReplay"],
            exclude: ["glibc.c", "include", "install.sh", "link.sh", "saccade.pc.in"]),
        .target(name: "CLastError"),
        .target(name: "SaccadePixels", dependencies: ["Saccade", "SaccadeImaging", "SaccadeReplay"]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo pangoft2 fontconfig", providers: [.apt(["libpango1.0-dev"])]
        ),
        .target(
            name: "SaccadeRenderer",
            dependencies: ["Saccade", "SaccadeImaging", "SaccadeReplay", "CPango", "CPixelLoops"]),
        .executableTarget(
            name: "saccade-cli",
            dependencies: [
                "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeImport", "SaccadeRenderer",
                "SaccadeReplay", "SaccadePixels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "saccade-benchmarks",
            dependencies: [
                "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeImport", "SaccadePixels", "SaccadeRenderer",
                "SaccadeRecorder", "SaccadeReplay", "CBenchmarkPeers",
            ]),
        .target(name: "CBenchmarkPeers", linkerSettings: [.linkedLibrary("png16"), .linkedLibrary("jpeg")]),
        .executableTarget(
            name: "make-samples", dependencies: ["Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeRenderer"],
            path: "Samples/MakeSamples"
        ),
        .executableTarget(
            name: "saccade-campaign",
            dependencies: [
                "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadePixels", "SaccadeRecorder", "SaccadeReplay",
                "SaccadeTesting",
                "StorageFaults", "TraceGenerator",
            ],
            path: "Tests/Campaign",
            exclude: ["png.sh", "python.sh", "run.sh"]
        ),
        // Disks that fail and power that goes, for tests and campaigns.
        .target(name: "StorageFaults", dependencies: ["Saccade"], path: "Tests/StorageFaults"),
        .testTarget(
            name: "SaccadeTests", dependencies: ["Saccade", "SaccadeDigest", "StorageFaults", "TraceGenerator"]),
        // Targets for the fuzzer; tests run its seeds and what it has found.
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "saccade-fuzz",
            dependencies: [
                "CFuzzer", "PictureFixtures", "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeImport",
                "SaccadePixels", "SaccadeRenderer", "SaccadeReplay",
            ],
            path: "Tests/Fuzz",
            exclude: ["CFuzzer", "Crashes", "run.sh"]
        ),
        .testTarget(name: "FuzzTests", dependencies: ["Saccade", "saccade-fuzz"]),
        // A host of the recorder that its tests kill, and the C that counts its allocations.
        .executableTarget(
            name: "recorder-probe", dependencies: ["CRecorderProbe", "Saccade", "SaccadeRecorder"],
            path: "Tests/RecorderProbe"),
        .target(name: "CRecorderProbe", path: "Tests/CRecorderProbe"),
        .testTarget(
            name: "SaccadeRecorderTests",
            dependencies: [
                "recorder-probe",
                "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadePixels", "SaccadeRecorder", "SaccadeReplay",
                "StorageFaults",
            ]),
        .testTarget(
            name: "SaccadeServerTests",
            dependencies: [
                "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadePixels", "SaccadeRecorder", "SaccadeRenderer",
                "SaccadeReplay", "SaccadeServer",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]),
        .testTarget(
            name: "SaccadeImagingTests",
            dependencies: ["CPixelLoops", "PictureFixtures", "Saccade", "SaccadeDigest", "SaccadeImaging"]),
        // Small pictures of each kind, for tests and as seeds of the fuzzer.
        .target(name: "PictureFixtures", path: "Tests/PictureFixtures"),
        .testTarget(
            name: "SaccadeImportTests", dependencies: ["Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeImport"],
            exclude: ["Layouts"]),
        .testTarget(
            name: "SaccadeReplayTests",
            dependencies: [
                "Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeImport", "SaccadePixels", "SaccadeReplay",
                "SaccadeTesting", "TraceGenerator",
            ]),
        .testTarget(
            name: "SaccadeTestingTests", dependencies: ["Saccade", "SaccadeReplay", "SaccadeTesting", "TraceGenerator"]),
        // Valid traces from a seed, for tests and campaigns.
        .target(
            name: "TraceGenerator", dependencies: ["Saccade", "SaccadeDigest", "SaccadeTesting"],
            path: "Tests/TraceGenerator"),
        .testTarget(
            name: "SampleTests",
            dependencies: ["Saccade", "SaccadeDigest", "SaccadeImaging", "SaccadeReplay", "make-samples"]),
        .testTarget(
            name: "DocumentationTests",
            dependencies: ["Saccade", "SaccadeDigest", "SaccadeRecorder", "SaccadeReplay", "SaccadeServer"]),
        .testTarget(name: "BenchmarkTests", dependencies: ["saccade-benchmarks"]),
        .testTarget(name: "CampaignTests", dependencies: ["recorder-probe", "saccade-campaign"]),
        .testTarget(name: "CommandTests", dependencies: ["SaccadeTesting", "saccade-cli"]),
        // They link the shared library from this build's objects and compile the samples with it.
        .testTarget(name: "SaccadeCTests", dependencies: ["Saccade", "SaccadeC", "SaccadePixels", "SaccadeReplay"]),
        .testTarget(name: "SaccadeRendererTests", dependencies: ["Saccade", "SaccadeImaging", "SaccadeRenderer"]),
    ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
}
