import Foundation
import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeReplay
import Testing

@testable import make_samples

@Suite struct SampleTests {
    static let root: String = {
        let tests = StoragePath.folder(of: StoragePath.folder(of: #filePath))
        return StoragePath.folder(of: tests)
    }()
    static let names = MakeSamples.samples.map(\.name)

    private func path(_ name: String) -> String { Self.root + "/Samples/Traces/\(name).jsonl" }

    @Test(arguments: ["receipt", "chart", "transit"])
    func `a sample passes without a finding`(_ name: String) throws {
        let report = try check(path(name))
        #expect(report.passed)
        #expect(report.findings.isEmpty, "\(report.text())")
    }

    @Test func `the wrong sample has its five faults and no others`() throws {
        let report = try Checker(level: .l2).check(path: path("checkout-wrong"))
        #expect(report.verdict == .fail)
        #expect(report.findings.map(\.ruleID).sorted() == CheckoutStory.faults.sorted())
        let readme = try String(contentsOfFile: Self.root + "/Samples/README.md", encoding: .utf8)
        for fault in CheckoutStory.faults { #expect(readme.contains("`\(fault)`")) }
    }

    @Test(arguments: names) func `every image is the blob that its digest names`(_ name: String) throws {
        let file = TraceFile(path: path(name))
        for state in try file.load() {
            for image in state.images {
                let bytes = try file.bytes(of: image.declaration)
                #expect(Digest(of: bytes) == image.declaration.digest)
                let info = try ImageInfo(sniffing: bytes)
                #expect(info.size == image.declaration.size)
                #expect(info.mediaType == image.declaration.media)
                #expect(try PixelImage.decode(bytes).pixelDigest == image.pixels?.digest)
            }
        }
    }

    @Test(arguments: ["receipt", "checkout-wrong"])
    func `a zoom is what its recipe makes of its parent`(_ name: String) throws {
        let file = TraceFile(path: path(name))
        let state = try #require(try file.load().first)
        var compared = 0
        for image in state.images {
            guard let derivation = image.derivation, let parent = derivation.parents.first,
                let origin = state.image(parent.image), let requested = derivation.requested,
                let size = origin.declaration.size, let made = image.declaration.size,
                let recipe = derivation.recipe.flatMap(ZoomRecipe.named),
                let execution = recipe.execute(requested, in: size)
            else { continue }
            let source = try PixelImage.decode(try file.bytes(of: origin.declaration))
            let stored = try PixelImage.decode(try file.bytes(of: image.declaration))
            let rectangle = try PixelRounding.halfEven.rectangle(of: execution.executed)
            let zoom = try source.cropped(to: rectangle).resized(to: execution.size, filter: .bicubic)
            // The wrong sample has lost its last rows; the others are whole.
            #expect(try zoom.cropped(to: PixelRectangle(size: made)) == stored)
            #expect((execution.size == made) == (name == "receipt"))
            compared += 1
        }
        #expect(compared == (name == "receipt" ? 2 : 1))
    }

    /// Text in the drawings depends on the versions of the font libraries, so the whole is compared on Debian 12 only.
    static let isDebian12: Bool = {
        let version = try? String(contentsOfFile: "/etc/debian_version", encoding: .utf8)
        return version?.hasPrefix("12") ?? false
    }()

    @Test(.enabled(if: isDebian12, "the drawings' text is the same only on Debian 12"), arguments: names)
    func `a sample is what its program writes`(_ name: String) throws {
        let storage = MemoryStorage()
        let make = try #require(MakeSamples.samples.first { $0.name == name }).make
        try make().write(to: "Traces/\(name).jsonl", storage: storage)
        let written = try #require(storage["Traces/\(name).jsonl"])
        let kept = try FileStorage().contents(of: path(name))
        #expect(written == kept, "swift run make-samples writes the samples anew")
    }
}
