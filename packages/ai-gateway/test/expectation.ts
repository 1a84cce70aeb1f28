import type {
	ChatMessage,
	EmbedOutput,
	FinishReason,
	GatewayToolCall,
	RunOutput,
	TokenUsage,
} from "@workkit/ai-gateway";
import type { ExpectedError, ExpectedToolCall, Recording } from "./recording.ts";
import type { Event, Heard } from "./replay.ts";
import { same } from "./same.ts";

/** What a whole answer and a stream's events say alike. */
export interface Answer {
	text: string | undefined;
	reasoning: string | undefined;
	refusal: string | undefined;
	toolCalls: GatewayToolCall[];
	finishReason: FinishReason | undefined;
	rawFinishReason: string | null | undefined;
	usage: TokenUsage | undefined;
	id: string | undefined;
	servedModel: string | undefined;
	message: ChatMessage | undefined;
}

/** The facts of a whole answer. */
export function answerOfOutput(output: RunOutput): Answer {
	const { text, reasoning, refusal, toolCalls = [], finishReason, rawFinishReason } = output;
	const { usage, id, servedModel, message } = output;
	return { text, reasoning, refusal, toolCalls, finishReason, rawFinishReason, usage, id, servedModel, message };
}

function joined(events: readonly Event[], type: "text" | "reasoning" | "refusal"): string {
	return events.reduce((text, event) => (event.type === type ? text + event.delta : text), "");
}

/** The calls that a stream emitted. */
export function toolCallsOf(events: readonly Event[]): GatewayToolCall[] {
	return events.flatMap((event) => {
		if (event.type !== "tool_use") return [];
		const { type: _type, input, ...call } = event;
		return [{ ...call, arguments: input }];
	});
}

/** The facts of a stream that ended well. */
export function answerOfEvents(events: readonly Event[]): Answer {
	const done = events[events.length - 1];
	if (done?.type !== "done") throw new Error(`The last event is ${done?.type}, not done.`);
	const { finishReason, rawFinishReason, usage, id, servedModel, message } = done;
	return {
		text: joined(events, "text"),
		reasoning: joined(events, "reasoning") || undefined,
		refusal: joined(events, "refusal") || undefined,
		toolCalls: toolCallsOf(events),
		finishReason,
		rawFinishReason,
		usage,
		id,
		servedModel,
		message,
	};
}

/** The gateway's words for the words that occur in the recordings. */
const finishReasons: Record<string, FinishReason> = {
	stop: "stop",
	eos: "stop",
	end_turn: "stop",
	stop_sequence: "stop",
	length: "length",
	max_tokens: "length",
	model_length: "length",
	tool_calls: "tool_calls",
	tool_use: "tool_calls",
	function_call: "tool_calls",
	refusal: "content_filter",
	content_filter: "content_filter",
	pause_turn: "pause",
	error: "error",
};

/** The token counts that the gateway has to report; undefined when the wire reports none. */
export function expectedUsage({ wire, expected, endpoint }: Recording): TokenUsage | undefined {
	const { usage } = expected;
	if (!usage) return undefined;
	const { total_tokens: wireTotal, neurons } = Object(expected.usageRaw) as { total_tokens?: number; neurons?: number };
	const total = wire === "anthropic-messages" ? undefined : wireTotal;
	const inputTokens = usage.inputTokensTotal ?? usage.inputTokens;
	const output = usage.outputTokens ?? 0;
	const reasoning = usage.reasoningTokens ?? 0;
	const apart = reasoning > 0 && inputTokens + output + reasoning === total;
	return {
		inputTokens,
		outputTokens: endpoint === "embeddings" ? 0 : apart ? output + reasoning : output,
		...(total !== undefined && { totalTokens: total }),
		...(usage.cachedInputTokens !== undefined && { cachedInputTokens: usage.cachedInputTokens }),
		...(usage.cacheCreationInputTokens !== undefined && { cacheWriteTokens: usage.cacheCreationInputTokens }),
		...(usage.reasoningTokens !== undefined && { reasoningTokens: usage.reasoningTokens }),
		...(neurons !== undefined && { neurons }),
	};
}

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 400) ?? "undefined";

function compare(differences: string[], what: string, actual: unknown, expected: unknown): void {
	if (!same(actual, expected)) differences.push(`${what}: ${show(actual)} instead of ${show(expected)}`);
}

const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** How tool calls differ from what the wire says. */
export function toolCallDifferences(
	actual: readonly GatewayToolCall[],
	expected: readonly ExpectedToolCall[],
): string[] {
	const differences: string[] = [];
	compare(differences, "number of tool calls", actual.length, expected.length);
	const ids = new Set(actual.map(({ id }) => id));
	compare(differences, "number of different tool call ids", ids.size, actual.length);
	for (const [at, call] of actual.entries()) {
		const wanted = expected[at];
		if (!wanted) break;
		const what = `tool call ${at}`;
		const repeated = expected.slice(0, at).some(({ id }) => id === wanted.id);
		if (wanted.id && !repeated) compare(differences, `${what}, id`, call.id, wanted.id);
		else if (!call.id) differences.push(`${what} has no id`);
		compare(differences, `${what}, name`, call.name, wanted.name);
		const valid = isRecord(wanted.arguments);
		compare(differences, `${what}, arguments`, call.arguments, valid ? wanted.arguments : {});
		compare(differences, `${what}, invalid`, call.invalid, valid ? undefined : true);
		compare(differences, `${what}, argumentsText`, call.argumentsText, valid ? undefined : wanted.argumentsText);
	}
	return differences;
}

function contentText(message: ChatMessage | undefined, type: "text" | "reasoning"): string {
	const content = message?.content ?? "";
	if (typeof content === "string") return type === "text" ? content : "";
	return content.reduce((text, part) => (part.type === type ? text + part.text : text), "");
}

/** How an answer differs from what its recording says; empty when it does not. */
export function answerDifferences(recording: Recording, answer: Answer): string[] {
	const { expected } = recording;
	const { text = "", toolCalls = [], finishReason: word = null } = expected;
	const differences: string[] = [];
	compare(differences, "text", answer.text, text);
	if (expected.json !== undefined) compare(differences, "json", JSON.parse(answer.text ?? ""), expected.json);
	compare(differences, "reasoning", answer.reasoning, expected.reasoning || undefined);
	compare(differences, "refusal", answer.refusal, expected.refusal || undefined);
	differences.push(...toolCallDifferences(answer.toolCalls, toolCalls));
	compare(differences, "rawFinishReason", answer.rawFinishReason, word);
	const reason = finishReasons[word ?? ""] ?? (recording.wire === "workers-ai" ? "stop" : "unknown");
	const called = toolCalls.length > 0 && (reason === "stop" || reason === "unknown");
	compare(differences, "finishReason", answer.finishReason, called ? "tool_calls" : reason);
	compare(differences, "usage", answer.usage, expectedUsage(recording));
	compare(differences, "id", answer.id, expected.id || undefined);
	compare(differences, "servedModel", answer.servedModel, expected.model || undefined);
	compare(differences, "message.role", answer.message?.role, "assistant");
	compare(differences, "text in message", contentText(answer.message, "text"), text);
	compare(differences, "reasoning in message", contentText(answer.message, "reasoning"), expected.reasoning ?? "");
	compare(differences, "message.toolCalls", answer.message?.toolCalls ?? [], answer.toolCalls);
	return differences;
}

/** How a stream's events break the rules that hold for every stream. */
export function streamDifferences(events: readonly Event[]): string[] {
	const differences: string[] = [];
	const dones = events.filter(({ type }) => type === "done").length;
	compare(differences, "number of done events", dones, 1);
	compare(differences, "last event", events[events.length - 1]?.type, "done");
	const empty = events.some((event) => "delta" in event && event.delta === "");
	compare(differences, "an event without content", empty, false);
	const written = new Map<string, string>();
	for (const event of events) {
		if (event.type === "tool_input") written.set(event.id, (written.get(event.id) ?? "") + event.delta);
		if (event.type !== "tool_use") continue;
		const text = written.get(event.id) ?? "";
		if (event.invalid) compare(differences, "tool_input of an invalid call", text, event.argumentsText);
		// Nothing and `null` stand for no arguments.
		else compare(differences, "tool_input", text.trim() === "" ? {} : (JSON.parse(text) ?? {}), event.input);
		written.delete(event.id);
	}
	compare(differences, "tool_input without tool_use", [...written.keys()], []);
	return differences;
}

/** How vectors differ from what their recording says. */
export function embeddingDifferences(recording: Recording, output: EmbedOutput): string[] {
	const differences: string[] = [];
	const { embeddings = [] } = recording.expected;
	compare(differences, "number of vectors", output.vectors.length, embeddings.length);
	for (const { index, dimensions, head } of embeddings) {
		const vector = output.vectors[index] ?? [];
		compare(differences, `vector ${index}, dimensions`, vector.length, dimensions);
		compare(differences, `vector ${index}, head`, vector.slice(0, head.length), head);
		compare(differences, `vector ${index}, numbers only`, vector.every(Number.isFinite), true);
	}
	compare(differences, "usage", output.usage, expectedUsage(recording));
	return differences;
}

/** Class and retry of the statuses that occur in the recordings. */
const errors: Record<number, { code: string; retryable: boolean }> = {
	400: { code: "WORKKIT_VALIDATION", retryable: false },
	401: { code: "WORKKIT_UNAUTHORIZED", retryable: false },
	403: { code: "WORKKIT_FORBIDDEN", retryable: false },
	404: { code: "WORKKIT_NOT_FOUND", retryable: false },
	429: { code: "WORKKIT_RATE_LIMIT", retryable: true },
	529: { code: "WORKKIT_SERVICE_UNAVAILABLE", retryable: true },
};

const limitBytes = 2048;

/** At most 2 KB, without half a character at the end. */
function shortened(message: string): string {
	return new TextDecoder().decode(new TextEncoder().encode(message).subarray(0, limitBytes), { stream: true });
}

interface Failure {
	code?: string;
	retryable?: boolean;
	retryAfterMs?: number;
	context?: Record<string, unknown>;
	toJSON?(): unknown;
}

/** How an error differs from the one that its recording reports. */
export function errorDifferences(recording: Recording, error: unknown, expected: ExpectedError): string[] {
	const differences: string[] = [];
	const failure = Object(error) as Failure;
	if (!failure.context) return [`not an error of the taxonomy: ${String(error)}`];
	const { context } = failure;
	if (!expected.inStream) {
		const { code, retryable } = errors[expected.status] ?? {};
		compare(differences, "code", failure.code, code);
		compare(differences, "retryable", failure.retryable, retryable);
		compare(differences, "retryAfterMs", failure.retryAfterMs, expected.retryAfterMs);
	}
	compare(differences, "context.provider", context.provider, "recorded");
	compare(differences, "context.status", context.status, expected.status);
	compare(differences, "context.vendorType", context.vendorType, expected.type);
	compare(differences, "context.vendorCode", context.vendorCode, expected.code);
	compare(differences, "context.vendorMessage", context.vendorMessage, shortened(expected.message ?? ""));
	compare(differences, "context.inStream", context.inStream, expected.inStream);
	const { headers } = recording;
	compare(differences, "context.requestId", context.requestId, headers["x-request-id"] ?? headers["request-id"]);
	JSON.stringify(failure);
	return differences;
}

/** How the failure of a stream differs from its recording: the error, and what came before it. */
export function failureDifferences(recording: Recording, { events, error }: Heard): string[] {
	const { expected } = recording;
	if (!expected.error) return ["the recording has no error"];
	const differences = errorDifferences(recording, error, expected.error);
	const partial = Object((error as Failure | undefined)?.context?.partial) as Partial<Answer>;
	compare(differences, "text before the error", joined(events, "text"), expected.text ?? "");
	compare(differences, "reasoning before the error", joined(events, "reasoning"), expected.reasoning ?? "");
	compare(differences, "partial.text", partial.text, expected.text ?? "");
	compare(differences, "partial.usage", partial.usage, expectedUsage(recording));
	differences.push(...toolCallDifferences(partial.toolCalls ?? [], expected.toolCalls ?? []));
	compare(
		differences,
		"done in a failed stream",
		events.some(({ type }) => type === "done"),
		false,
	);
	return differences;
}
