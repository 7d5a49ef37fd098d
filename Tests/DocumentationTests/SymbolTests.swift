import Foundation
import Testing

/// What the compiler knows of the public interface of the libraries.
@Suite struct SymbolTests {
    static let libraries = [
        "Saccade", "SaccadeDigest", "SaccadeRecorder", "SaccadeImaging", "SaccadeImport", "SaccadeReplay",
        "SaccadePixels",
        "SaccadeRenderer", "SaccadeServer", "SaccadeTesting",
    ]

    /// A public symbol of a library.
    private struct Symbol {
        /// Its name, within its type, as `TraceReader.next()`.
        var name: String
        /// Whether it has a doc comment.
        var isDocumented: Bool
    }

    /// The public symbols of each library that stand in its sources; what the compiler makes up has no place there.
    private static let symbols = Result { () throws -> [String: [Symbol]] in
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("saccade-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            [DocumentationTests.root + "/Docs/symbol-graphs.sh", products.path, output.path] + libraries
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the symbols of the libraries could not be read")
        return Dictionary(
            uniqueKeysWithValues: try libraries.map { library in
                let file = output.appendingPathComponent(library + ".symbols.json")
                let graph = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
                let all = try #require(graph?["symbols"] as? [[String: Any]])
                let own = all.filter { $0["location"] != nil }
                return (
                    library,
                    own.map { symbol in
                        Symbol(
                            name: (symbol["pathComponents"] as? [String] ?? []).joined(separator: "."),
                            isDocumented: symbol["docComment"] != nil)
                    }
                )
            })
    }

    @Test(arguments: libraries)
    func `every public symbol says what it is`(_ library: String) throws {
        let symbols = try #require(try Self.symbols.get()[library])
        #expect(!symbols.isEmpty)
        let silent = symbols.filter { !$0.isDocumented }.map(\.name)
        #expect(silent.isEmpty, "\(library) has public symbols without a doc comment: \(silent)")
    }

    @Test(arguments: libraries)
    func `the landing page of a library names all that it has`(_ library: String) throws {
        let path = DocumentationTests.root + "/Sources/\(library)/\(library).docc/\(library).md"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        let named = Set(page.matches(of: /- ``(.+)``/).map { String($0.output.1) })
        let symbols = try #require(try Self.symbols.get()[library])
        let missing = symbols.map(\.name).filter { name in
            // A function is named without its labels where there is only one of its name.
            let base = name.prefix { $0 != "(" }
            return !name.contains(".") && !named.contains(name) && !named.contains(String(base))
        }
        #expect(missing.isEmpty, "the page of \(library) does not name \(missing)")
    }
}
