enum OpenCUAExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "AgentNetBench: a click with its reference box, then the end",
            pictures: [("t_2.png", 128, 72), ("t_3.png", 128, 72)],
            record: #"""
                {
                 "task_id": "t",
                 "user_task_description": "Search for tea.",
                 "steps": [
                  {
                   "step_num": 2,
                   "image": "t_2.png",
                   "action": "pyautogui.click(x=0.5, y=0.25)",
                   "inner_monologue": {
                    "observation": "A search page.",
                    "thought": "I click the field.",
                    "low_level_instruction": "Click the search field."
                   },
                   "ground_truth_actions": [
                    {
                     "type": "click",
                     "params": {
                      "position": {
                       "x": 0.5,
                       "y": 0.25
                      }
                     },
                     "metadata": {
                      "bboxes": [
                       {
                        "rel_bbox": [
                         0.25,
                         0.125,
                         0.5,
                         0.25
                        ]
                       }
                      ]
                     }
                    }
                   ]
                  },
                  {
                   "step_num": 4,
                   "image": "t_3.png",
                   "action": "pyautogui.write(message='tea')\ncomputer.terminate(status='success')",
                   "inner_monologue": {
                    "thought": "I type."
                   },
                   "ground_truth_actions": [
                    {
                     "type": "write",
                     "params": {
                      "text": "tea"
                     },
                     "metadata": {}
                    }
                   ]
                  }
                 ]
                }
                """#,
            outline: #"""
                task "Search for tea."
                image 0 t_2.png 128×72 screenshot
                image 1 t_3.png 128×72 screenshot
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 act "step 2"
                  reasoning "A search page.⏎I click the field."
                  output "Click the search field."
                  call click succeeded
                  region on 0: "x=0.5, y=0.25" unit declared → (64, 18) action
                step 1 act "step 4"
                  reasoning "I type."
                  call write succeeded
                  answer "success"
                truth region on 0: [32, 9, 96, 27] "click"
                """#),
        RecordExample(
            "A raw recording: a drag", file: "raw.jsonl",
            pictures: [("0.png", 100, 100)],
            record: #"""
                {"task_id": "r", "instruction": "Move the window.", "traj": [{"index": 0, "image": "0.png", "value": {"code": "pyautogui.moveTo(x=0.5, y=0.5)\npyautogui.dragTo(x=0.75, y=0.5, button='left')"}}]}
                """#,
            outline: #"""
                task "Move the window."
                image 0 0.png 100×100 screenshot
                generation 0 sees [0]
                step 0 act "step 0"
                  call moveTo succeeded
                  call dragTo succeeded
                  region on 0: "x=0.5, y=0.5" unit declared → (50, 50) action
                  region on 0: "x=0.75, y=0.5" unit declared → (75, 50) action
                info no-answer
                """#),
    ]
}
