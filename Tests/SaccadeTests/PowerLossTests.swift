import StorageFaults
import Synchronization
import Testing

@testable import Saccade

/// What the storage says that a loss of power leaves.
@Suite struct PowerLossTests {
    private func write(_ text: String, to file: any StorageFile) throws {
        try Array(text.utf8).withBytes { (bytes) throws(TraceError) in try file.write(bytes) }
    }

    /// Returns every text that a file may have after a loss of power; `nil` stands for no file.
    private func texts(_ path: String, in storage: PowerLossStorage) -> Set<String?> {
        var generator = SeededGenerator(seed: 1)
        var found: Set<String?> = []
        for _ in 0..<300 {
            let bytes = storage.afterPowerLoss(using: &generator)[path]
            found.insert(bytes.map { String(decoding: $0, as: UTF8.self) })
        }
        return found
    }

    @Test func `what was synced is always there, what was not may be there in part or not`() throws {
        let storage = PowerLossStorage()
        let file = try storage.create("f", replacing: false)
        #expect(texts("f", in: storage) == [nil, ""])
        try storage.syncFolder(".")
        #expect(texts("f", in: storage) == [""])
        try write("ab", to: file)
        #expect(texts("f", in: storage).isSuperset(of: ["", "ab", "\0\0"]))
        try file.sync()
        #expect(texts("f", in: storage) == ["ab"])
        try write("cd", to: file)
        try write("ef", to: file)
        // The second without the first leaves zeros between.
        #expect(texts("f", in: storage).isSuperset(of: ["ab", "abcd", "abcdef", "ab\0\0ef"]))
        #expect(texts("f", in: storage).allSatisfy { $0?.hasPrefix("ab") == true })
        #expect(storage.afterKill()["f"] == Array("abcdef".utf8))
    }

    @Test func `a new name may be undone until its folder is synced`() throws {
        let storage = PowerLossStorage()
        let file = try storage.create("f.open", replacing: false)
        try write("ab", to: file)
        try file.sync()
        try storage.syncFolder(".")
        try storage.rename("f.open", to: "f")
        #expect(texts("f", in: storage) == [nil, "ab"])
        #expect(texts("f.open", in: storage) == [nil, "ab"])
        try storage.syncFolder(".")
        #expect(texts("f", in: storage) == ["ab"])
        #expect(texts("f.open", in: storage) == [nil])
        try storage.remove("f")
        #expect(texts("f", in: storage) == [nil, "ab"])
    }

    @Test func `what was acknowledged as durable survives power loss, and as written a kill, at every change`() throws {
        for target in [ContainerWriter.Layout.trace, .segment] {
            let outcome = try SurvivalRun(target, seed: 5, statesPerChange: 3).run()
            #expect(outcome.states > 300)
            #expect(outcome.failures.isEmpty, "\(outcome.failures.prefix(3))")
            #expect(outcome.partial > 20, "the states differ")
        }
    }
}
