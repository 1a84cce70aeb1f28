import type { Vendor, Wire } from "./candidates/candidate.ts";

const encoder = new TextEncoder();
const words = [
	"The",
	" quick",
	" brown",
	" fox",
	" says",
	' "hello"',
	" to",
	" Zoë",
	",",
	"\n",
	" then",
	" jumps",
	".",
];
const word = (index: number): string => words[index % words.length] ?? "";
const frame = (payload: unknown, event?: string): string =>
	`${event ? `event: ${event}\n` : ""}data: ${typeof payload === "string" ? payload : JSON.stringify(payload)}\n\n`;

/** A chunk of OpenAI's chat wire with all that the vendor puts into it. */
export const chatChunk = (choices: readonly unknown[], usage: unknown = null): unknown => ({
	id: "chatcmpl-CXvFqBqPNYhCq1bPPbVbN5xVXcKHD",
	object: "chat.completion.chunk",
	created: 1_767_225_600,
	model: "gpt-5.2-2025-12-11",
	service_tier: "default",
	system_fingerprint: "fp_f33640a400",
	choices,
	usage,
	obfuscation: "xK3pQz9",
});

const delta = (part: unknown, finish: string | null = null) => [
	{ index: 0, delta: part, logprobs: null, finish_reason: finish },
];
const chatUsage = { prompt_tokens: 12, completion_tokens: 2_000, total_tokens: 2_012 };

export function openaiFrames(pieces: number): string[] {
	const texts = Array.from({ length: pieces }, (_, index) => frame(chatChunk(delta({ content: word(index) }))));
	return [...texts, frame(chatChunk(delta({}, "stop"))), frame(chatChunk([], chatUsage)), frame("[DONE]")];
}

export function anthropicFrames(pieces: number): string[] {
	const named = (payload: { type: string; [field: string]: unknown }) => frame(payload, payload.type);
	const usage = { input_tokens: 12, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 1 };
	const message = { id: "msg_01XFDUDYJgAACzvnptvVoYEL", type: "message", role: "assistant", content: [], usage };
	return [
		named({ type: "message_start", message: { ...message, model: "claude-sonnet-4-6", stop_reason: null } }),
		named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
		...Array.from({ length: pieces }, (_, index) =>
			named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: word(index) } }),
		),
		named({ type: "content_block_stop", index: 0 }),
		named({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 2_000 } }),
		named({ type: "message_stop" }),
	];
}

export function workersAiFrames(pieces: number): string[] {
	const texts = Array.from({ length: pieces }, (_, index) => frame({ response: word(index), p: "abdefghijklmno" }));
	return [...texts, frame({ response: "", usage: chatUsage }), frame("[DONE]")];
}

/** A streamed tool call whose arguments come in that many pieces, at OpenAI. */
export function openaiToolFrames(pieces: number): string[] {
	const call = (part: unknown) => frame(chatChunk(delta({ tool_calls: [part] })));
	const argument = (text: string) => call({ index: 0, function: { arguments: text } });
	return [
		call({ index: 0, id: "call_1", type: "function", function: { name: "write", arguments: "" } }),
		argument('{"text":"'),
		...Array.from({ length: pieces }, () => argument("lorem ipsum ")),
		argument('"}'),
		frame(chatChunk(delta({}, "tool_calls"))),
		frame("[DONE]"),
	];
}

/** The same at Anthropic. */
export function anthropicToolFrames(pieces: number): string[] {
	const start = { type: "tool_use", id: "toolu_1", name: "write", input: {} };
	const input = (text: string) =>
		frame({ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: text } });
	return [
		frame({ type: "message_start", message: { id: "msg_1", model: "claude-sonnet-4-6", usage: { input_tokens: 1 } } }),
		frame({ type: "content_block_start", index: 0, content_block: start }),
		input('{"text":"'),
		...Array.from({ length: pieces }, () => input("lorem ipsum ")),
		input('"}'),
		frame({ type: "content_block_stop", index: 0 }),
		frame({ type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 1 } }),
		frame({ type: "message_stop" }),
	];
}

/** An OpenAI stream with one frame whose line is about that many bytes long. */
export const longLineFrames = (bytes: number): string[] => [
	frame(chatChunk(delta({ content: "x".repeat(bytes) }))),
	frame(chatChunk(delta({}, "stop"))),
	frame("[DONE]"),
];

/** How a body reaches its reader. */
export type Chunking = "a frame per chunk" | "16 KiB" | "64 bytes";

export const chunkings: readonly Chunking[] = ["a frame per chunk", "16 KiB", "64 bytes"];

export function chunk(frames: readonly string[], chunking: Chunking): Uint8Array[] {
	if (chunking === "a frame per chunk") return frames.map((text) => encoder.encode(text));
	const size = chunking === "16 KiB" ? 16_384 : 64;
	const bytes = encoder.encode(frames.join(""));
	return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
		bytes.subarray(index * size, (index + 1) * size),
	);
}

/** A body that hands out one chunk per read. */
export function bodyOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array<ArrayBuffer>> {
	let index = 0;
	return new ReadableStream(
		{
			pull(controller) {
				const next = chunks[index++];
				// Made by the encoder above, which makes plain buffers.
				if (next) controller.enqueue(next as Uint8Array<ArrayBuffer>);
				else controller.close();
			},
		},
		{ highWaterMark: 0 },
	);
}

/** What each vendor sends for a text of that many pieces. */
export const framesOf: Readonly<Record<Wire, (pieces: number) => string[]>> = {
	openai: openaiFrames,
	anthropic: anthropicFrames,
	"workers-ai": workersAiFrames,
};

/** A vendor that answers every request with the same chunks. */
export const streaming =
	(chunks: readonly Uint8Array[]): Vendor =>
	async () =>
		new Response(bodyOf(chunks), { headers: { "content-type": "text/event-stream" } });

/** The first 590 KB of the frames: four frames a chunk, as vendors send them, or 16 KiB a chunk, as busy networks do. */
export function chunksOf(frames: readonly string[]): Record<"4 frames a chunk" | "16 KiB chunks", Uint8Array[]> {
	const joined = Array.from({ length: frames.length / 4 }, (_, index) =>
		frames.slice(index * 4, index * 4 + 4).join(""),
	);
	const fit = (chunks: readonly Uint8Array[]) => {
		let bytes = 0;
		return chunks.filter(({ length }) => {
			bytes += length;
			return bytes < 590_000;
		});
	};
	return { "4 frames a chunk": fit(chunk(joined, "a frame per chunk")), "16 KiB chunks": fit(chunk(frames, "16 KiB")) };
}

/** A body that hands out one chunk per read, and how many bytes those were. */
export function counted(chunks: readonly Uint8Array[]): {
	body: ReadableStream<Uint8Array<ArrayBuffer>>;
	taken(): number;
} {
	let bytes = 0;
	let index = 0;
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			pull(controller) {
				const next = chunks[index++];
				if (!next) return controller.close();
				bytes += next.length;
				controller.enqueue(next as Uint8Array<ArrayBuffer>);
			},
		},
		{ highWaterMark: 0 },
	);
	return { body, taken: () => bytes };
}
