enum CogCoMExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A way to the answer, and one that finds nothing",
            pictures: [("a.png", 300, 200)],
            record: #"""
                {
                 "pid": 1,
                 "image_path": "a.png",
                 "question": "What is on the sign?",
                 "answer": "STOP",
                 "final_com": {
                  "-1,0--0,0": {
                   "func": "GROUNDING",
                   "param": "the sign",
                   "desc": "Find the sign, `bbx_1`.",
                   "return": [
                    [
                     10,
                     20,
                     60,
                     80
                    ]
                   ],
                   "found": false
                  },
                  "0,0--1,0": {
                   "func": "CROP_AND_ZOOMIN",
                   "param": "bbx_1",
                   "onbox": [
                    10,
                    20,
                    60,
                    80
                   ],
                   "desc": "Zoom in on `bbx_1`.",
                   "return": "img_1",
                   "found": false
                  },
                  "1,0--2,0": {
                   "func": "OCR",
                   "param": "img_1",
                   "desc": "Read it.",
                   "return": "STOP",
                   "found": true
                  },
                  "0,0--1,1": {
                   "func": "OCR",
                   "param": "img_0",
                   "desc": "Read all.",
                   "return": "",
                   "found": false
                  }
                 }
                }
                """#,
            outline: #"""
                image 0 a.png 300×200 input
                generation 0 sees [0]
                generation 1 sees [0]
                generation 2 sees [0]
                generation 3 sees [0]
                step 0 look "0,0"
                  reasoning "Find the sign, `bbx_1`."
                  call GROUNDING succeeded, "[[10,20,60,80]]"
                  region on 0: "[10,20,60,80]" pixel declared → [10, 20, 60, 80] "the sign" by tool detection
                step 1 look "1,0"
                  reasoning "Zoom in on `bbx_1`."
                  call CROP_AND_ZOOMIN succeeded, "img_1"
                  region on 0: "[10,20,60,80]" pixel declared → [10, 20, 60, 80]
                step 2 act "2,0"
                  reasoning "Read it."
                  call OCR succeeded, "STOP"
                step 3 answer
                  output "STOP"
                  answer "STOP"
                agent 1: branch of 0 at step 0 "a way that finds nothing"
                generation 0 sees [0]
                step 0 act "1,1"
                  reasoning "Read all."
                  call OCR succeeded
                truth "STOP"
                """#)
    ]
}
