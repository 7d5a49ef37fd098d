enum MiniO3Examples {
    static let all: [RecordExample] = [
        RecordExample(
            "A crop of a crop", file: "traj.jsonl",
            pictures: [
                ("original_image.jpg", 400, 300), ("observation_1_original_image.jpg", 200, 150),
                ("observation_2_original_image.jpg", 99, 74),
            ],
            record: #"""
                {"doc_id": 7, "initial_prompt": "Where is the key?", "ground_truth": "left"}
                {"turn_idx": 0, "text_output": "<think>I look.</think><grounding>{\"bbox_2d\": [0.25, 0.25, 0.75, 0.75], \"source\": \"original_image\"}</grounding>"}
                {"turn_idx": 1, "text_output": "<think>Closer.</think><grounding>{\"bbox_2d\": [0.5, 0.5, 1.0, 1.0], \"source\": \"observation_1\"}</grounding>"}
                {"turn_idx": 2, "text_output": "<think>There.</think><answer>left</answer>"}
                """#,
            outline: #"""
                image 0 original_image.jpg, original_image 400×300 input
                image 1 observation_1_original_image.jpg, observation_1 200×150 tool crop of 0 by mini-o3@1 requested [100, 75, 300, 225] executed [100, 75, 300, 225]
                image 2 observation_2_original_image.jpg, observation_2 99×74 tool crop of 1 by mini-o3@1 requested [100, 75, 200, 150] executed [100, 75, 199, 149]
                generation 0 sees [0]
                generation 1 sees [0,1]
                generation 2 sees [0,1,2]
                step 0 look
                  reasoning "I look."
                  call grounding succeeded, image 1
                  region on 0: "[0.25, 0.25, 0.75, 0.75]" unit default → [100, 75, 300, 225]
                step 1 look
                  reasoning "Closer."
                  call grounding succeeded, image 2
                  region on 1: "[0.5, 0.5, 1.0, 1.0]" unit default → [100, 75, 200, 150]
                step 2 think
                  reasoning "There."
                step 3 answer
                  output "left"
                  answer "left"
                truth "left"
                warning coordinates-by-default
                """#),
        RecordExample(
            "A turn that fails", file: "traj.jsonl",
            record: #"""
                {"doc_id": 8, "initial_prompt": "?", "ground_truth": "B"}
                {"turn_idx": 0, "text_output": "<grounding>{\"bbox_2d\": [0, 0, 2, 1], \"source\": \"observation_9\"}</grounding>"}
                {"error_info": "unsupported source"}
                {"turn_idx": 1, "text_output": "<answer>A</answer>"}
                """#,
            outline: #"""
                image 0 original_image.jpg, original_image input missing
                generation 0 sees [0]
                generation 1 sees [0]
                step 0 look failed
                  call grounding failed: "Execution Error: unsupported source", "Execution Error: unsupported source"
                step 1 answer
                  output "A"
                  answer "A"
                truth "B"
                warning missing-image
                warning unknown-image
                """#),
    ]
}
