enum ThymeExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Code that crops and doubles, and a sandbox",
            pictures: [("car.jpg", 400, 300), ("car_1.jpg", 40, 20)],
            record: #"""
                {
                 "image": [
                  "car.jpg",
                  "car_1.jpg"
                 ],
                 "question": "<image>\nWhat is the plate?",
                 "response": "<think>I zoom in.\n<code>\n```python\nimage = cv2.imread(\"/data/car.jpg\")\nx1, y1, x2, y2 = 100, 50, 120, 60\ncropped = image[y1:y2, x1:x2]\nbig = cv2.resize(cropped, None, fx=2, fy=2)\n```\n</code>\n<sandbox_output><image></sandbox_output>\nIt says S 911.</think><answer>S 911</answer>"
                }
                """#,
            outline: #"""
                image 0 car.jpg 400×300 input
                image 1 car_1.jpg 40×20 tool zoom of 0 requested [100, 50, 120, 60] executed [100, 50, 120, 60]
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
                """#),
        RecordExample(
            "A stored picture that the code does not give",
            pictures: [("car.jpg", 400, 300), ("car_1.jpg", 40, 32)],
            record: #"""
                {
                 "image": [
                  "car.jpg",
                  "car_1.jpg"
                 ],
                 "question": "<image>?",
                 "response": "<think><code>```python\nimage = cv2.imread('car.jpg')\ncut = image[50:60, 100:120]\nout = cv2.resize(cut, (40, 20))\n```</code><sandbox_output><image></sandbox_output></think><answer>B</answer>"
                }
                """#,
            outline: #"""
                image 0 car.jpg 400×300 input
                image 1 car_1.jpg 40×32 tool zoom of 0 requested [100, 50, 120, 60] executed [100, 50, 120, 60]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  call python succeeded, image 1
                  region on 0: "[50:60, 100:120]" pixel declared → [100, 50, 120, 60]
                step 1 answer
                  output "B"
                  answer "B"
                warning derived-size-differs
                """#),
    ]
}
