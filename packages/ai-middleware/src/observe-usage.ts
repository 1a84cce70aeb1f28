import {
	type AiOutput,
	type Call,
	type Next,
	type OperationName,
	type Operations,
	observeStream,
	type TokenUsage,
} from "@workkit/ai-core";
import { isErrorCode, isWorkkitError } from "@workkit/errors";
import { bytesOf, likelyInputTokens, likelyTokens } from "./measure-input.ts";
import { writesText } from "./writes-text.ts";

/** What a call has used, once it is over. */
export interface Used {
	/** `undefined` when it is not known. */
	readonly usage: TokenUsage | undefined;
	/** Not what the vendor reports: it reported nothing, or the end of the answer was not heard. */
	readonly estimated: boolean;
	/** Why nothing is billed: a cache answered, or no vendor did. */
	readonly free?: "cached" | "unanswered";
	/** Who may have answered, the likeliest first. */
	readonly models: readonly { readonly provider: string; readonly model: string }[];
	/** The vendor's answer, where there is one. */
	readonly raw?: unknown;
}

/** What an error that broke an answer knows of it. */
interface Partial {
	readonly text?: string;
	readonly reasoning?: string;
	readonly toolCalls?: readonly unknown[];
	readonly usage?: TokenUsage;
}

const nothing: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** An estimate of what was used, from what is known of it. */
function estimate(call: Call, outputBytes: number, known: TokenUsage = nothing): TokenUsage | undefined {
	// What pictures and sounds cost does not follow from the size of a text.
	if (!writesText(call) && call.operation !== "embed") return undefined;
	try {
		return {
			...known,
			inputTokens: known.inputTokens || likelyInputTokens(call),
			outputTokens: Math.max(known.outputTokens, likelyTokens(outputBytes)),
		};
	} catch {
		// An input that has no text form.
		return undefined;
	}
}

/**
 * Makes a call and tells what it has used, whatever becomes of it. `run` and `embed` wait for `end`; a stream is over before it.
 * What `end` writes into the receipt before it waits, the caller finds there.
 */
export async function observeUsage<K extends OperationName>(
	call: Call<K>,
	next: Next,
	end: (used: Used) => Promise<void>,
): Promise<Operations[K]["output"]> {
	const { receipt } = call;
	const tries = receipt.attempts.length;
	let bytes = 0;

	const models = (output?: Pick<AiOutput, "provider" | "model" | "servedModel">): Used["models"] => {
		const made = receipt.attempts.slice(tries);
		const last = made.filter(({ error }) => !error).pop() ?? made.pop();
		const { servedModel, servedProvider } = receipt.gateway ?? {};
		const { provider, model } = output ?? last ?? call;
		const names = [{ provider, model }];
		if (output?.servedModel) names.push({ provider, model: output.servedModel });
		if (servedModel) names.unshift({ provider: servedProvider ?? provider, model: servedModel });
		return names;
	};
	let told = false;
	async function tell(used: Used): Promise<void> {
		if (told) return;
		told = true;
		const { cache, gateway } = receipt;
		const cached = cache === "hit" || cache === "coalesced" || gateway?.cacheStatus === "HIT";
		await end(cached ? { ...used, usage: nothing, estimated: false, free: "cached" } : used);
	}

	function answered({ usage, raw }: { usage?: TokenUsage; raw?: unknown }, output?: AiOutput): Used {
		return { usage: usage ?? estimate(call, bytes), estimated: !usage, models: models(output), raw };
	}
	function failed(error: unknown): Used {
		const context = isWorkkitError(error) ? error.context : {};
		const partial = context.partial as Partial | undefined;
		// A vendor that refuses bills nothing; one that is not heard to the end does.
		const unheard =
			call.signal?.aborted ||
			(isErrorCode(error, "WORKKIT_TIMEOUT") && context.status === undefined) ||
			(isErrorCode(error, "WORKKIT_STREAM_INTERRUPTED") && Object(error).reason !== "vendor");
		const { text = "", reasoning = "", toolCalls = [], usage } = partial ?? {};
		const said = Math.max(bytes, bytesOf(text + reasoning + toolCalls.map((toolCall) => JSON.stringify(toolCall))));
		const asked = receipt.attempts.length > tries;
		if (!asked || !(said || usage || unheard)) {
			return { usage: nothing, estimated: false, free: "unanswered", models: models() };
		}
		return { usage: estimate(call, said, usage), estimated: true, models: models() };
	}

	let answer: Operations[K]["output"];
	try {
		answer = await next(call);
	} catch (error) {
		await tell(failed(error));
		throw error;
	}
	if (!(answer instanceof ReadableStream)) {
		if ("text" in answer && answer.text) bytes = bytesOf(answer.text);
		await tell(answered(answer, answer));
		return answer;
	}
	const observed = observeStream(answer, call, {
		event(event) {
			if (event.type === "text") bytes += bytesOf(event.delta);
			if (event.type === "tool_use") bytes += bytesOf(JSON.stringify(event.input));
			// Before the reader has it, so that its receipt is complete.
			if (event.type === "done") void tell(answered(event));
		},
		end(over) {
			if (over.type === "error") void tell(failed(over.error));
			else void tell({ usage: estimate(call, bytes), estimated: true, models: models() });
		},
	});
	// Only `stream` answers with a stream.
	return observed as Operations[K]["output"];
}
