enum OpenAIExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Calls, one of which fails, and their results",
            pictures: [("sign.png", 40, 30)],
            record: #"""
                {
                 "messages": [
                  {
                   "role": "system",
                   "content": "Answer briefly."
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "sign.png"
                     }
                    },
                    {
                     "type": "text",
                     "text": "What is on the sign?"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "Two looks.",
                   "tool_calls": [
                    {
                     "id": "a",
                     "type": "function",
                     "function": {
                      "name": "crop",
                      "arguments": "{\"bbox\":[4,5,20,25],\"label\":\"sign\"}"
                     }
                    },
                    {
                     "id": "b",
                     "type": "function",
                     "function": {
                      "name": "ocr",
                      "arguments": "{broken"
                     }
                    }
                   ]
                  },
                  {
                   "role": "tool",
                   "tool_call_id": "b",
                   "content": "Error: no arguments"
                  },
                  {
                   "role": "tool",
                   "tool_call_id": "a",
                   "content": "done"
                  },
                  {
                   "role": "assistant",
                   "content": "OPEN",
                   "usage": {
                    "prompt_tokens": 91,
                    "completion_tokens": 2
                   }
                  }
                 ],
                 "answer": "OPEN"
                }
                """#,
            outline: #"""
                image 0 sign.png 40×30 input
                generation 0 sees [0]
                generation 1 sees [0]
                step 0 look failed
                  output "Two looks."
                  call crop succeeded, "done"
                  call ocr failed: "Error: no arguments", "Error: no arguments"
                  region on 0: "[4,5,20,25]" pixel default → [4, 5, 20, 25] "sign"
                step 1 answer
                  output "OPEN"
                  answer "OPEN"
                truth "OPEN"
                warning coordinates-by-default
                warning malformed-arguments
                """#),
        RecordExample(
            "A result of DeepEyes, its pictures stripped",
            pictures: [("0012.jpg", 640, 480)],
            record: #"""
                {
                 "image": "0012.jpg",
                 "question": "Which colour is the cup?",
                 "answer": "red",
                 "pred_ans": "red",
                 "acc": 1,
                 "status": "success",
                 "pred_output": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "data:image/jpeg;base64,"
                     }
                    },
                    {
                     "type": "text",
                     "text": "Which colour is the cup?"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "<think>I zoom in.</think> <tool_call>{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[100,120,212,176],\"label\":\"the cup\"}}</tool_call>"
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "data:image/jpeg;base64,"
                     }
                    },
                    {
                     "type": "text",
                     "text": "Think first, call image_zoom_in_tool if needed, then answer."
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "<think>The cup is red.</think> <answer>red</answer>"
                  }
                 ]
                }
                """#,
            outline: #"""
                task "Which colour is the cup?"
                image 0 0012.jpg 640×480 input
                image 1 tool missing zoom of 0 by deepeyes@1 requested [100, 120, 212, 176] executed [100, 120, 212, 176]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I zoom in."
                  call image_zoom_in_tool succeeded, image 1, "Think first, call image_zoom_in_tool if needed, then answer."
                  region on 0: "[100,120,212,176]" pixel default → [100, 120, 212, 176] "the cup"
                step 1 think
                  reasoning "The cup is red."
                step 2 answer
                  output "red"
                  answer "red"
                truth "red"
                score acc = 1
                info stripped-image-named
                warning coordinates-by-default
                warning missing-image
                """#),
        RecordExample(
            "A result of Chain-of-Focus, with two calls in a turn",
            pictures: [("0013.jpg", 1000, 500)],
            record: #"""
                {
                 "image": "0013.jpg",
                 "question": "Left or right?",
                 "answer": "left",
                 "pred_output": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "data:image/jpeg;base64,base64_image"
                     }
                    },
                    {
                     "type": "text",
                     "text": "Left or right?"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "<think>I zoom in.</think> <tool_call>{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[504,0,1008,252]}}</tool_call> <tool_call>{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[0,0,10]}}</tool_call>"
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "data:image/jpeg;base64,base64_image"
                     }
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "<answer>left</answer>"
                  }
                 ]
                }
                """#,
            outline: #"""
                task "Left or right?"
                image 0 0013.jpg 1000×500 input
                image 1 tool missing zoom of 0 requested [500, 0, 1000, 250] executed [375, 0, 1000, 312.5]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I zoom in."
                  call image_zoom_in_tool succeeded, image 1
                  call image_zoom_in_tool indeterminate: "the record holds one result for several calls"
                  region on 0: "[504,0,1008,252]" resized default → [500, 0, 1000, 250]
                  region on 0: "[0,0,10]" resized default → invalid: expected 2 or 4 numbers, found 3
                step 1 answer
                  output "left"
                  answer "left"
                truth "left"
                info stripped-image-named
                warning coordinates-by-default
                warning invalid-region
                warning missing-image
                """#),
        RecordExample(
            "PyVision: code, an interpreter, named pictures",
            pictures: [("menu.png", 200, 100), ("cut.png", 50, 40)],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "<image_clue_0>"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "menu.png"
                    }
                   },
                   {
                    "type": "text",
                    "text": "</image_clue_0>\nWhat does tea cost?"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "<think>I cut the price out.</think><code>\n```python\ncut = image_clue_0.crop((100, 20, 150, 60))\nplt.imshow(cut)\nplt.show()\n```\n</code>"
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "<interpreter>\nText Result:\nNone\nImage Result:\n"
                   },
                   {
                    "type": "text",
                    "text": "<image_clue_1>"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "cut.png"
                    }
                   },
                   {
                    "type": "text",
                    "text": "</image_clue_1></interpreter>"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "<answer>\\boxed{3 €}</answer>"
                 }
                ]
                """#,
            outline: #"""
                image 0 menu.png 200×100 input
                image 1 cut.png 50×40 tool crop of 0 requested [100, 20, 150, 60] executed [100, 20, 150, 60]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I cut the price out."
                  call python succeeded, "<interpreter>⏎Text Result:⏎None⏎Image Result:", "<image_clue_1>", image 1, "</image_clue_1></interpreter>"
                  region on 0: "crop((100, 20, 150, 60))" pixel declared → [100, 20, 150, 60]
                step 1 answer
                  output "3 €"
                  answer "3 €"
                """#),
        RecordExample(
            "DeepEyesV2: a crop by code that prints a warning, and a plot that comes back",
            pictures: [("desk.png", 200, 100), ("cut.png", 60, 40)],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "desk.png"
                    }
                   },
                   {
                    "type": "text",
                    "text": "What lies on the desk?"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "<think>I cut it out.</think>\n<code>\n```python\nbox = (20, 10, 80, 50)\ncut = image_1.crop(box)\nplt.imshow(cut)\nplt.show()\n```\n</code>"
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "Code execution result:\nstdout:\n```\n\n```\n\nstderr:\n```\nUserWarning: tight layout\n```\n\nImages:\n"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "cut.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "<think>A key.</think>\n<tool_call>\n{\"name\": \"search\", \"arguments\": {\"query\": \"old key\"}}\n</tool_call>"
                 },
                 {
                  "role": "user",
                  "content": "<tool_response>\nNo results found\n</tool_response>"
                 },
                 {
                  "role": "assistant",
                  "content": "<think>It is one.</think>\n<answer>a key</answer>"
                 }
                ]
                """#,
            outline: #"""
                image 0 desk.png 200×100 input
                image 1 cut.png 60×40 tool crop of 0 requested [20, 10, 80, 50] executed [20, 10, 80, 50]
                generation 0 sees [0]
                generation 1 sees [0,1]
                generation 2 sees [0,1]
                step 0 look
                  reasoning "I cut it out."
                  call python succeeded, "Code execution result:⏎stdout:⏎```⏎```⏎stderr:⏎```⏎UserWarning: tight l…", image 1
                  region on 0: "crop(box)" pixel declared → [20, 10, 80, 50]
                step 1 act
                  reasoning "A key."
                  call search succeeded, "<tool_response>⏎No results found⏎</tool_response>"
                step 2 think
                  reasoning "It is one."
                step 3 answer
                  output "a key"
                  answer "a key"
                """#),
    ]
}
