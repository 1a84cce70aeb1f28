import { sseFrames } from "@workkit/ai-stream";
import { gatewayTo, streaming } from "./gateways.ts";
import { type Candidate, grow } from "./measure.ts";
import { ms, printTable } from "./table.ts";
import { anthropicToolFrames, bodyOf, chunk, longLineFrames, openaiToolFrames } from "./traffic.ts";

async function drain(stream: ReadableStream): Promise<void> {
	const reader = stream.getReader();
	while (!(await reader.read()).done);
}

function streamOf(chunks: Uint8Array[], provider: "openai" | "anthropic"): Candidate {
	const gateway = gatewayTo(streaming(chunks));
	return async () => drain(await gateway.stream("model", { prompt: "Hi" }, { provider }));
}

/** How time grows with the number of pieces that something comes in. Linear is 1.0; the target is at most 1.1. */
export async function growth(): Promise<void> {
	const pieces = [1_000, 10_000, 100_000];
	const megabytes = [0.5, 1, 2.5, 5];
	const row = async (name: string, sizes: readonly number[], candidate: (size: number) => Candidate) => {
		const { times, exponent } = await grow(sizes, candidate);
		return [name, ...times.map(ms), exponent.toFixed(2)];
	};

	printTable(
		"Growth: tool arguments in pieces, a frame per chunk",
		["", ...pieces.map((count) => count.toLocaleString("en")), "exponent"],
		[
			await row("OpenAI", pieces, (count) => streamOf(chunk(openaiToolFrames(count), "a frame per chunk"), "openai")),
			await row("Anthropic", pieces, (count) =>
				streamOf(chunk(anthropicToolFrames(count), "a frame per chunk"), "anthropic"),
			),
		],
	);

	const line = (size: number) => chunk(longLineFrames(size * 1_000_000), "64 bytes");
	printTable(
		"Growth: one data line in 64-byte pieces",
		["", ...megabytes.map((size) => `${size} MB`), "exponent"],
		[
			await row("gateway.stream, OpenAI", megabytes, (size) => streamOf(line(size), "openai")),
			await row("sseFrames", megabytes, (size) => {
				const chunks = line(size);
				return () => drain(sseFrames(bodyOf(chunks)));
			}),
		],
	);
}
