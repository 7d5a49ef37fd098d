enum VisualCoTExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A training line with two boxes",
            record: #"""
                {
                 "question": "Where is the cat?",
                 "answer": "left",
                 "image": "0001.jpg",
                 "width": 640,
                 "height": 428,
                 "bboxs": [
                  [
                   10,
                   20,
                   110,
                   220
                  ],
                  [
                   0.5,
                   0.88,
                   640,
                   422.54
                  ]
                 ],
                 "dataset": "vsr",
                 "split": "train"
                }
                """#,
            outline: #"""
                image 0 0001.jpg 640×428 input missing
                truth "left"
                truth region on 0: [10, 20, 110, 220]
                truth region on 0: [0.5, 0.88, 640, 422.54]
                warning missing-image
                """#),
        RecordExample(
            "A dialogue of the benchmark: the square is proved by the reference",
            files: [
                (
                    "gqa_det.jsonl",
                    #"""
                    {"img_path": "cot/2316539.jpg", "expression": "?", "bbox": [217, 343, 242, 393], "height": 500, "width": 391}
                    """#
                )
            ],
            record: #"""
                {
                 "dataset": "gqa",
                 "question_id": 7,
                 "image": [
                  "cot/2316539.jpg",
                  "cot/2316539.jpg###[217, 343, 242, 393]"
                 ],
                 "conversations": [
                  {
                   "from": "human",
                   "value": "<image>\nWhat is behind the branches?"
                  },
                  {
                   "from": "gpt",
                   "value": "[0.542, 0.686, 0.592, 0.786]"
                  },
                  {
                   "from": "human",
                   "value": "<image>"
                  },
                  {
                   "from": "gpt",
                   "value": "window"
                  }
                 ]
                }
                """#,
            outline: #"""
                image 0 cot/2316539.jpg 391×500 input missing
                image 1 cot/2316539.jpg###[217, 343, 242, 393] input missing
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 answer
                  output "[0.542, 0.686, 0.592, 0.786]"
                  region on 0: "[0.542, 0.686, 0.592, 0.786]" unit-square inferred → [217, 343, 242, 393]
                  answer "[0.542, 0.686, 0.592, 0.786]"
                step 1 answer
                  output "window"
                  answer "window"
                truth "window"
                truth region on 0: [217, 343, 242, 393]
                warning missing-image
                info coordinates-inferred
                warning missing-image
                """#),
        RecordExample(
            "A detection line",
            record: #"""
                {
                 "img_path": "cot/1.png",
                 "expression": "the page number",
                 "bbox": [
                  2112,
                  1623,
                  2142,
                  1654
                 ],
                 "height": 1695,
                 "width": 2156,
                 "question_id": 1
                }
                """#,
            outline: #"""
                image 0 cot/1.png 2156×1695 input missing
                truth region on 0: [2112, 1623, 2142, 1654]
                warning missing-image
                """#),
    ]
}
