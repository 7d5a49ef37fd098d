/// Chat messages whose boxes mean one thing or another, depending on whose they are.
enum OpenAIBoxExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A result of Chain-of-Focus whose image is not resized",
            pictures: [("0014.jpg", 1008, 504)],
            record: #"""
                {
                 "image": "0014.jpg",
                 "question": "Left or right?",
                 "answer": "left",
                 "pred_output": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "data:image/jpeg;base64,base64_image"
                     }
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "<tool_call>{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[504,0,1008,252]}}</tool_call>"
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "data:image/jpeg;base64,base64_image"
                     }
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "<answer>left</answer>"
                  }
                 ]
                }
                """#,
            outline: #"""
                task "Left or right?"
                image 0 0014.jpg 1008×504 input
                image 1 tool missing zoom of 0 by cof-1.5x2@1 requested [504, 0, 1008, 252] executed [378, 0, 1008, 315]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look
                  call image_zoom_in_tool succeeded, image 1
                  region on 0: "[504,0,1008,252]" resized default → [504, 0, 1008, 252]
                step 1 answer
                  output "left"
                  answer "left"
                truth "left"
                info stripped-image-named
                warning coordinates-by-default
                warning missing-image
                """#),
        RecordExample(
            "GLM-V, which the record names: box_2d is left, top, right, bottom",
            pictures: [("screen.png", 200, 100)],
            record: #"""
                {
                 "model": "glm-4.5v",
                 "messages": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "screen.png"
                     }
                    },
                    {
                     "type": "text",
                     "text": "Where is the button?"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "[{\"box_2d\": [100, 200, 300, 400], \"label\": \"button\"}]"
                  }
                 ]
                }
                """#,
            outline: #"""
                model glm-4.5v
                image 0 screen.png 200×100 input
                generation 0 sees [0]
                step 0 answer
                  output "[{"box_2d": [100, 200, 300, 400], "label": "button"}]"
                  region on 0: "[100, 200, 300, 400]" permille default → [20, 20, 60, 40] "button"
                  answer "[{"box_2d": [100, 200, 300, 400], "label": "button"}]"
                warning coordinates-by-default
                """#),
        RecordExample(
            "box_2d of nobody: taken for Gemini's, top first, with a remark",
            pictures: [("photo.png", 200, 100)],
            record: #"""
                [
                 {
                  "role": "user",
                  "content": [
                   {
                    "type": "image_url",
                    "image_url": {
                     "url": "photo.png"
                    }
                   }
                  ]
                 },
                 {
                  "role": "assistant",
                  "content": "[{\"box_2d\": [100, 200, 300, 400], \"label\": \"lamp\"}]"
                 }
                ]
                """#,
            outline: #"""
                image 0 photo.png 200×100 input
                generation 0 sees [0]
                step 0 answer
                  output "[{"box_2d": [100, 200, 300, 400], "label": "lamp"}]"
                  region on 0: "[100, 200, 300, 400]" permille yxyx default → [40, 10, 80, 30] "lamp"
                  answer "[{"box_2d": [100, 200, 300, 400], "label": "lamp"}]"
                warning coordinates-by-default
                """#),
    ]
}
