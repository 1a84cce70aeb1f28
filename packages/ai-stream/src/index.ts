export { type Collected, collect } from "./collect.ts";
export { type PullOptions, pullStream, type Step } from "./pull-stream.ts";
export { readEvents } from "./read-events.ts";
export type { SseFrame } from "./sse-frame.ts";
export { sseFrames } from "./sse-frames.ts";
export { createSseParser, type SseParser } from "./sse-parser.ts";
export { toSseResponse } from "./sse-response.ts";
export { textStream } from "./text-stream.ts";
export { sseStep, type Translator, translateSse } from "./translate-sse.ts";
