export { type OpenAiOptions, type OpenAiProvider, openai } from "./openai.ts";
