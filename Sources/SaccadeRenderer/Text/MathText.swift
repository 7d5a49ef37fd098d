/// Formulas as models write them, in the notation of TeX, as a line of plain text: `\frac{1}{2}` as `1/2`, `x^2` as `x²`,
/// `\angle ABC = 45^\circ` as `∠ABC = 45°`.
///
/// It sets no formula: what has no plain form keeps its braces' content in round brackets, and a command that is not known
/// stays as it was written.
struct MathText {
    /// The longest formula that is read, in UTF-8 bytes; a longer one stays as it is.
    static let longest = 4_000
    /// How deep braces are read.
    private static let deepest = 24

    private let source: [Unicode.Scalar]
    private var place = 0

    private init(_ source: String) { self.source = Array(source.unicodeScalars) }

    /// Returns a formula, without the dollars or brackets around it, as plain text.
    static func plain(_ formula: String) -> String {
        var reader = MathText(formula)
        var text = ""
        // A brace too many ends a sequence; what follows is read as another.
        while reader.place < reader.source.count {
            text += reader.sequence(depth: 0)
            reader.place += 1
        }
        return text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    // MARK: Reading

    /// Reads up to the brace that closes a group, or the end.
    private mutating func sequence(depth: Int) -> String {
        var text = ""
        while place < source.count, source[place] != "}" { text += atom(depth: depth) }
        return text
    }

    /// Reads one letter, command, group or script.
    private mutating func atom(depth: Int) -> String {
        let scalar = source[place]
        place += 1
        switch scalar {
        case "\\": return command(depth: depth)
        case "{":
            guard depth < Self.deepest else { return "" }
            let inner = sequence(depth: depth + 1)
            if place < source.count { place += 1 }
            return inner
        case "^": return Self.raised(argument(depth: depth))
        case "_": return Self.lowered(argument(depth: depth))
        case "~", "&": return " "
        case "-": return "−"
        case "'": return "′"
        case "\n", "\r", "\t": return " "
        default: return String(scalar)
        }
    }

    /// Reads what a command or script applies to: a group, or else one atom.
    private mutating func argument(depth: Int) -> String {
        while place < source.count, source[place] == " " { place += 1 }
        guard place < source.count, source[place] != "}", depth < Self.deepest else { return "" }
        return atom(depth: depth + 1)
    }

    /// Reads what stands in square brackets, if anything does.
    private mutating func option() -> String {
        guard place < source.count, source[place] == "[", let end = source[place...].firstIndex(of: "]") else {
            return ""
        }
        defer { place = end + 1 }
        return String(String.UnicodeScalarView(source[(place + 1)..<end]))
    }

    private mutating func command(depth: Int) -> String {
        guard place < source.count else { return "\\" }
        let start = place
        while place < source.count, Self.isLetter(source[place]) { place += 1 }
        guard place > start else {
            let scalar = source[place]
            place += 1
            switch scalar {
            case "\\", ",", ";", ":", " ", ">": return " "
            case "!", "(", ")", "[", "]": return ""
            default: return String(scalar)
            }
        }
        let name = String(String.UnicodeScalarView(source[start..<place]))
        switch name {
        case "frac", "dfrac", "tfrac", "cfrac":
            let upper = argument(depth: depth)
            return "\(Self.bracketed(upper))/\(Self.bracketed(argument(depth: depth)))"
        case "binom": return "C(\(argument(depth: depth)), \(argument(depth: depth)))"
        case "sqrt":
            let degree = option()
            return "\(degree.isEmpty ? "" : Self.raised(degree))√\(Self.bracketed(argument(depth: depth)))"
        case "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathbb",
            "operatorname", "mbox", "boxed", "displaystyle", "bm", "boldsymbol", "underline", "fbox", "mathtt":
            return name == "displaystyle" ? "" : argument(depth: depth)
        case "widehat", "overparen", "wideparen", "hat": return Self.marked(argument(depth: depth), "\u{302}", "⌒")
        case "overline", "bar": return Self.marked(argument(depth: depth), "\u{304}", "‾")
        case "overrightarrow", "vec": return Self.marked(argument(depth: depth), "\u{20D7}", "→")
        case "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "limits", "nolimits":
            // A dot stands for no bracket.
            if place < source.count, source[place] == "." { place += 1 }
            return ""
        case "begin", "end":
            _ = argument(depth: depth)
            return " "
        case "quad", "qquad", "space": return " "
        default:
            guard let symbol = Self.symbols[name] else { return "\\\(name)" }
            // The space behind a command's name only ends the name where the symbol belongs to what follows.
            if "∠△¬√∂∇∀∃∑∏∫".contains(symbol), place < source.count, source[place] == " " { place += 1 }
            return symbol
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    // MARK: Forms

    /// Returns a text in round brackets unless it is one number or word.
    private static func bracketed(_ text: String) -> String {
        let text = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        let isOne = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "," || $0 == "′" || $0 == "°" }
        return isOne && !text.isEmpty ? text : "(\(text))"
    }

    /// Returns a letter with a mark on it, or several with a sign before them.
    private static func marked(_ text: String, _ mark: String, _ sign: String) -> String {
        let letters = text.filter { $0 != " " }
        return letters.count == 1 ? letters + mark : sign + letters
    }

    private static func raised(_ text: String) -> String {
        if text == "∘" || text == "°" { return "°" }
        if text == "′" || text == "∗" { return text }
        return shifted(text, raisedForms) ?? "^\(bracketed(text))"
    }

    private static func lowered(_ text: String) -> String { shifted(text, loweredForms) ?? "_\(bracketed(text))" }

    private static func shifted(_ text: String, _ forms: [Character: Character]) -> String? {
        let letters = text.filter { $0 != " " }
        let found = letters.compactMap { forms[$0] }
        return letters.isEmpty || found.count < letters.count ? nil : String(found)
    }

    private static let raisedForms = table(
        "0123456789+−=()ninabcdefghjklmoprstuvwxyzT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱⁿᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ")
    private static let loweredForms = table("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

    private static func table(_ plain: String, _ forms: String) -> [Character: Character] {
        Dictionary(zip(plain, forms), uniquingKeysWith: { first, _ in first })
    }

    // MARK: Symbols

    private static let symbols: [String: String] = {
        var result: [String: String] = [:]
        // Pairs of a command and what it shows, with spaces between.
        let pairs = """
            alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ \
            mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω \
            Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω \
            times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ degree ° bullet • \
            leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ lt < gt > ll ≪ gg ≫ \
            to → rightarrow → leftarrow ← Rightarrow ⇒ Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔ implies ⇒ iff ⇔ \
            longrightarrow → mapsto ↦ uparrow ↑ downarrow ↓ \
            in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅ varnothing ∅ \
            land ∧ wedge ∧ lor ∨ vee ∨ neg ¬ lnot ¬ forall ∀ exists ∃ oplus ⊕ otimes ⊗ \
            angle ∠ triangle △ perp ⊥ parallel ∥ mid | square □ \
            sum ∑ prod ∏ int ∫ oint ∮ partial ∂ nabla ∇ infty ∞ surd √ \
            ldots … cdots … dots … vdots ⋮ therefore ∴ because ∵ prime ′ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ \
            lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ langle ⟨ rangle ⟩ lbrace { rbrace } vert | Vert ‖ checkmark ✓ \
            sin sin cos cos tan tan cot cot sec sec csc csc arcsin arcsin arccos arccos arctan arctan log log ln ln \
            exp exp lim lim max max min min gcd gcd det det mod mod bmod mod deg deg arg arg dim dim Pr Pr
            """.split(separator: " ")
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            result[String(pairs[index])] = String(pairs[index + 1])
        }
        return result
    }()
}
