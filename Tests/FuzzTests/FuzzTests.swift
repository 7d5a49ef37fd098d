import Saccade
import Testing

@testable import saccade_fuzz

/// What the fuzzer looks for at length (`sh Tests/Fuzz/run.sh`), for a moment: its seeds, damaged in a few ways, and
/// everything that it has ever found.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTarget.all.map(\.name))
    func `seeds and damaged seeds break no promise`(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let seeds = try target.seeds()
        try #require(!seeds.isEmpty)
        var dice = Dice(seed: 7)
        let few = seeds.count <= 12 ? seeds : (0..<12).map { _ in seeds[dice.below(seeds.count)] }
        for seed in few where seed.count <= target.longest {
            try target.run(seed)
            for _ in 0..<(seed.count < 4096 ? 8 : 2) { try target.run(dice.damaged(seed)) }
        }
    }

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `what once broke a promise breaks it no more`(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let folder = StoragePath.join(SeedFiles.tests, "Fuzz/Crashes/\(name)")
        guard try FileStorage().entry(folder) != nil else { return }
        for file in try FileStorage().list(folder) {
            do {
                try target.run(try FileStorage().contents(of: StoragePath.join(folder, file)))
            } catch {
                Issue.record("\(name)/\(file): \(error)")
            }
        }
    }

    @Test func `targets have names of their own`() {
        #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
    }
}

/// Numbers from a seed.
private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(limit, 1)))
    }

    /// Returns bytes with a few of them changed, cut, doubled or moved.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        guard !bytes.isEmpty else { return [UInt8(below(256))] }
        for _ in 0...below(4) {
            guard !bytes.isEmpty else { break }
            let place = below(bytes.count)
            switch below(5) {
            case 0: bytes[place] = UInt8(below(256))
            case 1: bytes[place] ^= 1 << UInt8(below(8))
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + below(40)))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(40))], at: place)
            default: bytes.removeLast(below(bytes.count))
            }
        }
        return bytes
    }
}
