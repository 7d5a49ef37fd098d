enum ShareGPTExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "LLaMA-Factory: two turns, one image twice",
            pictures: [("1.png", 64, 48)],
            record: #"""
                {
                 "messages": [
                  {
                   "role": "user",
                   "content": "<image>Who are they?"
                  },
                  {
                   "role": "assistant",
                   "content": "Two players."
                  },
                  {
                   "role": "user",
                   "content": "What are they doing?<image>"
                  },
                  {
                   "role": "assistant",
                   "content": "They celebrate."
                  }
                 ],
                 "images": [
                  "1.png",
                  "1.png"
                 ]
                }
                """#,
            outline: #"""
                image 0 1.png 64×48 input
                generation 0 sees [0]
                generation 1 sees [0,0]
                step 0 answer
                  output "Two players."
                  answer "Two players."
                step 1 answer
                  output "They celebrate."
                  answer "They celebrate."
                """#),
        RecordExample(
            "A placeholder without its image",
            pictures: [("1.png", 64, 48)],
            record: #"""
                {
                 "conversations": [
                  {
                   "from": "human",
                   "value": "<image>\n<image>\nWhich is larger?"
                  },
                  {
                   "from": "gpt",
                   "value": "The first."
                  }
                 ],
                 "image": "1.png"
                }
                """#,
            outline: #"""
                image 0 1.png 64×48 input
                generation 0 sees [0]
                step 0 answer
                  output "The first."
                  answer "The first."
                error placeholder-count
                """#),
        RecordExample(
            "ms-swift: objects that declare their space",
            pictures: [("street.png", 200, 100)],
            record: #"""
                {
                 "messages": [
                  {
                   "role": "user",
                   "content": "<image>Find <ref-object>."
                  },
                  {
                   "role": "assistant",
                   "content": "<bbox>"
                  }
                 ],
                 "images": [
                  "street.png"
                 ],
                 "objects": {
                  "ref": [
                   "the cat"
                  ],
                  "bbox": [
                   [
                    0.1,
                    0.2,
                    0.3,
                    0.4
                   ]
                  ],
                  "bbox_type": "norm1"
                 }
                }
                """#,
            outline: #"""
                image 0 street.png 200×100 input
                generation 0 sees [0]
                step 0 answer
                  output "[0.1,0.2,0.3,0.4]"
                  region on 0: "[0.1,0.2,0.3,0.4]" unit declared → [20, 20, 60, 40] "the cat"
                  answer "[0.1,0.2,0.3,0.4]"
                """#),
        RecordExample(
            "ShareGPT: a call and its observation",
            pictures: [("a.png", 100, 80), ("b.png", 20, 20)],
            record: #"""
                {
                 "conversations": [
                  {
                   "from": "human",
                   "value": "<image>Read the label."
                  },
                  {
                   "from": "function_call",
                   "value": "{\"name\":\"crop\",\"arguments\":{\"bbox\":[10,10,30,30]}}"
                  },
                  {
                   "from": "observation",
                   "value": "<image>"
                  },
                  {
                   "from": "gpt",
                   "value": "It says 42."
                  }
                 ],
                 "images": [
                  "a.png",
                  "b.png"
                 ]
                }
                """#,
            outline: #"""
                image 0 a.png 100×80 input
                image 1 b.png 20×20 tool crop of 0 by plain@1 requested [10, 10, 30, 30] executed [10, 10, 30, 30]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  call crop succeeded, image 1
                  region on 0: "[10,10,30,30]" pixel default → [10, 10, 30, 30]
                step 1 answer
                  output "It says 42."
                  answer "It says 42."
                warning coordinates-by-default
                """#),
    ]
}
