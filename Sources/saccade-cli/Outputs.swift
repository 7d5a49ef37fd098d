import ArgumentParser
import Saccade

/// Where a command that makes a file of each file writes them.
struct Outputs {
    /// The files, each with the one to write.
    private(set) var files: [(input: String, output: String)] = []

    /// Pairs files with outputs.
    ///
    /// One file is written to the output, or into it if it is a folder; those of several files or of a folder go into a
    /// folder, under the names that they have below theirs.
    ///
    /// - Parameters:
    ///   - paths: The files and folders of files.
    ///   - output: The file or folder to write; `nil` for each file itself.
    ///   - encoding: The encoding of what is made of a file, whose ending it gets in the output folder; `nil` for the same.
    init(
        of paths: [String], to output: String?, encoding: (String) -> TraceCopier.Encoding? = { _ in nil }
    ) throws {
        let storage = FileStorage()
        for path in paths {
            let isFolder = try Self.isFolder(path, storage)
            for file in try TraceFolder.files(at: path) {
                guard let output else {
                    files.append((file, file))
                    continue
                }
                guard try isFolder || paths.count > 1 || Self.isFolder(output, storage) else {
                    files.append((file, output))
                    continue
                }
                if output == "-" { throw ValidationError("-o: expected a folder for several files, found -") }
                let name = isFolder ? Self.path(of: file, below: path) : StoragePath.name(of: file)
                let target = StoragePath.join(output, Self.renamed(name, encoding(file)))
                try storage.createFolder(StoragePath.folder(of: target))
                files.append((file, target))
            }
        }
        let targets = files.map(\.output)
        if let twice = Set(targets).first(where: { target in targets.count(where: { $0 == target }) > 1 }) {
            throw ValidationError("-o: expected files of different names, found several to write to \(twice)")
        }
    }

    /// Returns where a file goes.
    subscript(input: String) -> String? { files.first { $0.input == input }?.output }

    /// Returns a name with the ending of an encoding.
    private static func renamed(_ name: String, _ encoding: TraceCopier.Encoding?) -> String {
        guard let encoding else { return name }
        let ending = TraceFolder.endings.filter(name.hasSuffix).max { $0.count < $1.count } ?? ""
        return name.dropLast(ending.count) + encoding.suffix
    }

    private static func isFolder(_ path: String, _ storage: FileStorage) throws -> Bool {
        guard path != "-", let entry = try storage.entry(path) else { return false }
        return entry.isFolder
    }

    /// Returns the path of a file below a folder.
    private static func path(of file: String, below folder: String) -> String {
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        return file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
    }
}
