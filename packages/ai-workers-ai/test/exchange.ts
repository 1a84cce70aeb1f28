import { type AiInput, createGateway, type RunOutput, type StreamOptions } from "@workkit/ai-core";
import { type WorkersAiOptions, type WorkersAiRunOptions, workersAi } from "@workkit/ai-workers-ai";

/** One call of the binding. */
export interface Asked {
	model: string;
	inputs: Record<string, unknown>;
	options: WorkersAiRunOptions;
}

/** A binding that keeps what it is given and answers every call with what `answer` gives. */
export function recorder(answer: () => unknown = () => Response.json({ response: "ok" })) {
	const asked: Asked[] = [];
	const binding = {
		async run(model: string, inputs: Record<string, unknown>, options: WorkersAiRunOptions): Promise<unknown> {
			asked.push({ model, inputs, options });
			return answer();
		},
	};
	return { asked, binding };
}

/** A gateway whose only provider is this one, under the key `mine`. */
export function gatewayOf(options: WorkersAiOptions) {
	return createGateway({ providers: { mine: workersAi(options) }, defaultProvider: "mine" });
}

/** What a run asks of the binding, and answers. */
export async function ran(
	input: AiInput,
	options: StreamOptions = {},
	settings: Omit<WorkersAiOptions, "binding"> & { model?: string } = {},
): Promise<Asked & { output: RunOutput }> {
	const { model = "@cf/test/model", ...rest } = settings;
	const { asked, binding } = recorder();
	const output = await gatewayOf({ binding, ...rest }).run(model, input, options as never);
	return { ...(asked[0] as Asked), output };
}

/** What a stream asks of the binding. */
export async function streamed(input: AiInput, options: StreamOptions = {}): Promise<Asked> {
	const { asked, binding } = recorder(() => new Response("", { headers: { "content-type": "text/event-stream" } }));
	const stream = await gatewayOf({ binding }).stream("@cf/test/model", input, options as never);
	await stream.cancel();
	return asked[0] as Asked;
}

/** What a run answers when the binding answers this, given as it is. */
export async function outputOf(answer: unknown, input: AiInput = { prompt: "Hello" }): Promise<RunOutput> {
	return gatewayOf({ binding: recorder(() => answer).binding }).run("@cf/test/model", input);
}

/** The answer as a stream of bytes, in the given pieces. */
export function bytesOf(...pieces: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			for (const piece of pieces)
				controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
			controller.close();
		},
	});
}

/** Frames with one `data:` line each; a string is the line as it is. */
export function sse(...frames: unknown[]): string {
	return frames.map((frame) => `data: ${typeof frame === "string" ? frame : JSON.stringify(frame)}\n\n`).join("");
}

/** All events of a stream that the binding answers with this. */
export async function eventsOf(answer: unknown, input: AiInput = { prompt: "Hello" }): Promise<unknown[]> {
	const gateway = gatewayOf({ binding: recorder(() => answer).binding });
	const stream = await gateway.stream("@cf/test/model", input, { events: ["reasoning", "refusal"] });
	const events: unknown[] = [];
	const reader = stream.getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) events.push(next.value);
	return events;
}
