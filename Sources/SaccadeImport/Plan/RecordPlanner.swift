import Saccade

/// Splits a conversation into agents, rounds and steps.
enum RecordPlanner {
    /// Returns the plan of a whole record.
    static func plan(_ conversation: Conversation, images resolver: ImageResolver) -> RecordPlan {
        var plan = RecordPlan(conversation: conversation)
        let dialect = conversation.dialect ?? TextDialect.spoken(in: conversation)
        if plan.conversation.task == nil { plan.conversation.task = dialect.request?(conversation) }
        let scanner = PlaceScanner(family: conversation.family)
        var planner = AgentPlanner(dialect: dialect, scanner: scanner, resolver: resolver)
        planner.marksAnswers = !conversation.statesAnswers
        planner.variables = conversation.variables
        plan.agents.append(planner.plan(conversation.messages, thread: nil))
        for thread in conversation.threads {
            plan.agents.append(planner.plan(thread.messages, thread: thread))
        }
        for place in conversation.truth?.places ?? [] {
            if let planned = planner.planned(place, calls: []) {
                plan.truth.append(planned)
            } else {
                planner.images.note(
                    Remark(
                        .warning, "unknown-image", "the reference names an image that the record does not have",
                        at: place.pointer, excerpt: place.written))
            }
        }
        plan.images = planner.images
        plan.conversation.remarks += plan.images.remarks
        StrayMatcher(resolver: resolver).complete(&plan)
        return plan
    }
}
