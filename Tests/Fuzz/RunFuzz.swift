import CFuzzer
import Saccade

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a target over files, writes its seeds, or, where the fuzzer is built in, lets that look for inputs.
///
/// usage: saccade-fuzz list
///        saccade-fuzz seeds TARGET FOLDER      writes the seeds and the dictionary
///        saccade-fuzz run TARGET FILE...       runs the target over files
///        saccade-fuzz fuzz TARGET ARGUMENT...  libFuzzer's own arguments
@main
struct RunFuzz {
    /// The target that the fuzzer runs; a C function has no other way to know it.
    nonisolated(unsafe) private static var target = FuzzTarget.codec

    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard let verb = arguments.first else { throw usage("a verb") }
        if verb == "list" {
            for target in FuzzTarget.all { print(target.name) }
            return
        }
        guard arguments.count >= 2, let target = FuzzTarget.named(arguments[1]) else {
            throw usage("one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
        }
        arguments.removeFirst(2)
        switch verb {
        case "seeds":
            guard let folder = arguments.first else { throw usage("a folder") }
            try save(target, to: folder)
        case "run":
            for path in arguments { try target.run(try FileStorage().contents(of: path)) }
            print("\(arguments.count) inputs of \(target.name) passed")
        case "fuzz": fuzz(target, arguments)
        default: throw usage("list, seeds, run or fuzz")
        }
    }

    private static func usage(_ expected: String) -> TraceError {
        TraceError(.invalidField, "usage: saccade-fuzz list | seeds|run|fuzz TARGET ...; expected \(expected)")
    }

    private static func save(_ target: FuzzTarget, to folder: String) throws {
        let storage = FileStorage()
        try storage.createFolder(folder)
        for (number, seed) in try target.seeds().enumerated() where seed.count <= target.longest {
            try storage.write(seed, to: StoragePath.join(folder, "seed-\(number)"))
        }
        let words = target.words.map { word in
            "\"" + word.unicodeScalars.map { escaped($0) }.joined() + "\"\n"
        }
        try storage.write(Array(words.joined().utf8), to: folder + ".dict")
    }

    /// A scalar below 256 is a byte of the word, others are their UTF-8 bytes.
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let bytes = scalar.value < 256 ? [UInt8(scalar.value)] : Array(String(scalar).utf8)
        return bytes.map { byte in
            let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            return isPlain ? String(Unicode.Scalar(byte)) : "\\x" + hexadecimal(byte)
        }.joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }

    #if FUZZING
    private static func fuzz(_ target: FuzzTarget, _ arguments: [String]) {
        self.target = target
        var words = (["saccade-fuzz"] + arguments + ["-max_len=\(target.longest)"]).map { strdup($0) } + [nil]
        words.withUnsafeMutableBufferPointer { buffer in
            var count = CInt(buffer.count - 1)
            var base = buffer.baseAddress
            let status = LLVMFuzzerRunDriver(&count, &base) { data, size in
                let bytes = Array(UnsafeBufferPointer(start: data, count: size))
                do {
                    try RunFuzz.target.run(bytes)
                } catch {
                    // What is printed may be lost when the process aborts.
                    let line = Array("broken promise of \(RunFuzz.target.name): \(error)\n".utf8)
                    _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
                    abort()
                }
                return 0
            }
            exit(status)
        }
    }
    #else
    private static func fuzz(_ target: FuzzTarget, _ arguments: [String]) {
        print("this build has no fuzzer; sh Tests/Fuzz/run.sh makes one that has")
        exit(2)
    }
    #endif
}
