import Foundation
import SaccadeC
import Testing

/// Calls with arguments at random: handles of every kind and of none, ordinals that are there and not, texts that are JSON,
/// almost JSON, and no text at all.
@Suite struct RandomCallTests {
    /// Numbers from a seed.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let texts: [[UInt8]?] =
        [nil, [], [0xFF, 0xFE], [0xC3], Array(repeating: 0x5B, count: 5000)]
        + [
            "look", "think", "answer", "ok", "failed", "cancelled", "reasoning", "output", "permille", "pixel",
            "worker",
            "sample", "{", "{}", "[]", "null", #"{"redact":true}"#, #"{"width":10,"height":10}"#, #"[{"turn":0}]"#,
            #"[{"image":99999999999}]"#, #"[{"text":1}]"#, #"{"origin":{"kind":"tool","agent":0,"call":0}}"#,
            #"{"id":"0123456789abcdef0123456789abcdef"}"#, #"{"usage":{"input":-1}}"#, #"{"usage":{"input":1}}"#,
            #"{"t":"step.begin","agent":0,"kind":"look"}"#, #"{"t":"step.end","agent":0,"step":0}"#,
            #"{"t":"region","agent":0,"image":0,"shape":{"box":[0,0,1e308,1]},"space":{"unit":"unit"}}"#,
            #"{"t":"image","origin":{"kind":"input"},"missing":"x","width":9007199254740991,"height":1}"#,
            #"{"t":"agent.spawn","kind":"worker","parent":0}"#, #"{"t":"agent.end","agent":1}"#,
            #"{"t":"answer","agent":0,"text":"","regions":[[0,0],[5,5]]}"#, #"{"t":"agent.join","agent":0,"joined":1}"#,
            #"{"t":"step.retract","agent":0,"step":0,"channel":"output","bytes":[0,9007199254740991]}"#,
            #"{"t":"score","name":"","value":1e999}"#,
            #"{"t":"tool.request","agent":0,"name":"","arguments":[[[[]]]]}"#,
        ].map { Array($0.utf8) }

    @Test(arguments: 1...4) func `whatever is called with whatever, the host goes on and the log can be read`(
        _ seed: Int
    ) throws {
        let folder = try Folder()
        var random = Generator(state: UInt64(seed))
        var numbers: [Int64] = [-1, 0, 0, 0, 1, 2, 3, 17, .max, .min, -7, 1 << 40]
        let recorder = recorderOpen(folder: folder.path, options: nil)
        var trace: Int64 = 0
        numbers.append(recorder)
        for index in 0..<2000 {
            if index.isMultiple(of: 200) {
                trace = traceBegin(recorder: recorder, model: nil, task: nil, fields: nil)
                numbers.append(trace)
            }
            // Mostly a trace that is open, and now and then anything.
            let handle = Int.random(in: 0..<4, using: &random) > 0 ? trace : numbers.randomElement(using: &random) ?? 0
            let result = call(&random, on: handle, numbers)
            #expect(result >= -10)
            if result > 1 << 32, numbers.count < 40 { numbers.append(result) }
        }
        _ = recorderClose(recorder: recorder)
        for number in numbers { _ = readerClose(reader: number) }

        let reader = readerOpen(path: folder.path, trace: nil)
        #expect(reader > 0)
        var event: UnsafeMutablePointer<CChar>?
        var events = 0
        while true {
            let found = readerNext(reader: reader, event: &event, size: nil)
            #expect(found >= 0, "\(String(cString: lastError()))")
            SaccadeC.free(memory: event)
            event = nil
            guard found == 1 else { break }
            events += 1
        }
        #expect(events > 50)
        #expect(readerClose(reader: reader) == 0)
    }

    /// Calls one function and returns its result.
    private func call(_ random: inout Generator, on a: Int64, _ numbers: [Int64]) -> Int64 {
        func number() -> Int64 { numbers.randomElement(using: &random) ?? 0 }
        func size(_ bytes: [UInt8]?) -> UInt {
            let all = bytes?.count ?? 0
            return UInt(Int.random(in: 0..<4, using: &random) > 0 ? all : Int.random(in: 0...all, using: &random))
        }
        let bytes = Self.texts.randomElement(using: &random) ?? nil
        let others = (0..<3).map { _ in Self.texts.randomElement(using: &random) ?? nil }
        let box: [Double] = [0, Double(number()), .nan, 4].shuffled(using: &random)
        let ordinals = [number(), number()]
        let choice = Int.random(in: 0..<22, using: &random)
        // The numbers come before the closures below, which may not change the generator.
        let (b, c, d, count) = (number(), number(), number(), size(bytes))
        let selection = UInt(Int.random(in: 0...2, using: &random))
        return withText(bytes) { text in
            withText(others[0]) { first in
                withText(others[1]) { second in
                    withText(others[2]) { third in
                        switch choice {
                        case 0: traceBegin(recorder: a, model: text, task: first, fields: second)
                        case 1...3: SaccadeC.record(trace: a, event: text, size: count)
                        case 4: turn(trace: a, text: text, size: count, images: ordinals, count: selection)
                        case 5: image(trace: a, bytes: text, size: count, name: first, fields: second)
                        case 6: imageFile(trace: a, path: text, fields: first)
                        case 7: crop(trace: a, image: b, parent: c, executed: box, agent: d, call: ordinals[0])
                        case 8: agentSpawn(trace: a, parent: b, kind: text, role: first)
                        case 9: agentEnd(trace: a, agent: b, status: text)
                        case 10: agentJoin(trace: a, agent: b, other: c)
                        case 11: generationBegin(trace: a, agent: b, input: text, model: first)
                        case 12: generationEnd(trace: a, agent: b, generation: c, status: text, fields: first)
                        case 13:
                            answer(
                                trace: a, agent: b, text: text, size: count, final: c == 0, regions: ordinals,
                                regionCount: selection, images: ordinals, imageCount: selection)
                        case 14: stepBegin(trace: a, agent: b, generation: c, kind: text)
                        case 15: stepText(trace: a, agent: b, step: c, channel: first, text: text, size: count)
                        case 16:
                            stepBox(trace: a, agent: b, step: c, image: d, box: box, unit: first, label: second)
                        case 17: stepEnd(trace: a, agent: b, step: c, status: text)
                        case 18: callBegin(trace: a, agent: b, step: c, name: text, written: first)
                        case 19:
                            callSucceed(
                                trace: a, agent: b, call: c, text: text, size: count, images: ordinals,
                                count: selection)
                        case 20: callFail(trace: a, agent: b, call: c, kind: text, message: third)
                        case 21 where c == 17 && d == 17: traceEnd(trace: a, status: text)
                        default: wholeText(text: text, size: count)
                        }
                    }
                }
            }
        }
    }

    /// Calls a closure with bytes as C has them, with a 0 behind them, or with NULL.
    private func withText<R>(_ bytes: [UInt8]?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
        guard let bytes else { return body(nil) }
        return (bytes + [0]).withUnsafeBytes { body($0.baseAddress?.assumingMemoryBound(to: CChar.self)) }
    }
}
