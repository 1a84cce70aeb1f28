import {
	type Call,
	type ChatMessage,
	type DoneEvent,
	type GatewayStreamEvent,
	isConversation,
	type Next,
	type Seam,
} from "@workkit/ai-core";
import type { FallbackRules } from "./fallback-rules.ts";
import { handOver, walkTiers } from "./walk-tiers.ts";

/** The call for the rest of an answer. */
function continued(call: Call<"stream">, said: string): Call<"stream"> {
	if (!said) return call;
	const { messages, prompt, ...settings } = call.input as { messages?: ChatMessage[]; prompt?: string };
	const asked: ChatMessage[] = messages ?? [{ role: "user", content: prompt ?? "" }];
	const rest: ChatMessage[] = [
		{ role: "assistant", content: said },
		{ role: "user", content: "Your answer was cut off. Continue exactly where it stops, and repeat nothing." },
	];
	return { ...call, input: { ...settings, messages: [...asked, ...rest] } };
}

/** The closing event of the last model as that of the whole answer. */
function closing(done: DoneEvent, said: string, seams: Seam[]): DoneEvent {
	const warnings = [...(done.warnings ?? []), "`usage` is that of the last model alone."];
	const content = done.message?.content ?? "";
	const whole: ChatMessage["content"] =
		typeof content === "string" ? said + content : [{ type: "text", text: said }, ...content];
	return { ...done, seams, warnings, ...(done.message && { message: { ...done.message, content: whole } }) };
}

/**
 * The stream of a tier, carried on by the tiers after it when it breaks. Only text can be carried on: once a tool was
 * called, or where JSON is written, a stream that breaks fails.
 */
export function continueStream(
	stream: ReadableStream<GatewayStreamEvent>,
	outer: readonly Call<"stream">[],
	next: Next,
	rules: FallbackRules,
	errors: unknown[],
): ReadableStream<GatewayStreamEvent> {
	const cancelled = new AbortController();
	const calls = outer.map((call) => ({
		...call,
		signal: AbortSignal.any([cancelled.signal, ...(call.signal ? [call.signal] : [])]),
	}));
	const seams: Seam[] = [];
	let reader = stream.getReader();
	let said = "";
	let onlyText = outer.every(({ input, options }) => isConversation(input) && !options.responseFormat);

	async function read(): Promise<GatewayStreamEvent | undefined> {
		try {
			const { value } = await reader.read();
			if (value?.type === "text") said += value.delta;
			if (value?.type === "tool_use") onlyText = false;
			const seam = seams[seams.length - 1];
			return value?.type === "done" && seam ? closing(value, said.slice(0, seam.offset), seams) : value;
		} catch (error) {
			if (!onlyText) {
				// What was received is with whoever reads all of it, not with one tier.
				delete Object(Object(error).context).partial;
				throw error;
			}
			handOver(error, calls, rules, errors);
			const rest = calls.map((call) => continued(call, said));
			reader = (await walkTiers(rest, next, rules, errors)).getReader();
			// There is a call for each tier.
			const { provider, model, options } = calls[errors.length] as Call;
			const seam = { offset: said.length, provider, model };
			seams.push(seam);
			// The stream's type has it when `events` names it.
			return options.events?.includes("seam") ? ({ type: "seam", ...seam } as never) : read();
		}
	}

	return new ReadableStream<GatewayStreamEvent>(
		{
			async pull(controller) {
				const event = await read();
				if (event) controller.enqueue(event);
				else controller.close();
			},
			cancel(reason) {
				cancelled.abort(reason);
				// The stream that is read may just have broken.
				return reader.cancel(reason).catch(() => {});
			},
		},
		{ highWaterMark: 0 },
	);
}
