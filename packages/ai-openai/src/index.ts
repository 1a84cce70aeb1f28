export { type KeylessOpenAiOptions, type OpenAiOptions, type OpenAiProvider, openai } from "./openai.ts";
