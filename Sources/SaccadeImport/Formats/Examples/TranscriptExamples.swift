enum TranscriptExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Thyme on a web page: the stored picture is higher than the code says", file: "README.md",
            pictures: [("eval/car.jpg", 400, 300), ("eval/car_1.jpg", 40, 32)],
            record: #"""
                <img src="eval/car.jpg" alt="A car" width="100%">

                ### User Prompt
                ```
                Question: What is the plate?
                ```

                ---

                ### Model Response
                > \<think>I zoom in.<br>

                > \<code>
                ```python
                image = cv2.imread("/eval/car.jpg")
                x1, y1, x2, y2 = 100, 50, 120, 60
                cropped = image[y1:y2, x1:x2]
                big = cv2.resize(cropped, None, fx=2, fy=2)
                ```
                > \</code>

                > \<sandbox_output>
                <img src="eval/car_1.jpg" width="30%">\</sandbox_output>

                >It says S 911.\</think><br>

                \<answer> **S 911** \</answer>
                """#,
            outline: #"""
                task "Question: What is the plate?"
                image 0 eval/car.jpg 400×300 input
                image 1 eval/car_1.jpg 40×32 tool zoom of 0 requested [100, 50, 120, 60] executed [100, 50, 120, 60]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I zoom in."
                  call python succeeded, image 1
                  region on 0: "[y1:y2, x1:x2]" pixel declared → [100, 50, 120, 60]
                step 1 think
                  reasoning "It says S 911."
                step 2 answer
                  output "S 911"
                  answer "S 911"
                warning derived-size-differs
                """#),
        RecordExample(
            "A transcript without headings", file: "demo.md", pictures: [("photo.png", 64, 48)],
            record: #"""
                ![a photo](photo.png)
                How many cups are there?

                <think>I count them.</think>
                <tool_call>{"name": "image_zoom_in_tool", "arguments": {"bbox_2d": [8, 8, 40, 40]}}</tool_call>
                <tool_response>Execution Error: the tool is not there</tool_response>
                <answer>2</answer>
                """#,
            outline: #"""
                task "How many cups are there?"
                image 0 photo.png 64×48 input
                generation 0 sees [0]
                generation 1 sees [0]
                step 0 look failed
                  reasoning "I count them."
                  call image_zoom_in_tool failed: "Execution Error: the tool is not there", "Execution Error: the tool is not there"
                  region on 0: "[8,8,40,40]" pixel default → [8, 8, 40, 40]
                step 1 answer
                  output "2"
                  answer "2"
                warning coordinates-by-default
                """#),
        RecordExample(
            "DeepEyesV2: what a notebook returned", file: "case.md",
            pictures: [("desk.png", 200, 100), ("cut.png", 60, 40)],
            record: #"""
                **User:**
                ![](desk.png)
                What lies on the desk?

                **Assistant:**
                <think>I cut it out.</think>
                <code>
                ```python
                cut = image_1.crop((20, 10, 80, 50))
                plt.imshow(cut)
                plt.show()
                ```
                </code>

                Code execution result:
                stdout:
                ```

                ```

                ![](cut.png)

                <think>A key.</think>
                <answer>a key</answer>
                """#,
            outline: #"""
                task "What lies on the desk?"
                image 0 desk.png 200×100 input
                image 1 cut.png 60×40 tool crop of 0 requested [20, 10, 80, 50] executed [20, 10, 80, 50]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  reasoning "I cut it out."
                  call python succeeded, "Code execution result:⏎stdout:⏎```⏎```", image 1
                  region on 0: "crop((20, 10, 80, 50))" pixel declared → [20, 10, 80, 50]
                step 1 think
                  reasoning "A key."
                step 2 answer
                  output "a key"
                  answer "a key"
                """#),
    ]
}
