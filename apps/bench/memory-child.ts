// node --expose-gc memory-child.ts <candidate> open|paused: prints the bytes of memory that one stream holds.
import { setTimeout as delay } from "node:timers/promises";
import { begin, type Candidate, type Reading } from "./candidates/candidate.ts";
import { chunksOf, framesOf } from "./traffic.ts";

const [key = "", work] = process.argv.slice(2);
/** Loaded alone: what others bring along is not to be seen. */
const candidates: Readonly<Record<string, () => Promise<Candidate>>> = {
	limit: async () => (await import("./candidates/limit.ts")).bare,
	ours: async () => (await import("./candidates/ours.ts")).ours,
	aiSdk: async () => (await import("./candidates/ai-sdk.ts")).aiSdk,
	aiSdkProviders: async () => (await import("./candidates/ai-sdk.ts")).aiSdkProviders,
	openaiSdk: async () => (await import("./candidates/vendor-sdks.ts")).openaiSdk,
	anthropicSdk: async () => (await import("./candidates/vendor-sdks.ts")).anthropicSdk,
	tanstack: async () => (await import("./candidates/tanstack.ts")).tanstack,
};
const stream = (await candidates[key]?.())?.stream;
const wire = stream?.openai ? "openai" : "anthropic";
const paused = work === "paused";
const vendorsChunks = chunksOf(framesOf[wire](12_000))["4 frames a chunk"];
const chunks = paused ? vendorsChunks : vendorsChunks.slice(0, 2);

/** Chunks made when they are asked for, as those of a network are; then it waits for ever. */
function body(): ReadableStream<Uint8Array<ArrayBuffer>> {
	let index = 0;
	return new ReadableStream(
		{
			pull(controller) {
				const next = chunks[index++];
				if (next) controller.enqueue(new Uint8Array(next));
				else return new Promise(() => {});
			},
		},
		{ highWaterMark: 0 },
	);
}

const open = stream?.[wire]?.(async () => new Response(body(), { headers: { "content-type": "text/event-stream" } }));
if (!open) throw new Error(`${key} has no stream of ${wire}.`);

const kept: Reading[] = [];
async function start(count: number): Promise<void> {
	for (let index = 0; index < count; index++) {
		const reading = await open?.();
		if (!reading) return;
		await begin(reading);
		kept.push(reading);
	}
	await delay(100);
}

async function used(): Promise<number> {
	for (let round = 0; round < 4; round++) {
		globalThis.gc?.();
		await delay(20);
	}
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

await start(50);
const before = await used();
const count = paused ? 100 : 1_000;
await start(count);
console.log(((await used()) - before) / count);
process.exit();
