import Foundation

/// The C interface as its Swift sources and the compiler say it, and the files that are written from that.
///
/// The sources have the order and the words, the compiler's own header has the types: neither is translated by hand.
struct HeaderPage {
    struct Function {
        var name: String
        /// The lines of its doc comment.
        var words: [String]
        /// What it returns, in C.
        var result: String
        /// Its parameters, in C.
        var parameters: [String]

        /// The declaration, broken where the line would be too long.
        var declaration: String {
            let list = parameters.isEmpty ? "void" : parameters.joined(separator: ", ")
            let start = result.hasSuffix("*") ? result + name : "\(result) \(name)"
            if start.count + list.count + 3 <= 120 { return "\(start)(\(list));" }
            var lines = [start + "("]
            for (index, parameter) in parameters.enumerated() {
                let piece = parameter + (index + 1 < parameters.count ? "," : ");")
                if index == 0 || lines[lines.count - 1].count + piece.count + 1 > 120 {
                    lines.append("    " + piece)
                } else {
                    lines[lines.count - 1] += " " + piece
                }
            }
            return lines.joined(separator: "\n")
        }
    }

    struct Status {
        var name: String
        var value: String
        var words: [String]
    }

    var functions: [Function] = []
    var statuses: [Status] = []
    var version = ""

    /// The sources with functions, in the order of the header.
    static let sources = ["General", "Recorder", "Trace", "Image", "Agent", "Step", "Reader", "Check"]

    init(sources folder: String, compiled: String) throws {
        let header = try String(contentsOfFile: compiled, encoding: .utf8)
        for name in Self.sources {
            let text = try String(contentsOfFile: "\(folder)/\(name)Functions.swift", encoding: .utf8)
            var words: [String] = []
            for line in text.components(separatedBy: "\n") {
                if line.hasPrefix("///") {
                    words.append(String(line.dropFirst(3)))
                } else if let match = line.firstMatch(of: /^@c\((\w+)\)$/) {
                    functions.append(try Self.function(String(match.1), words, in: header))
                } else {
                    words = []
                }
            }
            if let match = text.firstMatch(of: /let version: StaticString = "(.*)"/) { version = String(match.1) }
        }
        try readStatuses(String(contentsOfFile: folder + "/Failure.swift", encoding: .utf8))
    }

    /// Finds a function in the compiler's header.
    private static func function(_ name: String, _ words: [String], in header: String) throws -> Function {
        let pattern = try Regex<(Substring, Substring, Substring)>("SWIFT_EXTERN (.*?)\(name)\\((.*)\\) SWIFT_NOEXCEPT")
        guard let match = header.firstMatch(of: pattern) else { throw MissingFunction(name: name) }
        let parameters = match.2 == "void" ? [] : match.2.components(separatedBy: ", ").map(plain)
        return Function(
            name: name, words: words, result: plain(String(match.1)).trimmingCharacters(in: .whitespaces),
            parameters: parameters)
    }

    struct MissingFunction: Error {
        var name: String
    }

    /// Returns a declaration of the compiler's as a person would write it.
    private static func plain(_ declaration: String) -> String {
        var text = declaration.replacing(" _Nullable", with: "").replacing(" _Nonnull", with: "")
        text.replace(/\b(\w+) const \*/) { "const \($0.1) *" }
        text.replace(/\* +(?=[\w*])/) { _ in "*" }
        text.replace(/([a-z])([A-Z])/) { "\($0.1)_\($0.2.lowercased())" }
        return text
    }

    private mutating func readStatuses(_ text: String) {
        var words: [String] = []
        for line in text.components(separatedBy: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.hasPrefix("///") {
                words.append(String(line.dropFirst(3)))
            } else {
                if let match = line.firstMatch(of: /^case (\w+) = (-\d+)$/) {
                    let name = match.1.replacing(/([a-z])([A-Z])/) { "\($0.1)_\($0.2)" }.uppercased()
                    statuses.append(Status(name: "SACCADE_\(name)", value: String(match.2), words: words))
                }
                words = []
            }
        }
    }

    /// The text of `saccade.h`.
    var text: String {
        var text = """
            // The C interface of Saccade: records, reads and checks traces of how a model reasons over images.
            //
            // This file is written from Sources/SaccadeC by its tests; edit the functions there.
            //
            // A function returns 0 or more if it has done what it was asked: a handle, an ordinal, or 0. What is below 0 is a
            // status; saccade_last_error() then says what was expected and what was found. A result below 0 may be given on as a
            // handle or an ordinal: what depends on it fails too, and nothing crashes. Any function may be called from any thread.
            // Calls that record wait for no disk. Texts are UTF-8. Ordinals count from 0: images and turns in their trace, all else
            // in its agent; agent 0 is there from the beginning.

            #ifndef SACCADE_H
            #define SACCADE_H

            #include <stdbool.h>
            #include <stddef.h>
            #include <stdint.h>

            #define SACCADE_VERSION "\(version)"

            #ifdef __cplusplus
            extern "C" {
            #endif

            // What a function returns when it could not do what it was asked to. New ones may come in any version.
            enum {

            """
        for status in statuses {
            for line in status.words { text += "    //\(line)\n" }
            text += "    \(status.name) = \(status.value),\n"
        }
        text += "};\n"
        for function in functions {
            text += "\n" + function.words.map { "//\($0)\n" }.joined() + function.declaration + "\n"
        }
        return text + "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n"
    }

    /// The text of the Python package's `_abi.py`: the same functions for ctypes.
    var pythonText: String {
        var text = """
            \"""The functions of libsaccade for ctypes: the type of the result, then those of the arguments.

            This file is written from Sources/SaccadeC by its tests; edit the functions there.
            \"""

            from __future__ import annotations

            from ctypes import POINTER, c_bool, c_char_p, c_double, c_int64, c_size_t, c_void_p
            from typing import Any

            STATUSES = {

            """
        for status in statuses {
            let name = status.name.replacing("SACCADE_", with: "").lowercased().replacing("_", with: "-")
            text += "    \"\(name)\": \(status.value),\n"
        }
        text += "}\n\nFUNCTIONS: dict[str, tuple[Any, list[Any]]] = {\n"
        for function in functions {
            let types = function.parameters.map { Self.pythonType(String($0.prefix { $0 != "*" }), of: $0) }
            let result = Self.pythonType(function.result, of: function.result)
            let line = "    \"\(function.name)\": (\(result), [\(types.joined(separator: ", "))]),"
            if line.count <= 120 {
                text += line + "\n"
            } else {
                text +=
                    "    \"\(function.name)\": (\n        \(result),\n        [\(types.joined(separator: ", "))],\n    ),\n"
            }
        }
        return text + "}\n"
    }

    /// The type of ctypes for a parameter or a result in C.
    private static func pythonType(_ start: String, of declaration: String) -> String {
        let stars = declaration.count { $0 == "*" }
        let word = start.replacing("const ", with: "").prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        switch (word, stars) {
        case ("void", 0): return "None"
        case ("char", 1): return "c_char_p"
        case ("char", 2): return "POINTER(c_void_p)"
        case ("void", _): return "c_void_p"
        case (let name, 0): return "c_" + name.replacing("int64_t", with: "int64")
        case (let name, _): return "POINTER(c_\(name.replacing("int64_t", with: "int64")))"
        }
    }
}
