import Foundation
import Testing

/// The header says what the library has.
@Suite struct HeaderTests {
    static let page = Result {
        try HeaderPage(
            sources: Shell.root + "/Sources/SaccadeC",
            compiled: Shell.products + "/SaccadeC.build/include/SaccadeC-Swift.h")
    }

    @Test func `the header and Python's list are what the functions and the compiler say`() throws {
        let page = try Self.page.get()
        #expect(page.functions.count > 30)
        #expect(page.statuses.count == 10)
        let files = [
            ("Sources/SaccadeC/include/saccade.h", page.text), ("Sources/Python/saccade/_abi.py", page.pythonText),
        ]
        for (name, text) in files {
            let path = "\(Shell.root)/\(name)"
            if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            let written = try String(contentsOfFile: path, encoding: .utf8)
            #expect(written == text, "\(name): run UPDATE_DOCS=1 swift test --filter HeaderTests")
        }
    }

    @Test func `every function is documented, and every one with the C name is in the header`() throws {
        let page = try Self.page.get()
        let compiled = try String(
            contentsOfFile: Shell.products + "/SaccadeC.build/include/SaccadeC-Swift.h", encoding: .utf8)
        let names = Set(compiled.matches(of: /SWIFT_EXTERN .*?(saccade_\w+)\(/).map { String($0.1) })
        #expect(names == Set(page.functions.map(\.name)))
        for function in page.functions { #expect(!function.words.isEmpty, "\(function.name)") }
    }

    @Test(arguments: [
        ("gcc", ["-std=c99", "-pedantic", "-xc"]), ("g++", ["-std=c++11", "-pedantic", "-xc++"]),
        ("clang", ["-std=c99", "-pedantic", "-Weverything", "-Wno-padded", "-xc"]),
    ])
    func `compilers take the header without a warning`(_ compiler: String, _ flags: [String]) throws {
        guard Shell.has(compiler) else {
            print("skipped: there is no \(compiler)")
            return
        }
        let folder = try Folder()
        let use = "#include <saccade.h>\nextern int64_t used;\nint64_t used = SACCADE_NONE;\n"
        try use.write(toFile: folder.file("use"), atomically: true, encoding: .utf8)
        let result = try Shell.run(
            compiler,
            flags + ["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-ISources/SaccadeC/include", folder.file("use")])
        #expect(result.status == 0, "\(result.printed)")
        #expect(result.printed.isEmpty)
    }

    @Test func `the compiler's header and this one declare the same`() throws {
        // In one file, declarations of one function that differ are an error.
        let folder = try Folder()
        let text = "#include <SaccadeC-Swift.h>\n#include <saccade.h>\n"
        func compile(_ text: String) throws -> Shell.Result {
            try text.write(toFile: folder.file("both.c"), atomically: true, encoding: .utf8)
            return try Shell.run(
                "clang",
                [
                    "-fsyntax-only", "-Wno-nullability-completeness", "-ISources/SaccadeC/include",
                    "-I\(Shell.products)/SaccadeC.build/include", folder.file("both.c"),
                ])
        }
        let same = try compile(text)
        #expect(same.status == 0, "\(same.printed)")
        let other = try compile(text + "int saccade_recorder_flush(int recorder);\n")
        #expect(other.printed.contains("conflicting types"))
    }
}
