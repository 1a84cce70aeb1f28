import type { Answer } from "./answer.ts";
import { CREATED_SECONDS } from "./chat-completion.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { seal } from "./openai-responses-seal.ts";
import { echoedTools } from "./openai-responses-tools.ts";
import type { Prompt } from "./prompt.ts";

/** The finished response: everything its events say follows from it. */
export function responseOf(exchange: Exchange, body: JsonRecord, prompt: Prompt, answer: Answer): JsonRecord {
	const reason = INCOMPLETE[answer.finish];
	const reasoning = isRecord(body.reasoning) ? body.reasoning : {};
	return {
		id: exchange.id("resp_", 48),
		object: "response",
		created_at: CREATED_SECONDS,
		status: reason === undefined ? "completed" : "incomplete",
		background: body.background === true,
		completed_at: reason === undefined ? CREATED_SECONDS : null,
		error: null,
		incomplete_details: reason === undefined ? null : { reason },
		instructions: body.instructions ?? null,
		max_output_tokens: body.max_output_tokens ?? null,
		max_tool_calls: body.max_tool_calls ?? null,
		model: prompt.model,
		output: outputOf(exchange, body, prompt, answer),
		parallel_tool_calls: body.parallel_tool_calls ?? true,
		previous_response_id: body.previous_response_id ?? null,
		prompt_cache_key: body.prompt_cache_key ?? null,
		reasoning: { effort: reasoning.effort ?? null, summary: reasoning.summary ?? null },
		safety_identifier: body.safety_identifier ?? null,
		service_tier: "default",
		store: body.store ?? true,
		temperature: body.temperature ?? 1,
		text: { format: { type: "text" }, verbosity: "medium", ...(isRecord(body.text) ? body.text : {}) },
		tool_choice: body.tool_choice ?? "auto",
		tools: echoedTools(body.tools),
		top_logprobs: body.top_logprobs ?? 0,
		top_p: body.top_p ?? 1,
		truncation: body.truncation ?? "disabled",
		usage: {
			input_tokens: answer.inputTokens,
			input_tokens_details: { cached_tokens: answer.cachedInputTokens, cache_write_tokens: 0 },
			output_tokens: answer.outputTokens,
			output_tokens_details: { reasoning_tokens: answer.reasoningTokens },
			total_tokens: answer.inputTokens + answer.outputTokens,
		},
		user: body.user ?? null,
		metadata: body.metadata ?? {},
	};
}

const INCOMPLETE: Readonly<Record<Answer["finish"], string | undefined>> = {
	stop: undefined,
	"tool-calls": undefined,
	length: "max_output_tokens",
	"content-filter": "content_filter",
};

function outputOf(exchange: Exchange, body: JsonRecord, prompt: Prompt, answer: Answer): JsonRecord[] {
	const items: JsonRecord[] = [];
	if (answer.reasoning !== "") items.push(reasoningItem(exchange, body, prompt, answer.reasoning));
	if (answer.text !== "" || answer.refusal !== "" || answer.toolCalls.length === 0) {
		const content: JsonRecord[] = [];
		if (answer.text !== "" || answer.refusal === "")
			content.push({ type: "output_text", annotations: [], logprobs: [], text: answer.text });
		if (answer.refusal !== "") content.push({ type: "refusal", refusal: answer.refusal });
		items.push({ id: exchange.id("msg_", 48), type: "message", status: "completed", content, role: "assistant" });
	}
	for (const { id, name, argumentsText } of answer.toolCalls) {
		items.push({
			id: exchange.id("fc_", 48),
			type: "function_call",
			status: "completed",
			arguments: argumentsText,
			call_id: id ?? exchange.id("call_"),
			name,
		});
	}
	const last = items.at(-1);
	// The limit struck while the last item was being written.
	if (last !== undefined && last.type !== "reasoning" && answer.finish === "length")
		return [...items.slice(0, -1), { ...last, status: "incomplete" }];
	return items;
}

/** OpenAI shows a summary when asked for one and nothing else; open models show what they thought. */
function reasoningItem(exchange: Exchange, body: JsonRecord, { wire }: Prompt, text: string): JsonRecord {
	const wantsSummary = isRecord(body.reasoning) && body.reasoning.summary != null;
	const isSealed = listOf(body.include).includes("reasoning.encrypted_content");
	return {
		id: exchange.id("rs_", 48),
		type: "reasoning",
		summary: wantsSummary ? [{ type: "summary_text", text }] : [],
		...(wire === "openai" ? {} : { content: [{ type: "reasoning_text", text }] }),
		...(isSealed ? { encrypted_content: seal(text) } : {}),
	};
}
