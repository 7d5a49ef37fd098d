import Testing

@testable import Saccade

/// Recovery of MCAP files: exactly the whole events outside the damage come back, and the rest is reported.
@Suite struct ContainerRecoveryTests {
    /// Returns the lines of events by their numbers.
    static func lines(_ numbers: some Sequence<Int>) -> [String] { numbers.map { DamageSample.lines[$0] } }

    @Test(arguments: MCAP.Compression.allCases, [true, false])
    func `a whole file comes back whole`(_ compression: MCAP.Compression, _ hasSync: Bool) throws {
        let result = try RecoveredContainer(DamageSample(compression, hasSync: hasSync).bytes)
        #expect(result.kept == DamageSample.lines && result.gaps.isEmpty)
        #expect(result.report.isClean && result.report.repairs.isEmpty && result.report.unfinished == 0)
        #expect(result.others == 1)
    }

    @Test func `cut off anywhere, every whole event comes back, those of a torn chunk included`() throws {
        let sample = try DamageSample()
        let first = try #require(sample.ends.first)
        for length in first..<sample.bytes.count {
            let result = try RecoveredContainer(Array(sample.bytes[..<length]))
            let whole = sample.ends.prefix { $0 <= length }.count
            #expect(result.kept == Self.lines(0..<whole), "\(length) bytes")
            #expect(result.state.misfits.isEmpty, "\(length) bytes: \(result.state.misfits)")
            let isTorn = sample.chunks.contains { $0.range.lowerBound <= length && length < $0.range.upperBound }
            #expect(result.report.losses.isEmpty == !isTorn, "\(length) bytes: \(result.report.losses)")
            #expect(result.report.unfinished == (whole == DamageSample.lines.count ? 0 : 1))
            #expect(
                !result.report.isClean || !result.report.repairs.isEmpty || result.report.unfinished == 1
                    || length >= sample.bytes.count - 8, "\(length) bytes: nothing is said")
        }
    }

    @Test(arguments: [MCAP.Compression.lz4, .zstd])
    func `of a packed chunk that is torn nothing is believed`(_ compression: MCAP.Compression) throws {
        let sample = try DamageSample(compression)
        for chunk in sample.chunks.dropFirst() {
            let result = try RecoveredContainer(Array(sample.bytes[..<(chunk.range.upperBound - 1)]))
            let whole = sample.chunks.filter { $0.range.upperBound < chunk.range.upperBound }.flatMap(\.events)
            #expect(result.kept == Self.lines(whole))
            #expect(result.report.losses.count == 1)
        }
    }

    /// Flips every 41st bit; all of them are the campaign's.
    @Test(arguments: [MCAP.Compression.none, .zstd])
    func `after a flipped bit every event outside its chunk comes back, and nothing changes silently`(
        _ compression: MCAP.Compression
    ) throws {
        let sample = try DamageSample(compression)
        for bit in stride(from: 0, to: 8 * sample.bytes.count, by: 41) {
            var damaged = sample.bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            let result = try RecoveredContainer(damaged)
            var lost = sample.chunks.first { $0.payload.contains(bit / 8) }
            // Some bits of a packed chunk mean nothing: what it unpacks to has the right checksum all the same.
            if compression != .none, result.report.losses.isEmpty { lost = nil }
            let kept = DamageSample.lines.indices.filter { lost?.events.contains($0) != true }
            #expect(result.kept == Self.lines(kept), "bit \(bit)")
            #expect(result.isHeaderMade == (lost?.events.first == 0), "bit \(bit)")
            #expect(result.state.misfits.isEmpty, "bit \(bit): \(result.state.misfits)")
            #expect(result.report.losses.isEmpty == (lost == nil), "bit \(bit): \(result.report.losses)")
            #expect(!result.report.isClean || !result.report.repairs.isEmpty, "bit \(bit): nothing is said")
            if let lost, !lost.events.isEmpty {
                #expect(result.gaps.map(\.events) == [lost.events.count], "bit \(bit)")
            }
        }
    }

    @Test(arguments: [true, false])
    func `zeros over the head of a chunk cost that chunk alone`(_ hasSync: Bool) throws {
        let sample = try DamageSample(.none, hasSync: hasSync)
        for chunk in sample.chunks.dropFirst(2) {
            var damaged = sample.bytes
            let begin = chunk.range.lowerBound - 20
            for index in begin..<chunk.range.lowerBound + 60 { damaged[index] = 0 }
            // Without the summary, as after a crash.
            let end = try #require(sample.chunks.last).range.upperBound
            let result = try RecoveredContainer(Array(damaged[..<end]))
            let kept = sample.chunks.filter { $0.range != chunk.range }.flatMap(\.events)
            #expect(result.kept == Self.lines(kept))
            #expect(result.state.misfits.isEmpty)
            #expect(result.report.losses.count == 1)
        }
    }

    @Test func `a chunk that is cut out is missed, although every byte that is left is whole`() throws {
        let sample = try DamageSample()
        let chunk = sample.chunks[3]
        let sync = MCAP.recordHead + MCAP.Sync.size
        let next = try #require(sample.chunks.dropFirst(4).first).range.lowerBound - sync
        var damaged = sample.bytes
        damaged.removeSubrange(chunk.range.lowerBound - sync..<next)
        let result = try RecoveredContainer(damaged)
        #expect(result.kept == Self.lines(DamageSample.lines.indices.filter { !chunk.events.contains($0) }))
        #expect(result.report.losses.map(\.events) == [chunk.events.count])
        let gap = try #require(result.gaps.first)
        #expect(gap.events == 5 && gap.scopes.first?.steps != nil)
    }

    @Test func `a file whose first chunk is lost gets a header with the id of its channel`() throws {
        let sample = try DamageSample()
        var damaged = sample.bytes
        damaged[sample.chunks[0].payload.upperBound - 1] ^= 1
        let result = try RecoveredContainer(damaged)
        #expect(result.isHeaderMade && result.state.header?.id == "0af7651916cd43dd8448eb211c80319c")
        #expect(result.kept == Self.lines(1..<DamageSample.lines.count))
        #expect(result.state.misfits.isEmpty)
    }

    @Test(arguments: [[], Array("no MCAP at all".utf8), MCAP.magic, MCAP.magic + [UInt8](repeating: 0x80, count: 4000)])
    func `what holds nothing whole is refused, and nothing is written`(_ bytes: [UInt8]) throws {
        let storage = MemoryStorage()
        storage["broken.mcap"] = bytes
        #expect(throws: TraceError.self) {
            _ = try TextRecoveryTests.recovery(storage).recover("broken.mcap", to: "good.mcap")
        }
        #expect(try storage.list(".") == ["broken.mcap"])
    }
}
