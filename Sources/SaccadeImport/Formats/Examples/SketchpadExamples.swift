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
                """#)
    ]
}
