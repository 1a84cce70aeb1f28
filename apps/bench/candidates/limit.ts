import { type Candidate, models, prompt, readingOf, type Seen, type Vendor, type Wire } from "./candidate.ts";

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

const pickOpenai: Pick = (
	{ choices, usage }: { choices: { delta: { content?: string } }[]; usage?: ChatUsage },
	emit,
) => {
	const delta = choices[0]?.delta.content;
	if (delta) emit({ type: "text", delta });
	if (usage) emit(done(usage));
};

const pickWorkersAi: Pick = ({ response, usage }: { response: string; usage?: ChatUsage }, emit) => {
	if (response) emit({ type: "text", delta: response });
	if (usage) emit(done(usage));
};

/** Anthropic counts the input in its first frame: a picker per stream. */
function pickAnthropic(): Pick {
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

/** The other limit: the same work over chunks that are all there, without a stream or a promise. */
export function readAtOnce(chunks: readonly Uint8Array[], pick: Pick): Seen {
	const seen: Seen = { characters: 0, outputTokens: 0 };
	const decoder = new TextDecoder();
	let rest = "";
	for (const chunk of chunks) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) {
			if (line.startsWith("data: ") && line !== "data: [DONE]")
				pick(JSON.parse(line.slice(6)) as never, (event) => note(event, seen));
		}
	}
	return seen;
}

/** A picker for one stream. */
export const pickerOf: Record<Wire, () => Pick> = {
	openai: () => pickOpenai,
	anthropic: pickAnthropic,
	"workers-ai": () => pickWorkersAi,
};

function note(event: MinimalEvent, seen: Seen): void {
	if (event.type === "text") seen.characters += event.delta.length;
	else seen.outputTokens = event.usage.outputTokens;
}

const stream = (wire: Wire) => (vendor: Vendor) => async () => {
	const { body } = await vendor();
	if (!body) throw new Error("There is no body.");
	return readingOf(minimalStream(body, pickerOf[wire]()), note);
};

const call =
	<A>(wire: Wire, read: (answer: A) => string | undefined) =>
	(vendor: (url: string, init: RequestInit) => Promise<Response>) =>
	async () => {
		const response = await vendor("https://example.com", {
			method: "POST",
			headers: { "content-type": "application/json", authorization: "Bearer key" },
			body: JSON.stringify({ model: models[wire], messages: [{ role: "user", content: prompt }] }),
		});
		if (!response.ok) throw new Error(String(response.status));
		return read(await response.json());
	};

/** Hand-written for one vendor: `fetch`, `json()`, and the minimal stream. */
export const bare: Candidate = {
	label: "the limit (hand-written)",
	packages: [],
	stream: { openai: stream("openai"), anthropic: stream("anthropic"), "workers-ai": stream("workers-ai") },
	call: {
		openai: call<{ choices: { message: { content: string } }[] }>(
			"openai",
			(answer) => answer.choices[0]?.message.content,
		),
		anthropic: call<{ content: { text: string }[] }>("anthropic", (answer) => answer.content[0]?.text),
		"workers-ai": call<{ response: string }>("workers-ai", (answer) => answer.response),
	},
};
