enum TacoExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Objects that a tool found, and the answer",
            pictures: [("0.png", 200, 100), ("1.png", 200, 100)],
            record: #"""
                {
                 "user_agent": [
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "text",
                     "text": "image-0: "
                    },
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "0.png"
                     }
                    },
                    {
                     "type": "text",
                     "text": "How many dogs?"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "{\"thought\": \"I localize them.\", \"actions\": [{\"name\": \"LocalizeObjects\", \"arguments\": {\"image\": \"image-0\", \"objects\": [\"dog\"]}}]}"
                  },
                  {
                   "role": "user",
                   "content": [
                    {
                     "type": "text",
                     "text": "OBSERVATION:\n{'image': 'image-1: "
                    },
                    {
                     "type": "image_url",
                     "image_url": {
                      "url": "1.png"
                     }
                    },
                    {
                     "type": "text",
                     "text": "', 'regions': [{'label': 'dog', 'bbox': [0.1, 0.2, 0.3, 0.6], 'score': 0.87}]}"
                    }
                   ]
                  },
                  {
                   "role": "assistant",
                   "content": "{\"thought\": \"One dog.\", \"actions\": [{\"name\": \"Terminate\", \"arguments\": {\"answer\": \"1\"}}]}"
                  }
                 ]
                }
                """#,
            outline: #"""
                image 0 0.png, image-0 200×100 input
                image 1 1.png, image-1 200×100 tool
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 act
                  reasoning "I localize them."
                  call LocalizeObjects succeeded, "OBSERVATION:⏎{'image': 'image-1: ", image 1, "', 'regions': [{'label': 'dog', 'bbox': [0.1, 0.2, 0.3, 0.6], 'score': …"
                  region on 1: "[0.1, 0.2, 0.3, 0.6]" unit declared → [20, 20, 60, 60] "dog" score 0.87 by tool detection
                step 1 think
                  reasoning "One dog."
                step 2 answer
                  output "1"
                  answer "1"
                """#)
    ]
}
