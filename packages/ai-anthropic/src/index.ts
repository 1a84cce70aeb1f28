export { type AnthropicOptions, type AnthropicProvider, anthropic } from "./anthropic.ts";
