import Foundation
import Testing

/// Pictures that the command draws.
@Suite struct DrawingCommandTests {
    static let receipt =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/") + "/Samples/Traces/receipt.jsonl"

    @Test func `a hostile environment changes no byte`() throws {
        let folder = try TemporaryFolder()
        let config = try folder.write(
            """
            <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/nowhere</dir>
            <match target="font"><edit name="autohint" mode="assign"><bool>true</bool></edit>
            <edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
            <edit name="rgba" mode="assign"><const>rgb</const></edit>
            <edit name="embolden" mode="assign"><bool>true</bool></edit></match></fontconfig>
            """, to: "fonts.conf")
        let arguments = ["storyboard", Self.receipt, "-o", "-", "--width", "700"]
        let plain = try Command.saccade(arguments: arguments)
        #expect(plain.status == 0)
        for environment in [
            ["FONTCONFIG_FILE": config, "FONTCONFIG_PATH": "/nowhere", "HOME": folder.path],
            ["LANG": "ar_EG.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PANGO_LANGUAGE": "ja:ko", "HOME": "/nowhere"],
            ["FONTCONFIG_FILE": "/nowhere/fonts.conf", "XDG_CONFIG_HOME": folder.path, "XDG_CACHE_HOME": "/nowhere"],
            ["PANGOCAIRO_BACKEND": "win32", "CAIRO_DEBUG": "1", "LANG": "C", "TZ": "Pacific/Kiritimati"],
        ] {
            let other = try Command.saccade(arguments: arguments, environment: environment)
            #expect(other.status == 0, "\(other.errors)")
            #expect(other.output == plain.output, "\(environment)")
        }
    }

    @Test func `the end of the name gives the format`() throws {
        let folder = try TemporaryFolder()
        for (name, head) in [("a.png", "\u{89}PNG"), ("a.pdf", "%PDF-"), ("a.svg", "<svg "), ("a.SVG", "<svg ")] {
            let result = try Command.saccade("storyboard", Self.receipt, "-o", folder.file(name), "--width", "500")
            #expect(result.status == 0, "\(result.errors)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
            #expect(bytes.prefix(head.unicodeScalars.count).elementsEqual(head.unicodeScalars.map { UInt8($0.value) }))
        }
    }

    @Test func `frames are one file a step, or one animation`() throws {
        let folder = try TemporaryFolder()
        let frames = try Command.saccade("frames", Self.receipt, "-o", folder.file("frames"), "--width", "400")
        #expect(frames.status == 0, "\(frames.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("frames")).sorted()
        #expect(names == (0..<4).map { "frame-000\($0).png" })
        let animation = try Command.saccade("frames", Self.receipt, "-o", folder.file("a.apng"), "--width", "400")
        #expect(animation.status == 0, "\(animation.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("a.apng"))).count > 1_000)
        #expect(!FileManager.default.fileExists(atPath: folder.file("a.apng.part")))
    }

    @Test func `a film is what ffmpeg makes of the animation, and nothing is left if it fails`() throws {
        let folder = try TemporaryFolder()
        let program = try folder.write(
            """
            #!/bin/sh
            # Writes what it was given to read into what it was given to write.
            while [ $# -gt 1 ]; do [ "$1" = -i ] && input=${2#file:}; shift; done
            [ -z "${FAILS:-}" ] || { echo "no such encoder" >&2; exit 3; }
            /bin/cat "$input" > "${1#file:}"
            """, to: "ffmpeg")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        func film(_ name: String, _ environment: [String: String]) throws -> Command.Result {
            try Command.saccade(
                arguments: ["frames", Self.receipt, "-o", folder.file(name), "--width", "400"],
                environment: environment)
        }
        let made = try film("a.mp4", ["PATH": folder.path])
        #expect(made.status == 0, "\(made.errors)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.mp4")))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) && bytes.range(of: Data("acTL".utf8)) != nil)
        let failed = try film("b.webm", ["PATH": folder.path, "FAILS": "1"])
        #expect(failed.status == 2 && failed.errors.contains("could not make the film: no such encoder"))
        let missing = try film("c.mp4", ["PATH": "/nowhere"])
        #expect(missing.status == 2 && missing.errors.contains("expected the program ffmpeg"), "\(missing.errors)")
        #expect(missing.errors.contains("c.apng"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["a.mp4", "ffmpeg"])
    }

    @Test(arguments: [
        (["--theme", "pink"], "expected light, dark or print, found pink"),
        (["--layout", "spiral"], "expected grid, strip, poster, lanes or compare, found spiral"),
        (["--mask-style", "glow"], "found glow"), (["--kind", "dream"], "found dream"),
        (["--page-size", "b9"], "found b9"), (["--color-by", "mood"], "found mood"),
        (["--caption-length", "0"], "expected a number above 0, found 0"),
    ])
    func `a name that there is not is exit code 64, and the names that there are`(
        _ option: [String], _ message: String
    ) throws {
        let result = try Command.saccade(arguments: ["storyboard", "x.jsonl", "-o", "x.png"] + option)
        #expect(result.status == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func `fonts of one's own are used, and a folder without any is refused`() throws {
        let folder = try TemporaryFolder()
        let empty = try Command.saccade("storyboard", Self.receipt, "-o", "-", "--fonts", folder.path)
        #expect(empty.status == 2)
        #expect(empty.errors.contains("expected fonts (.ttf, .otf or .ttc)"))
        _ = try folder.write("no font", to: "a.ttf")
        let wrong = try Command.saccade("storyboard", Self.receipt, "-o", "-", "--fonts", folder.path)
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("expected a font in"))
    }

    @Test func `a record of another program is drawn as its trace would be`() throws {
        let folder = try TemporaryFolder()
        let record = try folder.write(
            """
            {"messages": [
              {"role": "user", "content": [{"type": "text", "text": "What is left of the cup?"}]},
              {"role": "assistant", "content": "<think>I look.</think><answer>A spoon.</answer>"}]}
            """, to: "chat.json")
        let drawn = try Command.saccade("storyboard", record, "-o", "-", "--width", "500")
        #expect(drawn.status == 0, "\(drawn.errors)")
        #expect(drawn.errors.contains("openai-messages: 2 steps"), "\(drawn.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["chat.json"])
        let trace = folder.file("trace.jsonl")
        #expect(try Command.saccade("import", record, "-o", trace).status == 0)
        #expect(try Command.saccade("storyboard", trace, "-o", "-", "--width", "500").output == drawn.output)
    }

    @Test func `a folder with a trajectory in it is drawn as a record, and one with traces as traces`() throws {
        let folder = try TemporaryFolder()
        let blobs = Self.receipt.replacing("/receipt.jsonl", with: "/blobs")
        let photo = try #require(try FileManager.default.contentsOfDirectory(atPath: blobs).sorted().first)
        try FileManager.default.createDirectory(atPath: folder.file("run"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: blobs + "/" + photo, toPath: folder.file("run/step_1.png"))
        _ = try folder.write(
            #"{"step_num": 1, "action": "pyautogui.click(40, 30)", "reward": 0, "done": false, "screenshot_file": "step_1.png"}"#
                + "\n", to: "run/traj.jsonl")
        let drawn = try Command.saccade("storyboard", folder.file("run"), "-o", folder.file("a.png"), "--width", "500")
        #expect(drawn.status == 0, "\(drawn.errors)")
        #expect(drawn.errors.contains("osworld: 1 step"), "\(drawn.errors)")
    }

    @Test(arguments: [
        (#"{"rows": 1}"#, "log.json: expected a trace, or a record of a known format"),
        ("hello", ":1:1: expected a value, found 'h'"),
        ("", "found an empty file"),
        (#"{"t":"trace.begin","format":"0.1","id":"x"#, "has no end"),
    ])
    func `what is neither a trace nor a record is refused in one line, and nothing is written`(
        _ text: String, _ message: String
    ) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "log.json")
        let result = try Command.saccade("storyboard", path, "-o", folder.file("page.png"))
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count { $0.contains("log.json") } == 1, "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("page.png")))
    }
}
