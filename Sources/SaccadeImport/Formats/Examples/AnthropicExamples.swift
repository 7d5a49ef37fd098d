enum AnthropicExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Computer use on a scaled screen",
            pictures: [("s0.png", 100, 50), ("s1.png", 100, 50)],
            record: #"""
                {
                 "model": "claude",
                 "tools": [
                  {
                   "type": "computer_20250124",
                   "name": "computer",
                   "display_width_px": 200,
                   "display_height_px": 100
                  }
                 ],
                 "messages": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image",
                     "source": {
                      "type": "url",
                      "url": "s0.png"
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
                   "content": [
                    {
                     "type": "thinking",
                     "thinking": "It is at the left.",
                     "signature": "x"
                    },
                    {
                     "type": "tool_use",
                     "id": "t1",
                     "name": "computer",
                     "input": {
                      "action": "left_click",
                      "coordinate": [
                       20,
                       40
                      ]
                     }
                    }
                   ]
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "tool_result",
                     "tool_use_id": "t1",
                     "content": [
                      {
                       "type": "image",
                       "source": {
                        "type": "url",
                        "url": "s1.png"
                       }
                      }
                     ]
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": [
                    {
                     "type": "redacted_thinking",
                     "data": "AAAA"
                    },
                    {
                     "type": "text",
                     "text": "The menu is open."
                    }
                   ]
                  }
                 ]
                }
                """#,
            outline: #"""
                model claude
                image 0 s0.png 100×50 input
                image 1 s1.png 100×50 tool
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 act
                  reasoning "It is at the left."
                  call computer succeeded, image 1
                  region on 0: "[20,40]" resized declared → (10, 20) "left_click" action
                step 1 answer
                  reasoning (encrypted) "AAAA"
                  output "The menu is open."
                  answer "The menu is open."
                """#),
        RecordExample(
            "Two calls of a turn, one of which fails",
            record: #"""
                [
                 {
                  "role": "user",
                  "content": "Look twice."
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "tool_use",
                    "id": "a",
                    "name": "zoom",
                    "input": {
                     "factor": 2
                    }
                   },
                   {
                    "type": "tool_use",
                    "id": "b",
                    "name": "zoom",
                    "input": {
                     "factor": 9
                    }
                   }
                  ]
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "tool_result",
                    "tool_use_id": "a",
                    "content": "ok"
                   },
                   {
                    "type": "tool_result",
                    "tool_use_id": "b",
                    "is_error": true,
                    "content": "too large"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "Once."
                   }
                  ]
                 }
                ]
                """#,
            outline: #"""
                generation 0 sees []
                generation 1 sees []
                step 0 look failed
                  call zoom succeeded, "ok"
                  call zoom failed: "too large", "too large"
                step 1 answer
                  output "Once."
                  answer "Once."
                """#),
    ]
}
