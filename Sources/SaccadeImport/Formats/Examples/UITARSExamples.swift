enum UITARSExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Version 1.5: pixels after the resize",
            pictures: [("screen.png", 1920, 1080)],
            record: #"""
                {
                 "model": "UI-TARS-1.5-7B",
                 "messages": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "screen.png"
                     }
                    },
                    {
                     "type": "text",
                     "text": "Open the menu."
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "Thought: The menu is at the left.\nAction: click(start_box='(197,525)')"
                  },
                  {
                   "role": "user",
                   "content": "<|vision_start|><|image_pad|>...<|image_pad|><|vision_end|>"
                  },
                  {
                   "role": "assistant",
                   "content": "Action: finished(content='done')"
                  }
                 ]
                }
                """#,
            outline: #"""
                model UI-TARS-1.5-7B
                image 0 screen.png 1920×1080 screenshot
                image 1 screenshot missing
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 act
                  reasoning "The menu is at the left."
                  call click succeeded
                  region on 0: "(197,525)" resized declared → (195.78, 519.23) action
                step 1 answer
                  output "done"
                  answer "done"
                warning missing-image
                """#),
        RecordExample(
            "A record that does not say its version",
            pictures: [("screen.png", 100, 100)],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "screen.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "Action: click(start_box='<|box_start|>(49,30)<|box_end|>')"
                 }
                ]
                """#,
            outline: #"""
                image 0 screen.png 100×100 screenshot
                generation 0 sees [0]
                step 0 act
                  call click succeeded
                  region on 0: "<|box_start|>(49,30)<|box_end|>" unresolved action
                warning coordinates-unresolved
                info no-answer
                """#),
    ]
}
