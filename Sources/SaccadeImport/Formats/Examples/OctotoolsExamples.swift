enum OctotoolsExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A detector and its boxes as text",
            pictures: [("balls.png", 300, 200)],
            record: #"""
                {
                 "query": "How many balls?",
                 "image": "balls.png",
                 "memory": {
                  "Action Step 1": {
                   "tool_name": "Object_Detector_Tool",
                   "sub_goal": "Find the balls.",
                   "command": "execution = tool.execute(image=\"balls.png\", labels=[\"ball\"])",
                   "result": [
                    [
                     {
                      "label": "ball",
                      "confidence score": 0.69,
                      "box": "(10, 20, 50, 60)"
                     },
                     {
                      "label": "ball",
                      "confidence score": 0.5,
                      "box": "(60, 20, 90)"
                     }
                    ]
                   ]
                  }
                 },
                 "direct_output": "2"
                }
                """#,
            outline: #"""
                image 0 balls.png 300×200 input
                generation 0 sees [0]
                generation 1 sees [0]
                step 0 act "Action Step 1"
                  reasoning "Find the balls."
                  call Object_Detector_Tool succeeded, "[[{"label":"ball","confidence score":0.69,"box":"(10, 20, 50, 60)"},{"l…"
                  region on 0: "(10, 20, 50, 60)" pixel declared → [10, 20, 50, 60] "ball" score 0.69 by tool detection
                  region on 0: "(60, 20, 90)" pixel declared → invalid: expected 2 or 4 numbers, found 3 "ball" score 0.5 by tool detection
                step 1 answer
                  output "2"
                  answer "2"
                warning invalid-region
                """#)
    ]
}
