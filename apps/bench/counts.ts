// node counts.ts: counts what streams and calls make the runtime do, and fails where that is more than counts.json allows.
// Nothing here depends on the machine or its mood. `--update` writes what was counted, where it is less
// or new.
import { readFileSync, writeFileSync } from "node:fs";
import { begin, drain, type Wire, wires } from "./candidates/candidate.ts";
import { gatewayTo, ours } from "./candidates/ours.ts";
import { chunk, chunkings, chunksOf, counted, framesOf, longLineFrames, streaming } from "./traffic.ts";
import { turnsOf } from "./turns.ts";

type Counts = Record<string, number>;

const file = new URL("counts.json", import.meta.url);
const pieces = 200;
const sse = { headers: { "content-type": "text/event-stream" } };

/** Puts a function that counts in the place of each, runs, and puts them back. */
async function counting(run: () => Promise<unknown>): Promise<Counts> {
	const counts: Counts = {};
	const restore: (() => void)[] = [];
	const add = (name: string, amount = 1): void => {
		counts[name] = (counts[name] ?? 0) + amount;
	};
	const watch = <T extends object>(
		owner: T,
		method: keyof T & string,
		note: (self: unknown, args: readonly unknown[], result: unknown) => void,
	): void => {
		const original = owner[method] as (...args: unknown[]) => unknown;
		const replaced = function (this: unknown, ...args: unknown[]): unknown {
			const result = new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args);
			note(this, args, result);
			return result;
		};
		// What is constructed must still be an instance, and have what its class has.
		Object.setPrototypeOf(replaced, original);
		replaced.prototype = original.prototype;
		owner[method] = replaced as never;
		restore.push(() => {
			owner[method] = original as never;
		});
	};
	const searched = (self: unknown, [, from]: readonly unknown[], result: unknown): void => {
		const start = typeof from === "number" ? from : 0;
		const end = typeof result === "number" && result >= 0 ? result + 1 : String(self).length;
		add("characters searched", Math.max(0, end - start));
	};
	watch(String.prototype, "indexOf", searched);
	watch(String.prototype, "includes", (self, args, found) => found || searched(self, args, -1));
	watch(String.prototype, "split", (self) => add("characters searched", String(self).length));
	watch(String.prototype, "slice", (_self, _args, result) => add("characters cut out", String(result).length));
	watch(TextDecoder.prototype, "decode", (_self, [bytes]) =>
		add("bytes decoded", bytes instanceof Uint8Array ? bytes.length : 0),
	);
	watch(JSON, "parse", (_self, [text]) => add("characters parsed", String(text).length));
	watch(JSON, "stringify", () => add("objects serialised"));
	for (const name of ["ReadableStream", "TextDecoder", "AbortController"] as const)
		watch(globalThis, name, () => add(`new ${name}`));
	watch(globalThis, "setTimeout", () => add("timers"));
	watch(globalThis, "structuredClone", () => add("clones"));
	watch(Response.prototype, "clone", () => add("clones"));
	watch(AbortSignal, "any", () => add("signals joined"));
	watch(ReadableStream.prototype, "tee", () => add("clones"));
	watch(ReadableStream.prototype, "pipeThrough", () => add("pipes"));
	try {
		await run();
	} finally {
		for (const put of restore) put();
	}
	return counts;
}

/** One stream read to its end. What the body itself and the binding do is counted too, the same every time. */
async function streamed(wire: Wire, chunks: readonly Uint8Array[]): Promise<Counts> {
	const open = ours.stream[wire];
	if (!open) return {};
	const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
	const { body, taken } = counted(chunks);
	const response = new Response(body, sse);
	const ask = open(async () => response);
	const counts = await counting(async () => drain(await ask()));
	if (taken() > bytes) throw new Error("A chunk was taken twice.");
	return counts;
}

async function all(): Promise<Record<string, Counts>> {
	const found: Record<string, Counts> = {};
	for (const wire of wires) {
		for (const chunking of chunkings) {
			found[`stream, ${wire}, ${chunking}`] = await streamed(wire, chunk(framesOf[wire](pieces), chunking));
		}
		found[`turns from frame to event, ${wire}`] = { turns: (await turnsOf(ours, wire)) ?? Number.NaN };
		const frames = framesOf[wire](2_000);
		const slow = { ...chunksOf(frames), "a frame per chunk": chunk(frames, "a frame per chunk") };
		for (const [chunking, chunks] of Object.entries(slow)) {
			const { body, taken } = counted(chunks);
			const reading = await ours.stream[wire]?.(async () => new Response(body, sse))();
			if (reading) await begin(reading);
			// Whoever reads ahead has had the time for it.
			for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
			found[`paused after the first text, ${wire}, ${chunking}`] = { "bytes taken": taken() };
		}
	}
	found["stream, openai, a line of 1 MB in pieces of 64 bytes"] = await streamed(
		"openai",
		chunk(longLineFrames(1_000_000), "64 bytes"),
	);
	const answer = JSON.stringify({ choices: [{ index: 0, message: { content: "Hello" }, finish_reason: "stop" }] });
	for (const [name, options] of Object.entries({ "without options": {}, "with a deadline": { timeout: 1_000 } })) {
		let fetches = 0;
		const gateway = gatewayTo(async () => {
			fetches++;
			return new Response(answer, { headers: { "content-type": "application/json" } });
		});
		const {
			// What a response's own `text()` does is Node's, and another thing in another version.
			"characters searched": _searched,
			"bytes decoded": _decoded,
			"new ReadableStream": _streams,
			...counts
		} = await counting(() => gateway.run("gpt-4o", { prompt: "Hi" }, options));
		found[`call, openai, ${name}`] = { ...counts, fetches };
	}
	let requests = 0;
	const vendor = streaming(chunk(framesOf.openai(2), "16 KiB"));
	const stream = await gatewayTo(() => {
		requests++;
		return vendor();
	}).stream("gpt-4o", { prompt: "Hi" });
	await stream.cancel();
	found["stream, openai, cancelled at once"] = { fetches: requests };
	return found;
}

const budgets: Record<string, Counts> = JSON.parse(readFileSync(file, "utf8"));
const found = await all();
const over: string[] = [];
let lower = 0;
for (const [work, counts] of Object.entries(found)) {
	for (const [what, count] of Object.entries(counts)) {
		const budget = budgets[work]?.[what] ?? 0;
		if (count > budget) over.push(`${work}: ${what}: ${count}, ${budget} allowed`);
		else if (count < budget) lower++;
	}
}
if (process.argv.includes("--update")) {
	const least = (work: string, counts: Counts) =>
		Object.fromEntries(
			Object.entries(counts).map(([what, count]) => [what, Math.min(count, budgets[work]?.[what] ?? count)]),
		);
	const updated = Object.fromEntries(Object.entries(found).map(([work, counts]) => [work, least(work, counts)]));
	writeFileSync(file, `${JSON.stringify(updated, null, "\t")}\n`);
}
for (const line of over) console.error(line);
console.log(`${Object.keys(found).length} works counted, ${over.length} counts over, ${lower} below what is allowed`);
process.exit(over.length > 0 ? 1 : 0);
