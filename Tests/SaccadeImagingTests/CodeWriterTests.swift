import CPixelLoops
import Testing

@testable import SaccadeImaging

@Suite struct CodeWriterTests {
    /// Writes bytes as codes, so many at a time.
    private static func written(_ bytes: [UInt8], _ entries: [UInt32], atATime count: Int) -> [UInt8] {
        let room = bytes.count * 2 + 64
        return [UInt8](unsafeUninitializedCapacity: room) { target, used in
            guard let base = target.baseAddress else { return }
            base.initialize(repeating: 0xAA, count: room)
            var codes = saccade_codes()
            saccade_prepare_codes(entries, &codes)
            var sink = BitSink(base)
            // The codes begin in the middle of a byte.
            sink.write(0b101, 3)
            bytes.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress else { return }
                for place in stride(from: 0, to: bytes.count, by: count) {
                    sink.write(start + place, count: min(count, bytes.count - place), &codes)
                }
            }
            sink.align()
            used = sink.target - base
        }
    }

    // Few at a time are written one after the other, many by wide registers where the processor has them.
    @Test(arguments: [1.0, 0.5, 0.1, 0.01])
    func `many codes written at once are the bits of the same codes written a few at a time`(_ share: Double) {
        var generator = SeededGenerator(seed: UInt64(share * 100))
        for count in Array(20...200) + [1_000, 70_001] {
            // Bytes that are seldom anything but 0 have a code of one bit; where all are frequent, none is short.
            let bytes = (0..<count).map { _ in
                Double.random(in: 0..<1, using: &generator) < share ? UInt8.random(in: 0...255, using: &generator) : 0
            }
            var counts = [UInt32](repeating: 0, count: 256)
            for byte in bytes { counts[Int(byte)] += 1 }
            let code = counts.withUnsafeBufferPointer { PrefixCode(counts: $0, limit: 12) }
            #expect(Self.written(bytes, code.entries, atATime: count) == Self.written(bytes, code.entries, atATime: 7))
        }
    }

    @Test func `codes of one and of twelve bits stand side by side`() {
        // Lengths 1, 2, … 11, 12, 12 for the bytes 0…12: what the limit allows at its widest.
        let lengths = (1...11).map { UInt8($0) } + [12, 12] + [UInt8](repeating: 0, count: 243)
        let code = PrefixCode(lengths: lengths)
        var generator = SeededGenerator(seed: 12)
        for bytes in [
            [UInt8](repeating: 0, count: 640), [UInt8](repeating: 12, count: 640),
            (0..<640).map { $0 % 128 < 64 ? 0 : 12 },
            (0..<4_096).map { _ in UInt8.random(in: 0...12, using: &generator) },
        ] {
            #expect(
                Self.written(bytes, code.entries, atATime: bytes.count) == Self.written(bytes, code.entries, atATime: 5)
            )
        }
    }
}
