enum VerlExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Two samples of one prompt", file: "100.jsonl",
            record: #"""
                {"input": "system\nYou may zoom.\nuser\n<|vision_start|><|image_pad|><|vision_end|>Which colour?\nassistant\n", "output": "<think>Red.</think><answer>red</answer>", "score": 1.0, "step": 100}
                {"input": "system\nYou may zoom.\nuser\n<|vision_start|><|image_pad|><|vision_end|>Which colour?\nassistant\n", "output": "<think>I zoom.</think><tool_call>{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[1,2,3,4]}}</tool_call>\nuser\n<tool_response><image></tool_response>\nassistant\n<answer>blue</answer>", "score": 0.0, "step": 100}
                """#,
            outline: #"""
                image 0 input missing
                image 1 tool missing external of 0 unmapped: the place that was asked for is not known in pixels
                agent 1: sample of 0 "sample 0"
                generation 0 sees [0]
                step 0 think
                  reasoning "Red."
                step 1 answer
                  output "red"
                  answer "red"
                agent 2: sample of 0 "sample 1"
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I zoom."
                  call image_zoom_in_tool succeeded, "<tool_response>", image 1, "</tool_response>"
                  region on 0: "[1,2,3,4]" pixel default → [1, 2, 3, 4]
                step 1 answer
                  output "blue"
                  answer "blue"
                score score of agent 1 = 1
                score score of agent 2 = 0
                warning missing-image
                warning coordinates-by-default
                warning missing-image
                """#)
    ]
}
