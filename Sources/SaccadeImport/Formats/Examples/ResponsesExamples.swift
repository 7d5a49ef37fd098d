enum ResponsesExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A function, and a summary of the reasoning",
            pictures: [("a.png", 100, 80)],
            record: #"""
                {
                 "model": "o4",
                 "input": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "input_image",
                     "image_url": "a.png"
                    },
                    {
                     "type": "input_text",
                     "text": "What is it?"
                    }
                   ]
                  }
                 ],
                 "output": [
                  {
                   "type": "reasoning",
                   "summary": [
                    {
                     "type": "summary_text",
                     "text": "I zoom."
                    }
                   ]
                  },
                  {
                   "type": "function_call",
                   "call_id": "c1",
                   "name": "crop",
                   "arguments": "{\"bbox\":[10,10,30,30]}"
                  },
                  {
                   "type": "function_call_output",
                   "call_id": "c1",
                   "output": "a cup"
                  },
                  {
                   "type": "message",
                   "role": "assistant",
                   "content": [
                    {
                     "type": "output_text",
                     "text": "A cup."
                    }
                   ]
                  }
                 ],
                 "usage": {
                  "input_tokens": 10,
                  "output_tokens": 5
                 }
                }
                """#,
            outline: #"""
                model o4
                image 0 a.png 100×80 input
                generation 0 sees [0]
                generation 1 sees [0]
                step 0 look
                  reasoning (summary) "I zoom."
                  call crop succeeded, "a cup"
                  region on 0: "[10,10,30,30]" pixel default → [10, 10, 30, 30]
                step 1 answer
                  output "A cup."
                  answer "A cup."
                warning coordinates-by-default
                """#),
        RecordExample(
            "A click and the screen after it",
            pictures: [("s0.png", 100, 80), ("s1.png", 100, 80)],
            record: #"""
                [
                 {
                  "type": "message",
                  "role": "user",
                  "content": [
                   {
                    "type": "input_text",
                    "text": "Close it."
                   },
                   {
                    "type": "input_image",
                    "image_url": "s0.png"
                   }
                  ]
                 },
                 {
                  "type": "computer_call",
                  "call_id": "c",
                  "action": {
                   "type": "click",
                   "x": 90,
                   "y": 5,
                   "button": "left"
                  },
                  "status": "completed"
                 },
                 {
                  "type": "computer_call_output",
                  "call_id": "c",
                  "output": {
                   "type": "computer_screenshot",
                   "image_url": "s1.png"
                  }
                 },
                 {
                  "type": "reasoning",
                  "summary": [],
                  "encrypted_content": "gAAA"
                 },
                 {
                  "type": "message",
                  "role": "assistant",
                  "content": [
                   {
                    "type": "output_text",
                    "text": "Closed."
                   }
                  ]
                 }
                ]
                """#,
            outline: #"""
                image 0 s0.png 100×80 input
                image 1 s1.png 100×80 tool
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 act
                  call click succeeded, image 1
                  region on 0: "x=90, y=5" pixel default → (90, 5) "click" action
                step 1 answer
                  reasoning (encrypted) "gAAA"
                  output "Closed."
                  answer "Closed."
                warning coordinates-by-default
                """#),
    ]
}
