import Saccade

extension EventKind {
    /// The number of slots: one for each kind, and one for all unknown kinds.
    static let slotCount = 34
    /// The slot of events of unknown kinds.
    static let unknownSlot = 33

    /// A small number for tables; a test holds it to be dense.
    var slot: Int {
        switch self {
        case .traceBegin: 0
        case .traceEnd: 1
        case .layerBegin: 2
        case .layerEnd: 3
        case .turn: 4
        case .agentSpawn: 5
        case .agentEnd: 6
        case .agentJoin: 7
        case .messageSend: 8
        case .messageReceive: 9
        case .generationBegin: 10
        case .generationEnd: 11
        case .stepBegin: 12
        case .stepText: 13
        case .stepRetract: 14
        case .stepEnd: 15
        case .toolRequest: 16
        case .toolResult: 17
        case .toolFail: 18
        case .toolCancel: 19
        case .image: 20
        case .imagePixels: 21
        case .imageDerive: 22
        case .video: 23
        case .region: 24
        case .answer: 25
        case .aggregate: 26
        case .reference: 27
        case .diagnostic: 28
        case .score: 29
        case .annotation: 30
        case .redaction: 31
        case .gap: 32
        }
    }
}
