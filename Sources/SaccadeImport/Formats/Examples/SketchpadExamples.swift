enum SketchpadExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "An action that fails, its repair, an observation of the model's own", file: "output.json",
            files: [
                (
                    "ex.json",
                    #"""
                    {"problem_text": "?", "choices": ["1", "2"], "answer": "B"}
                    """#
                )
            ],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "# USER REQUEST #: How many edges?\n# RESULT #:"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 0: I draw it.\nACTION 0:\n```python\nplt.plot([0, 1])\nplt.show()\n```"
                   }
                  ]
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "OBSERVATION: Execution error. Exit code: 1, Output: Traceback (most recent call last):\n  File \"a.py\", line 1\nNameError: name 'plt' is not defined"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 1: I import it.\nACTION 1:\n```python\nimport matplotlib.pyplot as plt\nprint(2)\n```\nOBSERVATION: 2"
                   }
                  ]
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "OBSERVATION: Execution success. The output is as follows:\n2"
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 2: Two edges.\nACTION 2: No action needed.\nANSWER: B. TERMINATE"
                   }
                  ]
                 }
                ]
                """#,
            outline: #"""
                task "How many edges?"
                generation 0 sees []
                generation 1 sees []
                generation 2 sees []
                step 0 act failed
                  reasoning "I draw it."
                  call python failed: "NameError: name 'plt' is not defined", "OBSERVATION: Execution error. Exit code: 1, Output: Traceback (most rec…"
                step 1 act
                  reasoning "I import it."
                  output "OBSERVATION: 2"
                  call python succeeded, "OBSERVATION: Execution success. The output is as follows:⏎2"
                step 2 think
                  reasoning "Two edges."
                  output "No action needed."
                step 3 answer
                  output "B."
                  answer "B."
                truth "B (2)"
                warning self-written-observation
                """#),
        RecordExample(
            "ReFocus: a chart whose other columns are painted over", file: "output.json",
            pictures: [("chart.png", 120, 80), ("focus.png", 120, 80)],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "# USER REQUEST #: What is the gain in China?\n# USER Bounding Box Info: x_values_bbox, storing x values and coordinates.\n# RESULT #:"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "chart.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 0: I look at one column.\nACTION 0:\n```python\nimage_with_focus = focus_on_x_values_with_mask(image_1, [\"China\"], x_values_bbox)\ndisplay(image_with_focus)\n```"
                   }
                  ]
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "OBSERVATION: Execution success. The output is as follows:"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "focus.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 1: It is 100.\nACTION 1: No action needed.\nANSWER: The gain is 100. FINAL ANSWER: 100. TERMINATE"
                   }
                  ]
                 }
                ]
                """#,
            outline: #"""
                task "What is the gain in China?"
                image 0 chart.png 120×80 input
                image 1 focus.png 120×80 tool draw of 0
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I look at one column."
                  call python succeeded, "OBSERVATION: Execution success. The output is as follows:", image 1
                  region on 0: "focus_on_x_values_with_mask(image_1, ["China"], x_values_bbox)" unit declared → invalid: the box of "China" stands in the variable x_values_bbox, whose values the record does not hold "China"
                step 1 answer
                  reasoning "It is 100."
                  output "No action needed.⏎The gain is 100. FINAL ANSWER: 100."
                  answer "100"
                warning invalid-region
                """#),
        RecordExample(
            "ReFocus: columns that are marked, with their boxes beside the record", file: "output.json",
            pictures: [("table.png", 120, 80), ("focus.png", 120, 80)],
            files: [
                (
                    "bbox.json",
                    #"{"columns": {"Year": {"x1": 0.0, "y1": 0.0, "x2": 0.25, "y2": 1.0}, "Gain, %": {"x1": 0.5, "y1": 0.0, "x2": 0.75, "y2": 1.0}}, "rows": {}}"#
                )
            ],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "# USER REQUEST #: What is the gain?\n# USER Bounding Box Info: columns_bbox, where keys are column headers.\n# RESULT #:"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "table.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 0: I look at three columns.\nACTION 0:\n```python\nimage_with_focus = focus_on_columns_with_draw(image_1, [\"Year\", \"Gain, %\", \"Loss\"], columns_bbox)\ndisplay(image_with_focus)\n```"
                   }
                  ]
                 },
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "text",
                    "text": "OBSERVATION: Execution success. The output is as follows:"
                   },
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "focus.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": [
                   {
                    "type": "text",
                    "text": "THOUGHT 1: It is 100.\nACTION 1: No action needed.\nANSWER: The gain is 100. FINAL ANSWER: 100. TERMINATE"
                   }
                  ]
                 }
                ]
                """#,
            outline: #"""
                task "What is the gain?"
                image 0 table.png 120×80 input
                image 1 focus.png 120×80 tool draw of 0
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I look at three columns."
                  call python succeeded, "OBSERVATION: Execution success. The output is as follows:", image 1
                  region on 0: "{"x1":0,"y1":0,"x2":0.25,"y2":1}" unit declared → [0, 0, 30, 80] "Year"
                  region on 0: "{"x1":0.5,"y1":0,"x2":0.75,"y2":1}" unit declared → [60, 0, 90, 80] "Gain, %"
                  region on 0: "focus_on_columns_with_draw(image_1, ["Year", "Gain, %", "Loss"], column…" unit declared → invalid: columns_bbox has no box of "Loss" "Loss"
                step 1 answer
                  reasoning "It is 100."
                  output "No action needed.⏎The gain is 100. FINAL ANSWER: 100."
                  answer "100"
                warning invalid-region
                """#),
    ]
}
