import Testing

@testable import SaccadeRenderer

@Suite struct WorkerTests {
    @Test(arguments: [2, 5]) func `any number of workers draws the same frames in the same order`(_ workers: Int) throws
    {
        var board = try PageTests.board("transit", .init(), .init(width: 480))
        var expected: [[UInt8]] = []
        try board.frames { expected.append($0.bytes) }
        #expect(expected.count > 5)
        board.workers = workers
        var numbers: [Int] = []
        var found: [[UInt8]] = []
        try board.frames { frame in
            numbers.append(frame.number)
            found.append(frame.bytes)
        }
        #expect(numbers == Array(expected.indices))
        #expect(found == expected)
    }

    @Test func `what the receiver of frames throws ends the drawing`() throws {
        var board = try PageTests.board("receipt", .init(), .init(width: 480))
        board.workers = 2
        var count = 0
        #expect(throws: CancellationError.self) {
            try board.frames { _ in
                count += 1
                throw CancellationError()
            }
        }
        #expect(count == 1)
    }
}
