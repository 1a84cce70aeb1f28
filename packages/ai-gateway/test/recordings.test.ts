import { describe, expect, it } from "vitest";
import {
	answerDifferences,
	answerOfEvents,
	answerOfOutput,
	embeddingDifferences,
	errorDifferences,
	failureDifferences,
	streamDifferences,
} from "./expectation.ts";
import { framesOf } from "./frames.ts";
import { loadRecordings, type Recording } from "./recording.ts";
import { createReplay, modelOf, type Transport, transportsOf } from "./replay.ts";

const recordings = await loadRecordings();

/** The failure of a promise. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

async function differencesOf(recording: Recording, transport: Transport): Promise<string[]> {
	const { endpoint, streaming, expected, body } = recording;
	const replay = createReplay(recording, transport);
	if (endpoint === "embeddings") {
		if (expected.error) return errorDifferences(recording, await failureOf(replay.embed()), expected.error);
		return embeddingDifferences(recording, await replay.embed());
	}
	if (expected.error && !expected.error.inStream) {
		const ran = errorDifferences(recording, await failureOf(replay.run()), expected.error);
		const { events, error } = await replay.listen();
		return [...ran, ...errorDifferences(recording, error, expected.error), ...events.map(({ type }) => type)];
	}
	if (streaming) {
		const heard = await replay.listen();
		if (expected.error) return failureDifferences(recording, heard);
		if ("error" in heard) throw heard.error;
		const done = heard.events[heard.events.length - 1];
		expect(done).toHaveProperty("raw", framesOf(body).findLast(({ json }) => json)?.json);
		return [...streamDifferences(heard.events), ...answerDifferences(recording, answerOfEvents(heard.events))];
	}
	const output = await replay.run();
	expect(output.raw).toEqual(JSON.parse(new TextDecoder().decode(body)));
	return answerDifferences(recording, answerOfOutput(output));
}

describe("a recorded answer means what was recorded", () => {
	for (const recording of recordings) {
		for (const transport of transportsOf(recording)) {
			it(`${recording.name} over ${transport}`, async () => {
				expect(await differencesOf(recording, transport)).toEqual([]);
			});
		}
	}
});

describe("a recorded request is sent for the model of the call, as a stream when one is wanted", () => {
	for (const recording of recordings.filter(({ endpoint, status }) => endpoint === "chat" && status === 200)) {
		it(recording.name, async () => {
			const replay = createReplay(recording, "fetch");
			if (recording.streaming) await replay.listen();
			else await replay.run();
			const { model, stream } = replay.sent();
			expect({ model, stream }).toEqual({ model: modelOf(recording), stream: recording.streaming || undefined });
		});
	}
});
