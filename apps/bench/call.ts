import { type Wire, wires } from "./candidates/candidate.ts";
import { candidates } from "./candidates/index.ts";
import { compare } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { chunk, framesOf, streaming } from "./traffic.ts";

const text = "The quick brown fox jumps over the lazy dog. ".repeat(20);

const bodies: Readonly<Record<Wire, unknown>> = {
	openai: {
		id: "chatcmpl-CXvFqBqPNYhCq1bPPbVbN5xVXcKHD",
		object: "chat.completion",
		created: 1_767_225_600,
		model: "gpt-4o-2024-11-20",
		choices: [
			{ index: 0, message: { role: "assistant", content: text, refusal: null }, logprobs: null, finish_reason: "stop" },
		],
		usage: { prompt_tokens: 12, completion_tokens: 200, total_tokens: 212 },
	},
	anthropic: {
		id: "msg_01XFDUDYJgAACzvnptvVoYEL",
		type: "message",
		role: "assistant",
		model: "claude-sonnet-4-6",
		content: [{ type: "text", text }],
		stop_reason: "end_turn",
		stop_sequence: null,
		usage: { input_tokens: 12, output_tokens: 200 },
	},
	"workers-ai": {
		response: text,
		usage: { prompt_tokens: 12, completion_tokens: 200, total_tokens: 212 },
	},
};

async function repeat(calls: number, ask: () => Promise<string | null | undefined>): Promise<number> {
	let characters = 0;
	for (let call = 0; call < calls; call++) characters += (await ask())?.length ?? 0;
	return characters;
}

/** One answer at a time, against `fetch` and `json()` by hand. */
export async function call(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const wire of wires) {
		const body = JSON.stringify(bodies[wire]);
		const headers = { "content-type": "application/json" };
		const vendor = async () => new Response(body, { headers });
		const time = async (keys: readonly string[], calls: number, rounds: number) => {
			const asked = keys.flatMap((key) => {
				const ask = candidates[key]?.call[wire]?.(vendor);
				return ask ? [[key, () => repeat(calls, ask)] as const] : [];
			});
			for (const [candidate, timing] of Object.entries(
				await compare(Object.fromEntries(asked), { rounds, warmups: 8 }),
			)) {
				const cell = { work: wire, candidate, value: (timing.medianMs / calls) * 1_000, ratio: timing.ratio };
				if (!cells.some((known) => known.work === wire && known.candidate === candidate)) cells.push(cell);
			}
		};
		await time(["limit", "ours"], 1_000, 41);
		// Not TanStack AI, which asks for a stream also where the caller wants none.
		await time(
			Object.keys(candidates).filter((key) => key !== "tanstack"),
			200,
			9,
		);
		await collected(wire, cells);
	}
	return {
		title: "One call that is not streamed",
		unit: "µs",
		baseline: "limit",
		method:
			"In-memory fetch that answers with JSON, except for TanStack AI, which asks vendors for a stream and collects it: it gets one of 20 events, its ratio is still to the limit. Median of the rounds.",
		cells,
	};
}

async function collected(wire: Wire, cells: Cell[]): Promise<void> {
	const chunks = chunk(framesOf[wire](20), "16 KiB");
	const ask = candidates.tanstack?.call[wire]?.(streaming(chunks));
	if (!ask) return;
	const { tanstack } = await compare({ tanstack: () => repeat(200, ask) }, { rounds: 9, warmups: 5 });
	const micros = (tanstack.medianMs / 200) * 1_000;
	const limit = cells.find(({ work, candidate }) => work === wire && candidate === "limit")?.value ?? Number.NaN;
	cells.push({ work: wire, candidate: "tanstack", value: micros, ratio: micros / limit });
}
