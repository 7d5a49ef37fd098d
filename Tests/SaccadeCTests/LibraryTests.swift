import Foundation
import Saccade
import Testing

/// The shared library as a host finds it.
@Suite struct LibraryTests {
    private func dump(_ arguments: String...) throws -> String {
        let installation = try Installation.shared.get()
        try #require(installation.failure == nil)
        let result = try Shell.run("objdump", arguments + [installation.library])
        try #require(result.status == 0, "\(result.printed)")
        return result.printed
    }

    @Test func `it is installed with its header and what pkg-config needs`() throws {
        let installation = try Installation.shared.get()
        #expect(installation.failure == nil)
        func ask(_ question: String) throws -> String {
            try Shell.run(
                "pkg-config", [question, "saccade"],
                environment: ["PKG_CONFIG_PATH": installation.folder.file("lib/pkgconfig")]
            ).printed.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try ask("--cflags") == "-I\(installation.folder.path)/include")
        #expect(try ask("--libs") == "-L\(installation.folder.path)/lib -lsaccade")
        #expect(try ask("--modversion") == HeaderTests.page.get().version)
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: installation.library)
        #expect(link == "libsaccade.so.0")
    }

    @Test func `only what the header declares is visible`() throws {
        // Lines of symbols begin with an address, and end with the name.
        var defined: Set<String> = []
        for line in try dump("-T").split(separator: "\n") where !line.contains("*UND*") {
            let words = line.split(separator: " ")
            if words.count > 4, words[0].count == 16, let name = words.last { defined.insert(String(name)) }
        }
        #expect(defined == Set(try HeaderTests.page.get().functions.map(\.name)))
    }

    @Test func `nothing is needed but the C library, in version 2.34 or older`() throws {
        let needed = try dump("-p").matches(of: /NEEDED +(\S+)/).map { String($0.1) }
        let system: Set = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6"]
        let loader = needed.filter { !$0.hasPrefix("ld-linux") }
        #expect(Set(loader).isSubset(of: system), "\(needed)")
        let versions = try dump("-T").matches(of: /GLIBC_2\.(\d+)/).compactMap { Int($0.1) }
        #expect(!versions.isEmpty)
        #expect((versions.max() ?? 99) <= 34)
    }
}

/// The samples that a server can be made from.
@Suite struct SampleTests {
    static let picture = "sha256-7adbe1f94871eef45bc3f40bb5fd153bf7270f8476dea009ae23ddeb113ec8d0.png"
    static let zoom = "sha256-c8dbb82084053f3d0485ba0cb93cec3377af45b20da0b9f3d1fe3857af05508e.png"

    private func build(_ compiler: String, _ source: String, _ flags: [String], in folder: Folder) throws -> String {
        let installation = try Installation.shared.get()
        try #require(installation.failure == nil)
        let program = folder.file("sample")
        let result = try Shell.run(
            "sh",
            [
                "-c",
                "\(compiler) \(flags.joined(separator: " ")) -Wall -Wextra -Werror -g \(source) "
                    + "$(pkg-config --cflags --libs saccade) -o \(program)",
            ], environment: ["PKG_CONFIG_PATH": installation.folder.file("lib/pkgconfig")])
        try #require(result.status == 0, "\(result.printed)")
        return program
    }

    private func run(_ command: String, _ arguments: [String]) throws -> Shell.Result {
        let installation = try Installation.shared.get()
        return try Shell.run(
            command, arguments, environment: ["LD_LIBRARY_PATH": installation.folder.file("lib")])
    }

    private func blob(_ name: String) -> String { Shell.root + "/Samples/Traces/blobs/" + name }

    /// The compiler of a language: the system's, or the one that comes with Swift.
    private func compiler(_ names: String...) throws -> String { try #require(names.first(where: Shell.has)) }

    @Test func `the C sample records a request whose crop is made again`() throws {
        let folder = try Folder()
        let program = try build(compiler("gcc", "clang"), "Samples/C/record_request.c", ["-std=c99"], in: folder)
        let traces = folder.file("traces")
        let result = try run(program, [traces, blob(Self.picture), blob(Self.zoom)])
        #expect(result.status == 0, "\(result.printed)")
        #expect(result.printed.contains("pass at L2"))
        #expect(result.printed.contains(#""lostEvents":0"#))
        #expect(result.printed.contains(#""refusedEvents":0"#))
        let check = try Shell.run(Shell.products + "/saccade", ["check", traces, "--level", "L3"])
        #expect(check.status == 0, "\(check.printed)")
        #expect(check.printed.contains("1 derived image made again: 1 exact"))
        let file = try #require(TraceFolder.files(at: traces).first)
        let events = try Shell.run(Shell.products + "/saccade", ["convert", file, "-o", folder.file("t.jsonl")])
        #expect(events.status == 0, "\(events.printed)")
        let text = try String(contentsOfFile: folder.file("t.jsonl"), encoding: .utf8)
        #expect(text.contains("caff"))
        #expect(text.contains("è crema; "))
    }

    @Test func `the C++ sample records requests of four threads`() throws {
        let folder = try Folder()
        let program = try build(
            compiler("g++", "clang++"), "Samples/CPlusPlus/parallel_slots.cpp", ["-std=c++11", "-pthread"], in: folder)
        let result = try run(program, [folder.file("traces"), blob(Self.picture)])
        #expect(result.status == 0, "\(result.printed)")
        let check = try Shell.run(Shell.products + "/saccade", ["check", folder.file("traces"), "--json"])
        #expect(check.status == 0, "\(check.printed)")
        #expect(check.printed.matches(of: /"verdict":"pass"/).count >= 100)
    }

    @Test func `the C sample leaks nothing and reads no memory that is not its own`() throws {
        guard Shell.has("valgrind") else {
            print("skipped: there is no valgrind")
            return
        }
        let folder = try Folder()
        let program = try build(compiler("gcc", "clang"), "Samples/C/record_request.c", ["-std=c99"], in: folder)
        let result = try run(
            "valgrind",
            [
                // Swift's runtime points into the middle of what it keeps; valgrind calls that possibly lost.
                "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect",
                program, folder.file("traces"), blob(Self.picture), blob(Self.zoom),
            ])
        #expect(result.status == 0, "\(result.printed)")
        #expect(result.printed.contains("definitely lost: 0 bytes in 0 blocks"))
        #expect(result.printed.contains("ERROR SUMMARY: 0 errors"))
    }

    @Test func `the C code of the guide is that of the sample`() throws {
        let guide = try String(
            contentsOfFile: Shell.root + "/Docs/Guide/RecordingInYourServer.md", encoding: .utf8)
        let sample = try String(contentsOfFile: Shell.root + "/Samples/C/record_request.c", encoding: .utf8)
        let blocks = guide.matches(of: /```c\n([^`]*)```/)
        #expect(blocks.count >= 2)
        for block in blocks { #expect(sample.contains(block.1), "\(block.1)") }
    }
}
