import { describe, expect, it } from "vitest";
import { toolCallsOf } from "./expectation.ts";
import { framesOf, type RecordedFrame } from "./frames.ts";
import { cutAt, seeded } from "./pieces.ts";
import { loadRecordings, type Recording } from "./recording.ts";
import { createReplay, type Event, type Replay, transportsOf } from "./replay.ts";
import { transcriptOf } from "./transcript.ts";

const recordings = (await loadRecordings()).filter(({ streaming }) => streaming);
const samples = 20;

/** At most 20 of the values, always with the first and the last. */
function sampleOf<T>(values: readonly T[], random: () => number): T[] {
	if (values.length <= samples) return [...values];
	const kept = new Set([0, values.length - 1]);
	while (kept.size < samples) kept.add(Math.floor(random() * values.length));
	return [...kept].sort((a, b) => a - b).flatMap((at) => values.slice(at, at + 1));
}

/** How many events were out when the first `n` pieces of a body were read, for each `n`. */
async function countEvents(
	replay: Replay,
	recording: Recording,
	frames: readonly RecordedFrame[],
): Promise<{ events: Event[]; counts: number[] }> {
	const pieces = cutAt(
		recording.body,
		frames.map(({ end }) => end),
	);
	let served = 0;
	const arrivals: number[] = [];
	replay.serve(pieces, (next) => {
		served = next;
	});
	const { events } = await replay.listen(() => arrivals.push(served));
	return { events, counts: pieces.map((_, at) => arrivals.filter((piece) => piece <= at + 1).length) };
}

const reportsUsage = ({ json }: RecordedFrame): boolean => {
	const { usage, x_groq: groq, message } = Object(json);
	return Boolean(usage ?? groq?.usage ?? message?.usage);
};

/** Checks one truncated answer: cut, with everything that came before it, and without an end. */
async function expectCut(
	replay: Replay,
	body: Uint8Array,
	before: readonly Event[],
	recording: Recording,
	where: string,
): Promise<Record<string, unknown>> {
	replay.serve([body]);
	const { events, error } = await replay.listen();
	const { code, reason, retryable, context } = Object(error);
	expect({ code, reason, retryable }, where).toEqual({
		code: "WORKKIT_STREAM_INTERRUPTED",
		reason: "cut",
		retryable: before.length === 0,
	});
	expect(transcriptOf(recording, { events }), where).toEqual(transcriptOf(recording, { events: [...before] }));
	const { partial } = context;
	const texts = before.filter(({ type }) => type === "text");
	expect(partial.text, where).toBe(texts.map((event) => ("delta" in event ? event.delta : "")).join(""));
	const written = new Map<string, string>();
	for (const event of events) {
		if (event.type === "tool_input") written.set(event.id, (written.get(event.id) ?? "") + event.delta);
	}
	for (const call of toolCallsOf(events)) expect(partial.toolCalls, where).toContainEqual(call);
	for (const [id, text] of written) {
		const call = partial.toolCalls.find((received: { id: string }) => received.id === id);
		if (call?.invalid) expect(call.argumentsText, where).toBe(text);
		else expect(call?.arguments, where).toEqual(JSON.parse(text));
	}
	return partial;
}

interface Streamed {
	recording: Recording;
	replay: Replay;
	frames: RecordedFrame[];
	/** Index of the frame that closes the answer. */
	final: number;
	random: () => number;
}

/** One test for each stream and transport. */
function forEachStream(test: (stream: Streamed) => Promise<void>): void {
	for (const recording of recordings) {
		for (const transport of transportsOf(recording)) {
			it(`${recording.name} over ${transport}`, async () => {
				const frames = framesOf(recording.body);
				const final = frames.findIndex((frame) => frame.final);
				expect(final).toBeGreaterThanOrEqual(0);
				const replay = createReplay(recording, transport);
				await test({ recording, replay, frames, final, random: seeded(recording.name) });
			});
		}
	}
}

describe("a recorded stream that is cut between frames before it finished rejects, after everything that came before", () => {
	forEachStream(async ({ recording, replay, frames, final, random }) => {
		const { events, counts } = await countEvents(replay, recording, frames);
		await expectCut(replay, recording.body.subarray(0, 0), [], recording, "before the first frame");
		for (const [at, frame] of sampleOf([...frames.entries()].slice(0, final), random)) {
			const where = `after frame ${at}`;
			const before = events.slice(0, counts[at]);
			const partial = await expectCut(replay, recording.body.subarray(0, frame.end), before, recording, where);
			if (frames.slice(0, at + 1).some(reportsUsage)) expect(partial.usage, where).toBeDefined();
		}
	});
});

describe("a recorded stream that is cut inside a frame rejects as cut, after everything that came before", () => {
	forEachStream(async ({ recording, replay, frames, final, random }) => {
		const { events, counts } = await countEvents(replay, recording, frames);
		for (const [at, frame] of sampleOf([...frames.entries()].slice(0, final + 1), random)) {
			if (!frame.json) continue;
			const inside = frame.from + 1 + Math.floor(random() * (frame.to - frame.from - 1));
			const before = events.slice(0, at === 0 ? 0 : counts[at - 1]);
			const where = `inside frame ${at}, at byte ${inside}`;
			await expectCut(replay, recording.body.subarray(0, inside), before, recording, where);
		}
	});
});

describe("a recorded stream that is cut after it said why it finished is complete", () => {
	for (const recording of recordings) {
		const { name, body, expected } = recording;
		const frames = framesOf(body);
		const final = frames.find((frame) => frame.final);
		if (!final || expected.error || !expected.finishReason) continue;
		for (const transport of transportsOf(recording)) {
			it(`${name} over ${transport}`, async () => {
				const replay = createReplay(recording, transport);
				replay.serve([body.subarray(0, final.end)]);
				const { events, error } = await replay.listen();
				expect(error).toBeUndefined();
				expect(events[events.length - 1]).toMatchObject({ type: "done", rawFinishReason: expected.finishReason });
			});
		}
	}
});
