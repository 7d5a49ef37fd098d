import Testing

@testable import SaccadeServer

@Suite struct PatternTests {
    private func runs(_ patterns: [TextPattern], _ text: String) -> [Range<Int>] {
        let machine = PatternMachine(patterns)
        var scanner = TextScanner(machine, ScanScratch(machine))
        scanner.take(text.utf8)
        scanner.end()
        return scanner.runs.map { $0.start..<$0.end }
    }

    /// What patterns find in a text that comes in pieces.
    private func redacted(_ patterns: [TextPattern], _ pieces: [String]) -> String {
        let machine = PatternMachine(patterns)
        var channel = ChannelText(TextScanner(machine, ScanScratch(machine)))
        var result = ""
        var waiting: [(text: String, end: Int)] = []
        for piece in pieces + [""] {
            if piece.isEmpty { channel.end() } else { channel.take(piece) }
            if !piece.isEmpty { waiting.append((piece, channel.count)) }
            while let first = waiting.first, channel.decided >= first.end {
                result += channel.handOut(first.text, replacement: "#").text
                waiting.removeFirst()
            }
        }
        #expect(waiting.isEmpty)
        return result
    }

    @Test(arguments: [
        (#"a"#, "banana"), (#"ab|ba"#, "abba cab"), (#"a{2,3}"#, "a aa aaa aaaa"), (#"a{2,}b?"#, "aab aaab ab"),
        (#"(ab)+"#, "ababab aab"), (#"[^a]b"#, "ab bb cb"), (#"a.c"#, "abc a\nc aac"), (#"\d+-\d+"#, "1-2 12-345-6"),
        (#"x(a|b){0,2}y"#, "xy xay xaby xabay"), (#"a*b"#, "aaab b cb"), (#"(?:a|bc)*d"#, "abcad d bd"),
        (#"[\]x]+"#, "a]x]b"), (#"[a-]z"#, "-z az bz"), (#"\[\.\]"#, "[.] .."),
    ])
    func `an expression finds what Swift's own regular expressions find, from every place to every place`(
        _ expression: String, _ text: String
    ) throws {
        let regex = try Regex(expression).asciiOnlyCharacterClasses()
        let bytes = Array(text)
        var covered = [Bool](repeating: false, count: bytes.count)
        for start in bytes.indices {
            for end in start..<bytes.count where try regex.wholeMatch(in: String(bytes[start...end])) != nil {
                for place in start...end { covered[place] = true }
            }
        }
        var found = [Bool](repeating: false, count: bytes.count)
        for run in runs([try TextPattern("p", expression)], text) { for place in run { found[place] = true } }
        #expect(found == covered)
    }

    @Test func `a text gives the same in whatever pieces it comes`() throws {
        let text =
            "ask jane.doe@example.org, not joe@ or @x.y; card 4111 1111 1111 1111, or 41111111111111114111; "
            + "key sk-abcdefghij0123456789, über@straße, +49 (30) 1234567. a@b.c"
        let whole = redacted(TextPattern.known, [text])
        #expect(
            whole == "ask #, not joe@ or @x.y; card #, or #; key #, über@straße, #. #")
        var state: UInt64 = 7
        for _ in 0..<200 {
            var pieces: [String] = []
            var rest = text[...]
            while !rest.isEmpty {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                let piece = rest.prefix(Int(state >> 60) + 1)
                pieces.append(String(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(redacted(TextPattern.known, pieces) == whole)
        }
        #expect(redacted(TextPattern.known, text.map { String($0) }) == whole)
    }

    @Test func `nothing of what may become a secret is handed out before it is known to be none`() throws {
        let machine = PatternMachine([.emailAddress])
        var channel = ChannelText(TextScanner(machine, ScanScratch(machine)))
        channel.take("write to jane")
        #expect(channel.decided == 9)
        channel.take(".doe")
        #expect(channel.decided == 9)
        channel.take(" ")
        #expect(channel.decided == 18)
        channel.take("x@y.z")
        // It is a secret already, whatever follows.
        #expect(channel.decided == 23)
        channel.take("zz")
        #expect(channel.decided == 25)
        #expect(channel.handOut("write to jane.doe x@y.zzz", replacement: "#").text == "write to jane.doe #")
    }

    @Test func `in doubt the text is not shown`() throws {
        let machine = PatternMachine([.emailAddress])
        var channel = ChannelText(TextScanner(machine, ScanScratch(machine)))
        channel.take("write to jane")
        channel.giveUpWaiting()
        let (text, rules) = channel.handOut("write to jane", replacement: "#")
        #expect(text == "write to #")
        #expect(rules == [nil])
    }

    @Test func `a secret without an end needs no memory and has one replacement`() throws {
        let machine = PatternMachine([.accessKey])
        var channel = ChannelText(TextScanner(machine, ScanScratch(machine)))
        var result = ""
        channel.take("sk-aaaaaaaaaaaaaaaaaaaaaaa")
        result += channel.handOut("sk-aaaaaaaaaaaaaaaaaaaaaaa", replacement: "#").text
        for _ in 0..<1000 {
            channel.take("aaaaaaaaaa")
            #expect(channel.decided == channel.count)
            result += channel.handOut("aaaaaaaaaa", replacement: "#").text
        }
        channel.take(" end")
        result += channel.handOut(" end", replacement: "#").text
        #expect(result == "# end")
    }

    @Test func `ranges move with the text, and one that cuts a secret has all of its replacement`() {
        let machine = PatternMachine([.emailAddress])
        var channel = ChannelText(TextScanner(machine, ScanScratch(machine)))
        let text = "über a@bb.cc und d@ee.ff Ende"
        channel.take(text)
        channel.end()
        let stored = channel.handOut(text, replacement: "[redacted]").text
        #expect(stored == "über [redacted] und [redacted] Ende")
        func moved(_ piece: String) -> String? {
            guard let range = text.firstRange(of: piece) else { return nil }
            let bytes = [
                text.utf8.distance(from: text.startIndex, to: range.lowerBound),
                text.utf8.distance(from: text.startIndex, to: range.upperBound),
            ]
            let place = channel.moved(bytes)
            return String(decoding: Array(stored.utf8)[place[0]..<place[1]], as: UTF8.self)
        }
        #expect(moved("über") == "über")
        #expect(moved("und") == "und")
        #expect(moved("Ende") == "Ende")
        #expect(moved("a@bb.cc") == "[redacted]")
        #expect(moved("@bb") == "[redacted]")
        #expect(moved("er a@b") == "er [redacted]")
        #expect(moved("cc und d") == "[redacted] und [redacted]")
        #expect(moved(text) == stored)
    }

    @Test(arguments: [
        "", "a*", "a?", "(a", "a)", "[a", "a{2", "a{3,2}", "*a", "^a", "a$", "(?=a)", #"\b"#, #"\"#, "[z-a]", "[é]",
        "(a{1000}){1000}", "a{99999999999999999999}",
    ])
    func `an expression that is wrong is refused, and says where`(_ expression: String) {
        #expect(throws: ServerError.self) { try TextPattern("p", expression) }
    }

    @Test func `a nest of groups is refused, not followed`() {
        let deep = String(repeating: "(", count: 10_000) + "a" + String(repeating: ")", count: 10_000)
        #expect(throws: ServerError.self) { try TextPattern("p", deep) }
    }

    @Test func `a literal is found in any case, and an empty one is none`() throws {
        let name = try #require(TextPattern.literal("name", "Jane Doe"))
        #expect(redacted([name], ["JANE", " doe and jane d"]) == "# and jane d")
        #expect(TextPattern.literal("name", "") == nil)
    }
}
