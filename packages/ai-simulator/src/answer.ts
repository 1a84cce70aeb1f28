import { defaultReply } from "./brain.ts";
import type { Exchange } from "./exchange.ts";
import type { Prompt } from "./prompt.ts";
import type { Reply, ReplyError, ReplyFault, ReplyFinish } from "./reply.ts";
import { RequestError } from "./request-error.ts";
import { sleep } from "./sleep.ts";
import { countTokens, firstTokens } from "./tokens.ts";

/** A tool call as it leaves the model. */
export interface AnswerToolCall {
	/** Undefined: the wire makes one up in its own form. */
	readonly id: string | undefined;
	readonly name: string;
	readonly argumentsText: string;
}

/** What the model says to one prompt, limits applied: the wires only write it down. */
export interface Answer {
	readonly text: string;
	readonly reasoning: string;
	readonly refusal: string;
	readonly toolCalls: readonly AnswerToolCall[];
	readonly finish: ReplyFinish;
	/** The stop sequence that ended the text. */
	readonly stopSequence: string | undefined;
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly reasoningTokens: number;
	readonly cachedInputTokens: number;
	readonly fault: ReplyFault | undefined;
	/** An error for the middle of the stream. */
	readonly streamError: ReplyError | undefined;
}

/** Asks chance, the scripts, then `fallback`, and applies the prompt's limits. Throws `RequestError` for a failure. */
export async function answerPrompt(
	exchange: Exchange,
	prompt: Prompt,
	fallback: (prompt: Prompt) => Reply = defaultReply,
): Promise<Answer> {
	const reply = await replyTo(exchange, prompt);
	const delayMs = reply.fault?.type === "hang" ? Number.POSITIVE_INFINITY : (reply.delayMs ?? 0);
	if (delayMs > 0) await sleep(delayMs, exchange.signal);
	const { error } = reply;
	if (error !== undefined && (error.afterFrames === undefined || !prompt.stream)) throw new RequestError(error);
	exchange.delivery.paceMs = reply.paceMs;
	exchange.delivery.headers = reply.headers;
	const hasContent =
		reply.text !== undefined ||
		reply.reasoning !== undefined ||
		reply.refusal !== undefined ||
		reply.toolCalls !== undefined;
	return settle(prompt, hasContent ? reply : { ...fallback(prompt), ...reply });
}

async function replyTo({ settings, provider = "" }: Exchange, prompt: Prompt): Promise<Reply> {
	const struck = settings.faults?.(prompt);
	// What fails by chance is asked again: a rule for the first request is for the first that gets through.
	if (struck?.error !== undefined && struck.error.afterFrames === undefined) return struck;
	const scripted = (await settings.reply?.(prompt)) ?? settings.script?.replyTo(prompt, provider || prompt.wire);
	return { ...(typeof scripted === "string" ? { text: scripted } : scripted), ...struck };
}

function settle(prompt: Prompt, reply: Reply): Answer {
	let left = prompt.maxTokens ?? Number.POSITIVE_INFINITY;
	let cut = false;
	const take = (text: string): string => {
		const kept = countTokens(text) <= left ? text : firstTokens(text, left);
		cut ||= kept !== text;
		left = cut ? 0 : left - countTokens(kept);
		return kept;
	};

	const reasoning = take(reply.reasoning ?? "");
	const stopped = stopAt(reply.text ?? "", prompt.stopSequences);
	const text = take(stopped.text);
	const refusal = take(reply.refusal ?? "");
	const toolCalls: AnswerToolCall[] = [];
	for (const call of reply.toolCalls ?? []) {
		const written = typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments ?? {});
		// Once the limit is reached no further call is begun; the call that reaches it is left half written.
		if (left <= 0) cut = true;
		else toolCalls.push({ id: call.id, name: call.name, argumentsText: take(written) });
	}

	const written = [reasoning, text, refusal, ...toolCalls.map((call) => call.argumentsText)];
	const natural = cut ? "length" : toolCalls.length > 0 ? "tool-calls" : "stop";
	return {
		text,
		reasoning,
		refusal,
		toolCalls,
		finish: reply.finish ?? natural,
		stopSequence: cut ? undefined : stopped.sequence,
		inputTokens: reply.usage?.inputTokens ?? prompt.inputTokens,
		outputTokens: reply.usage?.outputTokens ?? written.reduce((sum, part) => sum + countTokens(part), 0),
		reasoningTokens: reply.usage?.reasoningTokens ?? countTokens(reasoning),
		cachedInputTokens: reply.usage?.cachedInputTokens ?? 0,
		fault: reply.fault,
		streamError: reply.error,
	};
}

function stopAt(text: string, sequences: readonly string[]): { text: string; sequence: string | undefined } {
	let end = text.length;
	let found: string | undefined;
	for (const sequence of sequences) {
		const at = sequence === "" ? -1 : text.indexOf(sequence);
		if (at >= 0 && at < end) [end, found] = [at, sequence];
	}
	return { text: text.slice(0, end), sequence: found };
}
