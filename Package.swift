// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "saccade",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Saccade", targets: ["Saccade"]),
        .library(name: "SaccadeDigest", targets: ["SaccadeDigest"]),
        .library(name: "SaccadeImaging", targets: ["SaccadeImaging"]),
    ],
    dependencies: [
        // SHA-256; used by SaccadeDigest only.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    ],
    targets: [
        .target(name: "Saccade"),
        .target(name: "SaccadeDigest", dependencies: ["Saccade", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "CImageCodecs",
            linkerSettings: [
                .linkedLibrary("png16"), .linkedLibrary("jpeg"), .linkedLibrary("webp"), .linkedLibrary("webpdemux"),
            ]
        ),
        .target(name: "SaccadeImaging", dependencies: ["Saccade", "SaccadeDigest", "CImageCodecs"]),
        .testTarget(name: "SaccadeTests", dependencies: ["Saccade"]),
        .testTarget(name: "SaccadeImagingTests", dependencies: ["Saccade", "SaccadeDigest", "SaccadeImaging"]),
    ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings = (target.swiftSettings ?? []) + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
