import { use } from "@workkit/ai-core";
import { sseFrames } from "@workkit/ai-stream";
import type { Vendor, Wire } from "./candidates/candidate.ts";
import { drain, models } from "./candidates/candidate.ts";
import { candidates } from "./candidates/index.ts";
import { gatewayTo, ours } from "./candidates/ours.ts";
import { type Candidate, grow } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { cellOf, route } from "./route.ts";
import { anthropicToolFrames, bodyOf, chunk, longLineFrames, openaiToolFrames, streaming } from "./traffic.ts";

const draining =
	(wire: Wire, vendor: Vendor): Candidate =>
	async () =>
		ours.stream[wire] && drain(await ours.stream[wire](vendor)());

const json: Vendor = async () =>
	Response.json({ choices: [{ index: 0, message: { content: "Hello" }, finish_reason: "stop" }] });

/** How time grows with the number of pieces that something comes in. Linear is 1.0. */
export async function growth(): Promise<Findings> {
	const cells: Cell[] = [];
	const add = async (
		work: string,
		sizes: readonly number[],
		candidate: (size: number) => Candidate,
		rounds = 7,
	): Promise<void> => {
		const { times, exponent } = await grow(sizes, candidate, { rounds });
		cells.push(cellOf(work, sizes, times, exponent));
	};

	const pieces = [1_000, 10_000, 100_000];
	await add("tool arguments in 1,000 to 100,000 pieces, OpenAI", pieces, (count) =>
		draining("openai", streaming(chunk(openaiToolFrames(count), "a frame per chunk"))),
	);
	await add("tool arguments in 1,000 to 100,000 pieces, Anthropic", pieces, (count) =>
		draining("anthropic", streaming(chunk(anthropicToolFrames(count), "a frame per chunk"))),
	);

	// From where garbage is collected at all: below, the first size costs less than its share.
	const sizes = [1_250_000, 2_500_000, 5_000_000];
	const line = (bytes: number) => chunk(longLineFrames(bytes), "64 bytes");
	await add("one line of 1.25 to 5 MB in pieces of 64 bytes, a stream of OpenAI", sizes, (bytes) =>
		draining("openai", streaming(line(bytes))),
	);
	await add("one line of 1.25 to 5 MB in pieces of 64 bytes, sseFrames", sizes, (bytes) => {
		const chunks = line(bytes);
		return async () => {
			const reader = sseFrames(bodyOf(chunks)).getReader();
			while (!(await reader.read()).done);
		};
	});

	const gateway = gatewayTo(json);
	const wrapped = use(
		gateway,
		(call, next) => next(call),
		(call, next) => next(call),
	);
	const counts = [10, 100, 1_000];
	for (const [name, { run }] of Object.entries({ "without middleware": gateway, "with two middlewares": wrapped })) {
		const ask = () => run(models.openai, { prompt: "Hi" });
		await add(
			`10 to 1,000 calls one after another, ${name}`,
			counts,
			(count) => async () => {
				for (let done = 0; done < count; done++) await ask();
			},
			25,
		);
		await add(
			`10 to 1,000 calls at once, ${name}`,
			counts,
			(count) => async () => {
				await Promise.all(Array.from({ length: count }, ask));
			},
			25,
		);
	}
	const bare = candidates.limit?.call.openai?.(json);
	const { times, exponent } = await grow(
		counts,
		(count) => async () => {
			await Promise.all(Array.from({ length: count }, () => bare?.()));
		},
		{ rounds: 25 },
	);
	cells.push({
		...cellOf("10 to 1,000 calls at once, without middleware", counts, times, exponent),
		candidate: "limit",
	});
	cells.push(...(await route()), ...(await alternatives()));
	return {
		title: "How time grows with the size of the work",
		unit: "exponent",
		method:
			"Fitted to `time ~ size ^ exponent` over the sizes whose times, in milliseconds, stand in `more`: 1 is linear. The least time of the rounds counts.",
		cells,
	};
}

/** The same long line through the alternatives, at sizes that they finish. */
async function alternatives(): Promise<Cell[]> {
	const cells: Cell[] = [];
	const sizes = [62_500, 125_000, 250_000];
	for (const [candidate, { stream }] of Object.entries(candidates)) {
		if (candidate === "ours") continue;
		const { times, exponent } = await grow(
			sizes,
			(bytes) => {
				const open = stream.openai?.(streaming(chunk(longLineFrames(bytes), "64 bytes")));
				return async () => open && drain(await open());
			},
			{ rounds: 2 },
		);
		const work = "one line of 62 to 250 KB in pieces of 64 bytes, a stream of OpenAI";
		if (stream.openai) cells.push({ ...cellOf(work, sizes, times, exponent), candidate });
	}
	return cells;
}
