enum QwenExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A function call and the picture that came back",
            pictures: [("photo.png", 400, 300), ("zoom.png", 480, 576)],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "image": "photo.png"
                   },
                   {
                    "text": "What is on the door?"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "",
                  "reasoning_content": "I look at the door.",
                  "function_call": {
                   "name": "image_zoom_in_tool",
                   "arguments": "{\"bbox_2d\": [100, 200, 300, 520], \"label\": \"the door\", \"img_idx\": 0}"
                  }
                 },
                 {
                  "role": "function",
                  "name": "image_zoom_in_tool",
                  "content": [
                   {
                    "image": "zoom.png"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "The door says 12."
                 }
                ]
                """#,
            outline: #"""
                image 0 photo.png 400×300 input
                image 1 zoom.png 480×576 tool zoom of 0 by qwen3vl-zoom@1 requested [40, 60, 120, 156] executed [40, 60, 120, 156]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I look at the door."
                  call image_zoom_in_tool succeeded, image 1
                  region on 0: "[100, 200, 300, 520]" permille default → [40, 60, 120, 156] "the door"
                step 1 answer
                  output "The door says 12."
                  answer "The door says 12."
                warning coordinates-by-default
                """#)
    ]
}
