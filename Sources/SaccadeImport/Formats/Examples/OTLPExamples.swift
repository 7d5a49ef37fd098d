enum OTLPExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "GenAI: a tool, and a second call that is sent all again",
            record: #"""
                {
                 "resourceSpans": [
                  {
                   "scopeSpans": [
                    {
                     "spans": [
                      {
                       "traceId": "0af7",
                       "spanId": "a1",
                       "name": "invoke_agent",
                       "startTimeUnixNano": "1000",
                       "endTimeUnixNano": "9000",
                       "attributes": [
                        {
                         "key": "gen_ai.operation.name",
                         "value": {
                          "stringValue": "invoke_agent"
                         }
                        }
                       ]
                      },
                      {
                       "traceId": "0af7",
                       "spanId": "b1",
                       "parentSpanId": "a1",
                       "name": "chat",
                       "startTimeUnixNano": "2000",
                       "endTimeUnixNano": "3000",
                       "attributes": [
                        {
                         "key": "gen_ai.operation.name",
                         "value": {
                          "stringValue": "chat"
                         }
                        },
                        {
                         "key": "gen_ai.request.model",
                         "value": {
                          "stringValue": "m"
                         }
                        },
                        {
                         "key": "gen_ai.usage.input_tokens",
                         "value": {
                          "intValue": "12"
                         }
                        },
                        {
                         "key": "gen_ai.input.messages",
                         "value": {
                          "stringValue": "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]"
                         }
                        },
                        {
                         "key": "gen_ai.output.messages",
                         "value": {
                          "stringValue": "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"t\",\"name\":\"look\",\"arguments\":{}}],\"finish_reason\":\"tool_call\"}]"
                         }
                        }
                       ]
                      },
                      {
                       "traceId": "0af7",
                       "spanId": "b2",
                       "parentSpanId": "a1",
                       "name": "chat",
                       "startTimeUnixNano": "5000",
                       "endTimeUnixNano": "6000",
                       "attributes": [
                        {
                         "key": "gen_ai.operation.name",
                         "value": {
                          "stringValue": "chat"
                         }
                        },
                        {
                         "key": "gen_ai.input.messages",
                         "value": {
                          "stringValue": "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]},{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"t\",\"name\":\"look\",\"arguments\":{}}]},{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"t\",\"response\":\"seen\"}]}]"
                         }
                        },
                        {
                         "key": "gen_ai.output.messages",
                         "value": {
                          "stringValue": "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Done.\"}]}]"
                         }
                        }
                       ]
                      }
                     ]
                    }
                   ]
                  }
                 ]
                }
                """#,
            outline: #"""
                model m
                generation 0 sees []
                generation 1 sees []
                step 0 look
                  call look succeeded, "seen"
                step 1 answer
                  output "Done."
                  answer "Done."
                """#),
        RecordExample(
            "OpenInference: flattened attributes and an image",
            pictures: [("a.png", 60, 40)],
            record: #"""
                [
                 {
                  "name": "ChatCompletion",
                  "context": {
                   "trace_id": "t",
                   "span_id": "s"
                  },
                  "parent_id": null,
                  "start_time": "2026-03-01T12:00:00Z",
                  "end_time": "2026-03-01T12:00:01Z",
                  "attributes": {
                   "openinference.span.kind": "LLM",
                   "llm.model_name": "m",
                   "llm.token_count.prompt": 7,
                   "llm.token_count.completion": 3,
                   "llm.input_messages.0.message.role": "user",
                   "llm.input_messages.0.message.contents.0.message_content.type": "image",
                   "llm.input_messages.0.message.contents.0.message_content.image.image.url": "a.png",
                   "llm.input_messages.0.message.contents.1.message_content.text": "What is it?",
                   "llm.output_messages.0.message.role": "assistant",
                   "llm.output_messages.0.message.content": "A cup."
                  }
                 }
                ]
                """#,
            outline: #"""
                model m
                image 0 a.png 60×40 input
                generation 0 sees [0]
                step 0 answer
                  output "A cup."
                  answer "A cup."
                """#),
    ]
}
