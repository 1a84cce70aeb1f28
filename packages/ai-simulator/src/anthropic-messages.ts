import { type Answer, answerPrompt } from "./answer.ts";
import { type CacheUse, usePromptCache } from "./anthropic-cache.ts";
import { anthropicErrorBody } from "./anthropic-error.ts";
import { anthropicHeaders } from "./anthropic-headers.ts";
import { readCounted, readMessages } from "./anthropic-input.ts";
import { signatureOf } from "./anthropic-signature.ts";
import { openThread } from "./anthropic-threads.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { respondEvents, respondJson } from "./respond.ts";
import { sseFrame } from "./sse.ts";
import { pieces } from "./tokens.ts";

/** `POST /v1/messages`, streamed or not. */
export async function anthropicMessages(exchange: Exchange, sent: JsonRecord, model: string): Promise<Response> {
	const { body, keep } = openThread(exchange, sent);
	const prompt = readMessages(exchange, body, model);
	const answer = await answerPrompt(exchange, prompt);
	const cache = usePromptCache(exchange, body, prompt.inputTokens);
	const usage = usageOf(
		answer,
		answer.cachedInputTokens > 0 ? { ...cache, readTokens: answer.cachedInputTokens } : cache,
	);
	const message = { id: exchange.id("msg_"), type: "message", role: "assistant", model: prompt.model };
	const headers = anthropicHeaders(exchange);
	const showsThinking = !(isRecord(body.thinking) && body.thinking.display === "omitted");
	const blocks = blocksOf(exchange, answer, showsThinking);
	const content = blocks.map((block) => block.whole);
	keep(message.id, content);
	if (!prompt.stream) {
		const whole = { ...message, content, ...stopOf(answer), usage };
		return respondJson(exchange, whole, { headers, fault: answer.fault });
	}
	const { streamError } = answer;
	return respondEvents(exchange, {
		frames: events(message, blocks, answer, usage),
		fault: answer.fault,
		error: streamError && {
			afterFrames: streamError.afterFrames ?? 0,
			frame: sseFrame(streamError.body ?? anthropicErrorBody(streamError), "error"),
		},
		headers,
	});
}

/** `POST /v1/messages/count_tokens`. */
export function countMessageTokens(exchange: Exchange, body: JsonRecord, model: string): Response {
	const { inputTokens } = readCounted(exchange, body, model);
	return respondJson(exchange, { input_tokens: inputTokens }, { headers: anthropicHeaders(exchange) });
}

/** A content block: as a whole, as it starts, and the deltas in between. */
interface Block {
	readonly whole: JsonRecord;
	readonly start: JsonRecord;
	readonly deltas: readonly JsonRecord[];
}

function blocksOf(exchange: Exchange, answer: Answer, showsThinking: boolean): Block[] {
	const blocks: Block[] = [];
	const { text, toolCalls } = answer;
	if (answer.reasoning !== "") {
		const thinking = showsThinking ? answer.reasoning : "";
		const signature = signatureOf(thinking);
		blocks.push({
			whole: { type: "thinking", thinking, signature },
			start: { type: "thinking", thinking: "", signature: "" },
			deltas: [
				...pieces(thinking).map((piece) => ({ type: "thinking_delta", thinking: piece })),
				{ type: "signature_delta", signature },
			],
		});
	}
	if (text !== "") {
		blocks.push({
			whole: { type: "text", text },
			start: { type: "text", text: "" },
			deltas: pieces(text).map((piece) => ({ type: "text_delta", text: piece })),
		});
	}
	for (const { id = exchange.id("toolu_"), name, argumentsText } of toolCalls) {
		const block = { type: "tool_use", id, name };
		// The first fragment is always empty, and a call without arguments has no other.
		const fragments = ["", ...(argumentsText === "{}" ? [] : pieces(argumentsText))];
		blocks.push({
			whole: { ...block, input: parsedInput(argumentsText) },
			start: { ...block, input: {} },
			deltas: fragments.map((partial_json) => ({ type: "input_json_delta", partial_json })),
		});
	}
	return blocks;
}

/** A call cut in the middle has no complete input: what arrives is an empty object. */
function parsedInput(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}

function* events(message: JsonRecord, blocks: readonly Block[], answer: Answer, usage: JsonRecord): Generator<string> {
	const event = (type: string, parts: JsonRecord = {}) => sseFrame({ type, ...parts }, type);
	yield event("message_start", {
		message: {
			...message,
			content: [],
			stop_reason: null,
			stop_sequence: null,
			stop_details: null,
			usage: { ...usage, output_tokens: 1 },
		},
	});
	for (const [index, { start, deltas }] of blocks.entries()) {
		yield event("content_block_start", { index, content_block: start });
		if (index === 0) yield event("ping");
		for (const delta of deltas) yield event("content_block_delta", { index, delta });
		yield event("content_block_stop", { index });
	}
	const { cache_creation: _, service_tier: __, ...counts } = usage;
	yield event("message_delta", { delta: stopOf(answer), usage: counts });
	yield event("message_stop");
}

function stopOf({ finish, refusal, stopSequence }: Answer): JsonRecord {
	const refused = refusal !== "" || finish === "content-filter";
	const reasons: Record<Answer["finish"], string> = {
		stop: stopSequence === undefined ? "end_turn" : "stop_sequence",
		length: "max_tokens",
		"tool-calls": "tool_use",
		"content-filter": "refusal",
	};
	return {
		stop_reason: refused ? "refusal" : reasons[finish],
		stop_sequence: finish === "stop" ? (stopSequence ?? null) : null,
		stop_details: refused ? { type: "refusal", category: null, explanation: refusal === "" ? null : refusal } : null,
	};
}

function usageOf(answer: Answer, { readTokens, createdTokens, isHour }: CacheUse): JsonRecord {
	return {
		input_tokens: Math.max(0, answer.inputTokens - readTokens - createdTokens),
		cache_creation_input_tokens: createdTokens,
		cache_read_input_tokens: readTokens,
		cache_creation: {
			ephemeral_5m_input_tokens: isHour ? 0 : createdTokens,
			ephemeral_1h_input_tokens: isHour ? createdTokens : 0,
		},
		output_tokens: answer.outputTokens,
		...(answer.reasoningTokens > 0 ? { output_tokens_details: { thinking_tokens: answer.reasoningTokens } } : {}),
		service_tier: "standard",
	};
}
