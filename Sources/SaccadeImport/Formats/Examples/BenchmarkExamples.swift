enum BenchmarkExamples {
    static let vStar: [RecordExample] = [
        RecordExample(
            "A target with left, top, width and height", file: "sa_4690.json",
            pictures: [("sa_4690.jpg", 100, 80)],
            record: #"""
                {
                 "target_object": [
                  "glove"
                 ],
                 "bbox": [
                  [
                   10,
                   20,
                   30,
                   40
                  ]
                 ],
                 "question": "What is the material of the glove?",
                 "options": [
                  "rubber",
                  "cotton"
                 ]
                }
                """#,
            outline: #"""
                image 0 sa_4690.jpg 100×80 input
                truth "rubber"
                truth region on 0: [10, 20, 40, 60] "glove"
                """#)
    ]

    static let treeBench: [RecordExample] = [
        RecordExample(
            "A row of the table", file: "TreeBench.tsv",
            record: #"""
                index	question	multi-choice options	answer	category	target_instances	image
                0	Which is nearer?	A. cup B. pan	A	depth	[[10, 20, 30, 40], [50, 60, 70, 80]]	missing.png
                """#,
            outline: #"""
                image 0 missing.png input missing
                truth "A"
                truth region on 0: [10, 20, 30, 40]
                truth region on 0: [50, 60, 70, 80]
                warning missing-image
                """#)
    ]
}
