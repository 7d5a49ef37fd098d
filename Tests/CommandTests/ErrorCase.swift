/// One thing that a user can get wrong, and what must be said.
struct ErrorCase {
    /// What went wrong, as the heading of the page has it.
    let title: String
    /// The command line, without `saccade`.
    let arguments: String
    /// The exit code.
    let status: Int32
    /// Words that the message must have: what was expected, what was found, where.
    let words: [String]

    init(_ title: String, _ arguments: String, _ status: Int32, _ words: String...) {
        self.title = title
        self.arguments = arguments
        self.status = status
        self.words = words
    }

    /// All of them, by what they are about.
    static let chapters: [(title: String, cases: [ErrorCase])] = [
        ("Files", files), ("Logs", logs), ("Damaged MCAP files", containers), ("Records of other programs", records),
        ("Pictures and pages", drawing), ("Checks", checks), ("Steps, differences and measures", steps),
        ("Copies and repairs", copies),
    ]

    private static let files = [
        ErrorCase("A file that is not there", "check missing.jsonl", 2, "missing.jsonl", "No such file"),
        ErrorCase("A folder without traces", "check nothing", 2, "expected traces", "nothing", "found none"),
        ErrorCase("An empty file", "check empty.jsonl", 1, "empty.jsonl", "holds no trace"),
        ErrorCase(
            "A folder for the output that is not there", "convert traces/transit.jsonl -o there/t.jsonl", 2,
            "cannot create there/t.jsonl", "there is no folder there"),
        ErrorCase(
            "A file where a folder should be", "convert traces/transit.jsonl -o notes.txt/t.jsonl", 2,
            "notes.txt is no folder"),
        ErrorCase(
            "The same for MCAP", "convert traces/transit.jsonl -o there/t.mcap", 2, "there is no folder there"),
        ErrorCase("A full disk", "convert traces/transit.jsonl -o /dev/full", 2, "/dev/full", "No space left"),
        ErrorCase(
            "MCAP into a device", "convert traces/transit.jsonl -o /dev/null --to mcap", 2,
            "expected the name of a file", "found a device"),
        ErrorCase(
            "A trace that a file does not have", "info traces/transit.jsonl --trace 7", 2, "expected a trace 7",
            "found none"),
        ErrorCase(
            "A name that is no trace's", "check traces/transit.jsonl --trace second", 64, "--trace", "expected an id"),
    ]

    private static let logs = [
        ErrorCase("A text", "check notes.txt", 1, "notes.txt:1:1", "begins with trace.begin", "found 'A'"),
        ErrorCase("A record of another program", "check chat.json", 1, "found an object with \"messages\"", "import"),
        ErrorCase("JSON over several lines", "check pretty.json", 1, "found JSON over several lines"),
        ErrorCase("An archive", "check archive.zip", 1, "found a ZIP archive: unpack it first"),
        ErrorCase("Text in UTF-16", "check utf16.jsonl", 1, "found text in UTF-16"),
        ErrorCase("A byte order mark", "check mark.jsonl", 1, "found a byte order mark"),
        ErrorCase("A log without its header", "check headless.jsonl", 1, "expected the log to begin", "found turn"),
        ErrorCase("A log of a later version", "check newer.jsonl", 2, "has format 9.0", "reads 0.x"),
        ErrorCase("A comma too many", "check comma.jsonl", 1, "comma.jsonl:2:19", "expected a key", "found '}'"),
        ErrorCase("A number that is none", "check nan.jsonl", 1, "nan.jsonl:2:17", "expected a value", "found 'N'"),
        ErrorCase("A key that is there twice", "check twice.jsonl", 1, "expected each key once", "found \"n\" again"),
        ErrorCase("A line that was cut off", "check torn.jsonl", 1, "torn.jsonl:2", "has no end"),
        ErrorCase("A text where a number belongs", "check type.jsonl", 1, "expected an integer", "found \"zero\""),
        ErrorCase("Text that is no UTF-8", "check latin.jsonl", 1, "expected valid UTF-8", "found byte 0xe9"),
        ErrorCase("A step that was never begun", "check undeclared.jsonl", 1, "step 4", "has not been declared"),
        ErrorCase("A log that stops", "check header.jsonl", 1, "stops without trace.end", "there are no steps"),
        ErrorCase("A text, for other commands", "info notes.txt", 2, "notes.txt:1:1", "begins with trace.begin"),
    ]

    private static let containers = [
        ErrorCase("One bit has changed", "check damaged.mcap", 1, "expected a chunk with the CRC-32", "recover"),
        ErrorCase("The file was cut off", "check cut.mcap", 1, "cut.mcap: byte", "before the file's end"),
        ErrorCase("A file that was only begun", "info begun.mcap", 2, "begun.mcap: byte 8", "without its footer"),
        ErrorCase("A damaged file, for other commands", "convert damaged.mcap -o whole.jsonl", 2, "CRC-32", "recover"),
    ]

    private static let records = [
        ErrorCase("An empty record", "import empty.jsonl -o t.jsonl", 2, "expected a record", "empty"),
        ErrorCase(
            "A record without images", "import other.json -o t.jsonl", 2, "--list", "found an object with \"price\""),
        ErrorCase("Numbers", "import numbers.json -o t.jsonl", 2, "JSON that names an image", "found an array"),
        ErrorCase("No JSON at all", "import page.html -o t.jsonl", 2, "page.html", "found text that begins with"),
        ErrorCase(
            "A table", "import rows.parquet -o t.jsonl", 2, "found a Parquet file", "as JSON Lines", "rows.parquet"),
        ErrorCase("A pickle", "import run.pkl -o t.jsonl", 2, "found a Python pickle", "run.pkl"),
        ErrorCase("Packed logs", "import logs.gz -o t.jsonl", 2, "found gzip data: unpack it first"),
        ErrorCase("A trace", "import traces/transit.jsonl -o t.jsonl", 2, "found a trace, which needs no import"),
        ErrorCase("A folder without records", "import nothing -o t.jsonl", 2, "expected a record", "nothing"),
        ErrorCase(
            "A picture that is not there", "import chat.json -o t.jsonl", 0, "image 0 is missing", "no such file"),
        ErrorCase(
            "A format that nobody knows", "import chat.json --from mine -o t.jsonl", 2, "openai-messages",
            "found \"mine\""),
        ErrorCase(
            "A family that nobody knows", "import chat.json --family mine -o t.jsonl", 64, "--family", "qwen3",
            "found mine"),
        ErrorCase("A mapping that is not there", "import chat.json --map my.json -o t.jsonl", 2, "cannot open my.json"),
        ErrorCase(
            "A mapping with an unknown key", "import chat.json --map unknown-key.json -o t.jsonl", 2,
            "unknown key \"picture\"", "\"question\""),
        ErrorCase(
            "A mapping that is no JSON", "import chat.json --map half.json -o t.jsonl", 2, "half.json:2:1",
            "expected a key"),
        ErrorCase("No output", "import chat.json", 64, "expected -o TRACE"),
        ErrorCase("No record", "import", 64, "expected a record to import, found none"),
    ]

    private static let drawing = [
        ErrorCase(
            "A name that is no picture's", "storyboard traces/transit.jsonl -o page.bmp", 64, ".png, .pdf or .svg",
            "page.bmp"),
        ErrorCase(
            "A layout that there is not", "storyboard traces/transit.jsonl -o p.png --layout circle", 64,
            "expected grid, strip", "found circle"),
        ErrorCase(
            "A theme that there is not", "storyboard traces/transit.jsonl -o p.png --theme pink", 64,
            "expected light, dark or print", "found pink"),
        ErrorCase(
            "No columns", "storyboard traces/transit.jsonl -o p.png --columns 0", 64,
            "expected 1 to 12 columns, found 0"),
        ErrorCase(
            "A page that is too narrow", "storyboard traces/transit.jsonl -o p.png --width 3", 64,
            "expected a width of 320 to 16000 pixels, found 3"),
        ErrorCase(
            "A scale of nothing", "storyboard traces/transit.jsonl -o p.png --scale 0", 64,
            "expected a scale of 0.25 to 8"),
        ErrorCase(
            "Steps in the wrong order", "storyboard traces/transit.jsonl -o p.png --steps 9-3", 64, "--steps",
            "range like 3-9", "found 9-3"),
        ErrorCase(
            "Steps that there are not", "storyboard traces/transit.jsonl -o p.png --steps 90-93", 64, "--steps 90-93",
            "found none"),
        ErrorCase(
            "An agent that there is not", "frames traces/transit.jsonl -o frames --agent 9", 64, "--agent 9",
            "found none"),
        ErrorCase(
            "Frames of a format that there is not", "frames traces/transit.jsonl -o run.gif", 64,
            ".apng, .mp4 or .webm", "found run.gif"),
        ErrorCase(
            "A kind that there is not", "storyboard traces/transit.jsonl -o p.png --kind dance", 64, "think, look",
            "found dance"),
        ErrorCase(
            "A paper that there is not", "storyboard traces/transit.jsonl -o p.pdf --page-size a9", 64, "--page-size",
            "a4", "found a9"),
        ErrorCase(
            "Fonts that are not there", "storyboard traces/transit.jsonl -o p.png --fonts mine", 2, "mine",
            "No such file"),
        ErrorCase(
            "A folder without fonts", "storyboard traces/transit.jsonl -o p.png --fonts no-fonts", 2, "expected fonts",
            "no-fonts", "found none"),
        ErrorCase("A log with a mistake", "storyboard comma.jsonl -o p.png", 2, "comma.jsonl:2:19", "found '}'"),
        ErrorCase("An empty log", "storyboard empty.jsonl -o p.png", 2, "empty.jsonl", "expected a trace"),
        ErrorCase("No output", "storyboard traces/transit.jsonl", 64, "Missing expected argument", "PNG, PDF or SVG"),
    ]

    private static let checks = [
        ErrorCase(
            "A level that there is not", "check traces/transit.jsonl --level L9", 64, "expected one of L0, L1",
            "found L9"),
        ErrorCase(
            "A configuration that is not there", "check traces/transit.jsonl --config my.json", 2, "cannot open my.json"
        ),
        ErrorCase(
            "A waiver without a reason", "check traces/transit.jsonl --config no-reason.json", 2,
            "waiver 0 of empty-box", "expected a \"reason\""),
        ErrorCase(
            "A configuration with an unknown key", "check traces/transit.jsonl --config no-such-key.json", 2, "waivers",
            "found \"severities\""),
        ErrorCase(
            "A requirement that there is not", "check traces/transit.jsonl --require wisdom", 64, "answer, evidence",
            "found wisdom"),
        ErrorCase("A form that there is not", "check traces/transit.jsonl --format xml", 64, "sarif", "found xml"),
        ErrorCase(
            "A share beyond everything", "check traces/transit.jsonl --min-coverage 2", 64, "from 0 to 1", "found 2.0"),
        ErrorCase("A rule that there is not", "explain empty-circle", 64, "expected a rule", "empty-circle"),
        ErrorCase("No trace", "check", 64, "Missing expected argument", "traces"),
    ]

    private static let steps = [
        ErrorCase("A step that there is not", "replay traces/transit.jsonl --at 99", 2, "from 0 to 9", "found \"99\""),
        ErrorCase("One trace to compare", "diff traces/transit.jsonl", 64, "second"),
        ErrorCase(
            "A trace to compare that is not there", "diff traces/transit.jsonl missing.jsonl", 2,
            "cannot open missing.jsonl"),
        ErrorCase(
            "Something that cannot be ignored", "diff traces/transit.jsonl traces/chart.jsonl --ignore colors", 64,
            "environment", "found colors"),
        ErrorCase("References that are not there", "eval traces --references missing.json", 2, "missing.json"),
        ErrorCase("A region that there is not", "coords traces/transit.jsonl --region 99", 2, "99"),
    ]

    private static let copies = [
        ErrorCase(
            "An encoding that there is not", "convert traces/transit.jsonl -o t.bin --to cbor", 64,
            "expected text or mcap, found cbor"),
        ErrorCase(
            "A packing that there is not", "convert traces/transit.jsonl -o t.mcap --compression rar", 64,
            "expected none, lz4 or zstd, found rar"),
        ErrorCase("Nothing to bundle", "bundle -o all.mcap", 64, "Missing expected argument"),
        ErrorCase("A file to split into", "split transit.mcap -o notes.txt", 2, "notes.txt is no folder"),
        ErrorCase("Nothing to recover", "recover notes.txt -o t.jsonl", 2, "notes.txt", "no whole event"),
        ErrorCase("No place for what is recovered", "recover torn.jsonl", 64, "-o FILE or --in-place"),
        ErrorCase(
            "A log to recover that is not there", "recover missing.jsonl -o t.jsonl", 2, "cannot open missing.jsonl"),
        ErrorCase("No trace to delete", "delete transit.mcap", 64, "--trace"),
        ErrorCase(
            "A trace to delete that is not there", "delete transit.mcap --trace 0af7651916cd43dd8448eb211c80319c", 2,
            "found none"),
        ErrorCase("A log that is no JSON", "fmt comma.jsonl -o t.jsonl", 2, "comma.jsonl:2:19"),
        ErrorCase("A command that there is not", "paint traces/transit.jsonl", 64, "unexpected argument", "paint"),
        ErrorCase("An option that there is not", "check traces/transit.jsonl --paint", 64, "Unknown option '--paint'"),
    ]
}
