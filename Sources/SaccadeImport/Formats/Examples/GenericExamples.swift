enum GenericExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A log of somebody's own",
            pictures: [("scan.png", 200, 100)],
            record: #"""
                {
                 "img": "scan.png",
                 "question": "What is the total?",
                 "trail": [
                  {
                   "say": "I look at the bottom line.",
                   "where": [
                    20,
                    40,
                    120,
                    80
                   ],
                   "name": "total"
                  },
                  {
                   "say": "It is there, to the right.",
                   "where": [
                    100,
                    40,
                    180,
                    90
                   ]
                  }
                 ],
                 "answer": "12"
                }
                """#,
            outline: #"""
                task "What is the total?"
                image 0 scan.png 200×100 input
                generation 0 sees [0]
                generation 1 sees [0]
                generation 2 sees [0]
                step 0 look "trail 0"
                  output "I look at the bottom line."
                  region on 0: "[20,40,120,80]" pixel default → [20, 40, 120, 80] "total as pixels?" candidate
                  region on 0: "[20,40,120,80]" permille default → [4, 4, 24, 8] "total as 0–1000?" candidate
                  region on 0: "[20,40,120,80]" resized default → [20.41, 35.71, 122.45, 71.43] "total as pixels after the resize of qwen2.5vl@1?" candidate
                step 1 look "trail 1"
                  output "It is there, to the right."
                  region on 0: "[100,40,180,90]" pixel default → [100, 40, 180, 90] "as pixels?" candidate
                  region on 0: "[100,40,180,90]" permille default → [20, 4, 36, 9] "as 0–1000?" candidate
                  region on 0: "[100,40,180,90]" resized default → [102.04, 35.71, 183.67, 80.36] "as pixels after the resize of qwen2.5vl@1?" candidate
                step 2 answer
                  output "12"
                  answer "12"
                warning generic-record
                warning coordinates-unresolved
                """#),
        RecordExample(
            "Numbers from 0 to 1",
            pictures: [("a.png", 640, 480)],
            record: #"""
                {
                 "picture": "a.png",
                 "found": [
                  {
                   "thing": "cup",
                   "loc": [
                    0.1,
                    0.2,
                    0.3,
                    0.4
                   ]
                  }
                 ]
                }
                """#,
            outline: #"""
                image 0 a.png 640×480 input
                generation 0 sees [0]
                step 0 look
                  region on 0: "[0.1,0.2,0.3,0.4]" unit default → [64, 96, 192, 192] "as 0–1?" candidate
                  region on 0: "[0.1,0.2,0.3,0.4]" unit-square default → [64, 48, 192, 176] "as 0–1 of the padded square?" candidate
                  region on 0: "[0.1,0.2,0.3,0.4]" unit xywh default → [64, 96, 256, 288] "as 0–1 xywh?" candidate
                warning generic-record
                warning coordinates-unresolved
                info no-answer
                """#),
    ]
}
