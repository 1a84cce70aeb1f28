import type { AiInput, AiOutput, AnyStreamEvent, ChatMessage, RunOptions } from "@workkit/ai-core";

/** What a scripted model says: an answer, an error, or what a function makes of the request. */
export type Line = Partial<AiOutput> | Error | ((messages: ChatMessage[], options: RunOptions) => Partial<AiOutput>);

/** A call of a tool. */
export const call = (name: string, args: Record<string, unknown> = {}, id = `call-${name}`) => ({
	id,
	name,
	arguments: args,
});

/** A gateway written by hand whose model says line after line, the last one again and again. */
export function scripted(...lines: Line[]) {
	const asked: { messages: ChatMessage[]; options: RunOptions; input: AiInput }[] = [];
	let cancelled: unknown;
	const answer = async (_model: string, input: AiInput, options: RunOptions = {}): Promise<AiOutput> => {
		options.signal?.throwIfAborted();
		const line = lines[Math.min(asked.length, lines.length - 1)];
		const messages = [...(input.messages as ChatMessage[])];
		asked.push({ messages, options, input });
		if (line instanceof Error) throw line;
		const said = typeof line === "function" ? line(messages, options) : line;
		return { text: "", raw: { line: asked.length }, provider: "scripted", model: "parrot", ...said };
	};
	const stream = async (
		model: string,
		input: AiInput,
		options?: RunOptions,
	): Promise<ReadableStream<AnyStreamEvent>> => {
		const {
			text = "",
			toolCalls = [],
			refusal,
			provider: _provider,
			model: _model,
			...done
		} = await answer(model, input, options);
		const events: AnyStreamEvent[] = [
			...[text.slice(0, 3), text.slice(3)].filter(Boolean).map((delta) => ({ type: "text", delta }) as const),
			...(refusal ? [{ type: "refusal", delta: refusal } as const] : []),
			...toolCalls.map(({ arguments: given, ...rest }) => ({ type: "tool_use", ...rest, input: given }) as const),
			{ type: "done", ...done },
		];
		return new ReadableStream<AnyStreamEvent>(
			{
				pull(controller) {
					const event = events.shift();
					if (event) controller.enqueue(event);
					else controller.close();
				},
				cancel(reason) {
					cancelled = reason;
				},
			},
			{ highWaterMark: 0 },
		);
	};
	const providers = () => ["scripted"];
	return {
		gateway: { run: answer, stream, providers, defaultProvider: () => "scripted" },
		asked,
		cancelled: () => cancelled,
	};
}

/** All that a stream says. */
export async function listen<E>(stream: ReadableStream<E>): Promise<E[]> {
	const events: E[] = [];
	for await (const event of stream) events.push(event);
	return events;
}
