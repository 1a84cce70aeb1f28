export { type AnthropicOptions, type AnthropicProvider, anthropic, type KeylessAnthropicOptions } from "./anthropic.ts";
