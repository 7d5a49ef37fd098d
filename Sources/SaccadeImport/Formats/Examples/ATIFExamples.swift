enum ATIFExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "A worker and its report", file: "trajectory.json",
            pictures: [("images/a.png", 100, 80)],
            record: #"""
                {
                 "schema_version": "ATIF-v1.7",
                 "session_id": "s1",
                 "agent": {
                  "name": "main",
                  "version": "1",
                  "model_name": "m"
                 },
                 "steps": [
                  {
                   "step_id": 1,
                   "timestamp": "2026-03-01T12:00:00Z",
                   "source": "user",
                   "message": [
                    {
                     "type": "text",
                     "text": "Read the sign."
                    },
                    {
                     "type": "image",
                     "source": {
                      "media_type": "image/png",
                      "path": "images/a.png"
                     }
                    }
                   ]
                  },
                  {
                   "step_id": 2,
                   "timestamp": "2026-03-01T12:00:02Z",
                   "source": "agent",
                   "message": "I ask a reader.",
                   "reasoning_content": "It is small.",
                   "tool_calls": [
                    {
                     "tool_call_id": "c1",
                     "function_name": "delegate",
                     "arguments": {
                      "to": "reader"
                     }
                    }
                   ],
                   "observation": {
                    "results": [
                     {
                      "source_call_id": "c1",
                      "content": "OPEN",
                      "subagent_trajectory_ref": [
                       {
                        "trajectory_id": "t2"
                       }
                      ]
                     }
                    ]
                   },
                   "metrics": {
                    "prompt_tokens": 20,
                    "completion_tokens": 4
                   }
                  },
                  {
                   "step_id": 3,
                   "timestamp": "2026-03-01T12:00:05.5Z",
                   "source": "agent",
                   "message": "It says OPEN."
                  }
                 ],
                 "subagent_trajectories": [
                  {
                   "trajectory_id": "t2",
                   "agent": {
                    "name": "reader",
                    "version": "1"
                   },
                   "steps": [
                    {
                     "step_id": 1,
                     "source": "user",
                     "message": "Read it."
                    },
                    {
                     "step_id": 2,
                     "source": "agent",
                     "message": "OPEN"
                    }
                   ]
                  }
                 ]
                }
                """#,
            outline: #"""
                model m
                image 0 images/a.png 100×80 input
                generation 0 sees [0]
                generation 1 sees [0]
                step 0 act "step 2"
                  reasoning "It is small."
                  output "I ask a reader."
                  call delegate succeeded, "OPEN"
                step 1 answer "step 3"
                  output "It says OPEN."
                  answer "It says OPEN."
                agent 1: worker of 0 at step 0 "reader"
                generation 0 sees []
                step 0 answer "step 2"
                  output "OPEN"
                  answer "OPEN"
                """#)
    ]
}
