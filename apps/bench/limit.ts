/** What a program that only wants the text would emit. */
export type MinimalEvent =
	| { type: "text"; delta: string }
	| { type: "done"; usage: { inputTokens: number; outputTokens: number } };

/** The answer's events in one payload of a vendor's wire, as briefly as it can be written. */
export type Pick = (payload: never, emit: (event: MinimalEvent) => void) => void;

interface ChatUsage {
	prompt_tokens: number;
	completion_tokens: number;
}

const done = (usage: ChatUsage): MinimalEvent => ({
	type: "done",
	usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
});

export const pickOpenai: Pick = (
	{ choices, usage }: { choices: { delta: { content?: string } }[]; usage?: ChatUsage },
	emit,
) => {
	const delta = choices[0]?.delta.content;
	if (delta) emit({ type: "text", delta });
	if (usage) emit(done(usage));
};

export const pickWorkersAi: Pick = ({ response, usage }: { response: string; usage?: ChatUsage }, emit) => {
	if (response) emit({ type: "text", delta: response });
	if (usage) emit(done(usage));
};

/** Anthropic counts the input in its first frame: a picker per stream. */
export function pickAnthropic(): Pick {
	let inputTokens = 0;
	return (
		event: {
			type: string;
			message: { usage: { input_tokens: number } };
			delta: { text: string };
			usage: { output_tokens: number };
		},
		emit,
	) => {
		if (event.type === "message_start") inputTokens = event.message.usage.input_tokens;
		else if (event.type === "content_block_delta") emit({ type: "text", delta: event.delta.text });
		else if (event.type === "message_delta")
			emit({ type: "done", usage: { inputTokens, outputTokens: event.usage.output_tokens } });
	};
}

/**
 * The limit: one decoder, one split into lines, `JSON.parse`, one pull-based stream. It knows no deadline, no error, no
 * tool, no CRLF and no multi-line frame.
 */
export function minimalStream(body: ReadableStream<Uint8Array>, pick: Pick): ReadableStream<MinimalEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = "";
	return new ReadableStream(
		{
			async pull(controller) {
				let emitted = false;
				const emit = (event: MinimalEvent) => {
					controller.enqueue(event);
					emitted = true;
				};
				while (!emitted) {
					const { done, value } = await reader.read();
					if (done) return controller.close();
					const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
					rest = lines.pop() ?? "";
					for (const line of lines) {
						if (line.startsWith("data: ") && line !== "data: [DONE]") pick(JSON.parse(line.slice(6)) as never, emit);
					}
				}
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}
