enum PixelReasonerExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Pictures that Python printed", file: "conv.json",
            pictures: [("iter0.jpg", 200, 100)],
            record: #"""
                [
                 [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image",
                     "image": "<PIL>"
                    },
                    {
                     "type": "text",
                     "text": "How many?"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "I zoom. <tool_call>{\"name\": \"crop_image_normalized\", \"arguments\": {\"bbox_2d\": [0.3, 0.3, 0.5, 0.6], \"target_image\": 1}}</tool_call>"
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "text",
                     "text": "Here is the cropped image."
                    },
                    {
                     "type": "image",
                     "image": "<PIL>"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "So \\boxed{3}."
                  }
                 ],
                 "How many?",
                 "[<PIL.Image.Image image mode=RGB size=200x100 at 0x7F>, <PIL.Image.Image image mode=RGB size=80x50 at 0x7E>]"
                ]
                """#,
            outline: #"""
                image 0 iter0.jpg 200×100 input
                image 1 image 2 80×50 tool missing crop of 0 by pixelreasoner-0.1@1 requested [60, 30, 100, 60] executed [40, 20, 120, 70]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  output "I zoom. "
                  call crop_image_normalized succeeded, "Here is the cropped image.", image 1
                  region on 0: "[0.3,0.3,0.5,0.6]" unit inferred → [60, 30, 100, 60]
                step 1 answer
                  output "So \boxed{3}."
                  answer "3"
                info coordinates-inferred
                warning missing-image
                """#)
    ]
}
