export { type KeylessOpenAiOptions, type OpenAiOptions, type OpenAiProvider, openai } from "./openai.ts";
export { type OpenAiTasks, openaiTasks } from "./openai-tasks.ts";
