enum OSWorldExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A click lies on the screen before it", file: "traj.jsonl",
            pictures: [("step_0.png", 192, 108), ("step_1.png", 192, 108)],
            files: [("instruction.txt", #"Open the settings."#), ("result.txt", #"1.0"#)],
            record: #"""
                {"step_num": 1, "action_timestamp": "20250101@120000", "action": "pyautogui.click(96, 54)", "response": "I click the gear.", "reward": 0, "done": false, "info": {}, "screenshot_file": "step_1.png"}
                {"step_num": 2, "action_timestamp": "20250101@120004", "action": "DONE", "response": "It is open.", "reward": 1, "done": true, "info": {}}
                """#,
            outline: #"""
                task "Open the settings."
                image 0 step_0.png 192×108 screenshot
                image 1 step_1.png 192×108 screenshot
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 act "step 1"
                  reasoning "I click the gear."
                  call click succeeded
                  region on 0: "x=96, y=54" pixel default → (96, 54) action
                step 1 answer "step 2"
                  reasoning "It is open."
                  answer "DONE"
                score reward = 1
                score result = 1
                warning coordinates-by-default
                """#)
    ]
}
