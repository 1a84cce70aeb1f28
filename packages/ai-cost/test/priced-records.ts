import type { UsageRecord } from "../src/index.ts";

/** A recorded usage, and what it costs by hand. */
export interface PricedRecord {
	/** The recording in the conformance cases. */
	readonly case: string;
	readonly provider: string;
	readonly model: string;
	/** The usage as the provider's package decodes it. */
	readonly usage: UsageRecord;
	/** The vendor's own usage object, as far as a price depends on it. */
	readonly raw: object;
	/** Tokens × USD per million, term by term; a search is 10,000 millionths, a neuron 11 of them. */
	readonly microUsd: string;
	/** The sum of the terms as a decimal of USD. */
	readonly usd: string;
}

/**
 * Prices: openai.com/api/pricing, anthropic.com/pricing and developers.cloudflare.com/workers-ai/platform/pricing, as the catalogue
 * `@pydantic/genai-prices` 0.1.8 of 2026-09-23 quotes them.
 */
export const pricedRecords: readonly PricedRecord[] = [
	{
		case: "openai/stream-finish-length-empty-output-67a39c",
		provider: "openai",
		model: "gpt-5-mini",
		usage: { inputTokens: 13, outputTokens: 50, reasoningTokens: 50 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 50, audio_tokens: 0 },
		},
		microUsd: "13 * 0.25 + 50 * 2",
		usd: "0.00010325",
	},
	{
		case: "openai/stream-text-3a56dd",
		provider: "openai",
		model: "gpt-5-nano",
		usage: { inputTokens: 15, outputTokens: 78, reasoningTokens: 64 },
		raw: {
			completion_tokens_details: { audio_tokens: 0, reasoning_tokens: 64 },
			prompt_tokens_details: { audio_tokens: 0, cached_tokens: 0 },
		},
		microUsd: "15 * 0.05 + 78 * 0.4",
		usd: "0.00003195",
	},
	{
		case: "openai/json-legacy-function-call-c4a1b0",
		provider: "openai",
		model: "gpt-5.1",
		usage: { inputTokens: 223, outputTokens: 28 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "223 * 1.25 + 28 * 10",
		usd: "0.00055875",
	},
	{
		case: "openai/json-cached-801a85",
		provider: "openai",
		model: "gpt-4o-mini",
		usage: { inputTokens: 20, outputTokens: 4, cachedInputTokens: 1, reasoningTokens: 3 },
		raw: {
			prompt_tokens_details: { cached_tokens: 1, audio_tokens: 2 },
			completion_tokens_details: { reasoning_tokens: 3, audio_tokens: 4 },
		},
		microUsd: "19 * 0.15 + 1 * 0.075 + 4 * 0.6",
		usd: "0.000005325",
	},
	{
		case: "openai/json-n-1-5ead79",
		provider: "openai",
		model: "gpt-4o-mini",
		usage: { inputTokens: 620, outputTokens: 69 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "620 * 0.15 + 69 * 0.6",
		usd: "0.0001344",
	},
	{
		case: "openai/stream-n-1-eb830d",
		provider: "openai",
		model: "gpt-4o-mini",
		usage: { inputTokens: 26, outputTokens: 104 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "26 * 0.15 + 104 * 0.6",
		usd: "0.0000663",
	},
	{
		case: "openai/json-refusal-empty-output-598eb9",
		provider: "openai",
		model: "gpt-4o",
		usage: { inputTokens: 64, outputTokens: 12 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "64 * 2.5 + 12 * 10",
		usd: "0.00028",
	},
	{
		case: "openai/stream-tools-d995a0",
		provider: "openai",
		model: "gpt-4o",
		usage: { inputTokens: 109, outputTokens: 5 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "109 * 2.5 + 5 * 10",
		usd: "0.0003225",
	},
	{
		case: "openai/json-non-latin-b0a1e5",
		provider: "openai",
		model: "gpt-4.1-nano",
		usage: { inputTokens: 43, outputTokens: 13 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "43 * 0.1 + 13 * 0.4",
		usd: "0.0000095",
	},
	{
		case: "azure-openai/json-text-e7be80",
		provider: "openai",
		model: "gpt-4.1-mini",
		usage: { inputTokens: 24, outputTokens: 342 },
		raw: {
			completion_tokens_details: { audio_tokens: 0, reasoning_tokens: 0 },
			prompt_tokens_details: { audio_tokens: 0, cached_tokens: 0 },
		},
		microUsd: "24 * 0.4 + 342 * 1.6",
		usd: "0.0005568",
	},
	{
		case: "openai/json-legacy-function-call-2444bb",
		provider: "openai",
		model: "gpt-3.5-turbo-0125",
		usage: { inputTokens: 76, outputTokens: 33 },
		raw: {},
		microUsd: "76 * 0.5 + 33 * 1.5",
		usd: "0.0000875",
	},
	{
		case: "openai/json-legacy-function-call-42ee13",
		provider: "openai",
		model: "gpt-4-0613",
		usage: { inputTokens: 82, outputTokens: 18 },
		raw: {
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
		},
		microUsd: "82 * 30 + 18 * 60",
		usd: "0.00354",
	},
	{
		case: "openai/json-embeddings-cc5edc",
		provider: "openai",
		model: "text-embedding-ada-002",
		usage: { inputTokens: 9, outputTokens: 0 },
		raw: {},
		microUsd: "9 * 0.1",
		usd: "0.0000009",
	},
	{
		case: "azure-openai/json-embeddings-ce2674",
		provider: "openai",
		model: "text-embedding-3-large",
		usage: { inputTokens: 8, outputTokens: 0 },
		raw: {},
		microUsd: "8 * 0.13",
		usd: "0.00000104",
	},
	{
		case: "anthropic/json-server-tools-citations-cached-381c98",
		provider: "anthropic",
		model: "claude-sonnet-4-20250514",
		usage: { inputTokens: 51879, outputTokens: 437, cachedInputTokens: 39695, cacheWriteTokens: 12174 },
		raw: {
			cache_creation: { ephemeral_1h_input_tokens: 0 },
			service_tier: "standard",
			server_tool_use: { web_search_requests: 1 },
		},
		microUsd: "10 * 3 + 12174 * 3.75 + 39695 * 0.3 + 437 * 15 + 1 * 10000",
		usd: "0.074146",
	},
	{
		case: "anthropic/json-server-tools-citations-cached-6ad68c",
		provider: "anthropic",
		model: "claude-sonnet-4-20250514",
		usage: { inputTokens: 76636, outputTokens: 606, cachedInputTokens: 64992, cacheWriteTokens: 11627 },
		raw: {
			cache_creation: { ephemeral_1h_input_tokens: 0 },
			service_tier: "standard",
			server_tool_use: { web_search_requests: 2 },
		},
		microUsd: "17 * 3 + 11627 * 3.75 + 64992 * 0.3 + 606 * 15 + 2 * 10000",
		usd: "0.09223985",
	},
	{
		case: "anthropic/json-server-tools-citations-cached-b18f8e",
		provider: "anthropic",
		model: "claude-sonnet-4-20250514",
		usage: { inputTokens: 38609, outputTokens: 561, cachedInputTokens: 28289, cacheWriteTokens: 8239 },
		raw: {
			cache_creation: { ephemeral_1h_input_tokens: 0 },
			service_tier: "standard",
			server_tool_use: { web_search_requests: 3 },
		},
		microUsd: "2081 * 3 + 8239 * 3.75 + 28289 * 0.3 + 561 * 15 + 3 * 10000",
		usd: "0.08404095",
	},
	{
		case: "anthropic/stream-cache-creation-finish-max-tokens-b27273",
		provider: "anthropic",
		model: "claude-sonnet-4-20250514",
		usage: { inputTokens: 1049, outputTokens: 100, cacheWriteTokens: 1031 },
		raw: { service_tier: "standard" },
		microUsd: "18 * 3 + 1031 * 3.75 + 100 * 15",
		usd: "0.00542025",
	},
	{
		case: "anthropic/json-server-tools-reasoning-finish-pause-turn-c06762",
		provider: "anthropic",
		model: "claude-sonnet-4-5-20250929",
		usage: { inputTokens: 401468, outputTokens: 792 },
		raw: {
			cache_creation: { ephemeral_1h_input_tokens: 0 },
			server_tool_use: { web_search_requests: 10 },
			service_tier: "standard",
		},
		microUsd: "401468 * 6 + 792 * 22.5 + 10 * 10000",
		usd: "2.526628",
	},
	{
		case: "anthropic/json-redacted-thinking-fda966",
		provider: "anthropic",
		model: "claude-sonnet-4-5-20250929",
		usage: { inputTokens: 92, outputTokens: 196 },
		raw: { cache_creation: { ephemeral_1h_input_tokens: 0 }, service_tier: "standard" },
		microUsd: "92 * 3 + 196 * 15",
		usd: "0.003216",
	},
	{
		case: "anthropic/json-server-tools-0aa01d",
		provider: "anthropic",
		model: "claude-sonnet-4-6",
		usage: { inputTokens: 26447, outputTokens: 528 },
		raw: {
			cache_creation: { ephemeral_1h_input_tokens: 0 },
			server_tool_use: { web_search_requests: 0 },
			service_tier: "standard",
		},
		microUsd: "26447 * 3 + 528 * 15",
		usd: "0.087261",
	},
	{
		case: "anthropic/json-tool-empty-args-6b35ab",
		provider: "anthropic",
		model: "claude-haiku-4-5-20251001",
		usage: { inputTokens: 571, outputTokens: 41 },
		raw: { cache_creation: { ephemeral_1h_input_tokens: 0 }, service_tier: "standard" },
		microUsd: "571 * 1 + 41 * 5",
		usd: "0.000776",
	},
	{
		case: "anthropic/stream-emoji-e96de9",
		provider: "anthropic",
		model: "claude-opus-4-6",
		usage: { inputTokens: 612, outputTokens: 2819 },
		raw: {
			cache_creation: { ephemeral_1h_input_tokens: 0 },
			service_tier: "standard",
			server_tool_use: { web_search_requests: 0 },
		},
		microUsd: "612 * 5 + 2819 * 25",
		usd: "0.073535",
	},
	{
		case: "anthropic/json-finish-max-tokens-498633",
		provider: "anthropic",
		model: "claude-3-opus-20240229",
		usage: { inputTokens: 14, outputTokens: 10 },
		raw: { service_tier: "standard" },
		microUsd: "14 * 15 + 10 * 75",
		usd: "0.00096",
	},
	{
		case: "anthropic/stream-text-60c7f4",
		provider: "anthropic",
		model: "claude-3-haiku-20240307",
		usage: { inputTokens: 17, outputTokens: 227 },
		raw: {},
		microUsd: "17 * 0.25 + 227 * 1.25",
		usd: "0.000288",
	},
	{
		case: "anthropic/stream-stop-sequence-b21439",
		provider: "anthropic",
		model: "claude-haiku-4-5-20251001",
		usage: { inputTokens: 16, outputTokens: 28 },
		raw: { cache_creation: { ephemeral_1h_input_tokens: 0 }, service_tier: "standard" },
		microUsd: "16 * 1 + 28 * 5",
		usd: "0.000156",
	},
	{
		case: "cf-ai-gateway/stream-text-71415d",
		provider: "workers-ai",
		model: "@cf/meta/llama-3.1-8b-instruct",
		usage: { inputTokens: 45, outputTokens: 2 },
		raw: {},
		microUsd: "45 * 0.282 + 2 * 0.827",
		usd: "0.000014344",
	},
	{
		case: "cf-workers-ai/stream-tools-reasoning-d51cb7",
		provider: "workers-ai",
		model: "@cf/openai/gpt-oss-20b",
		usage: { inputTokens: 136, outputTokens: 37 },
		raw: { prompt_tokens_details: { cached_tokens: 0 } },
		microUsd: "136 * 0.2 + 37 * 0.3",
		usd: "0.0000383",
	},
	{
		case: "cf-ai-gateway/stream-tools-reasoning-ac88dd",
		provider: "workers-ai",
		model: "@cf/openai/gpt-oss-20b",
		usage: { inputTokens: 136, outputTokens: 37 },
		raw: { prompt_tokens_details: { cached_tokens: 0 } },
		microUsd: "136 * 0.2 + 37 * 0.3",
		usd: "0.0000383",
	},
	{
		case: "cf-workers-ai/stream-non-latin-native-shaped-4ee0b6",
		provider: "workers-ai",
		model: "@cf/google/gemma-4-26b-a4b-it-external",
		usage: { inputTokens: 147, outputTokens: 16 },
		raw: { prompt_tokens_details: { cached_tokens: 0 }, neurons: 1.7727271914482117 },
		microUsd: "1.7727271914482117 * 11",
		usd: "0.0000194999991059303287",
	},
	{
		case: "cf-workers-ai/stream-reasoning-non-latin-native-shaped-50f579",
		provider: "workers-ai",
		model: "@cf/not-in-the-recording",
		usage: { inputTokens: 57, outputTokens: 28 },
		raw: { neurons: 10.47 },
		microUsd: "10.47 * 11",
		usd: "0.00011517",
	},
];
