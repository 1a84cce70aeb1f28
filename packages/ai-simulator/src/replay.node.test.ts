import { afterEach, describe, expect, it, vi } from "vitest";
import { createReplay, type RecordedCase } from "./index.ts";

const recorded: RecordedCase = {
	meta: {
		name: "openai/a",
		provider: "openai",
		status: 200,
		headers: {},
		body: "response.json",
		bodyBytes: 2,
		bodySha256: "",
		timing: { headersMs: 100, chunks: [[200, 2]], endMs: 300, end: "done" },
	},
	body: new TextEncoder().encode("ab"),
};

afterEach(() => {
	vi.useRealTimers();
});

describe("speed", () => {
	it.each([
		[1, 1],
		[2, 0.5],
	])("%i takes %d of the time", async (speed, share) => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
		const seen: string[] = [];
		const replay = createReplay([recorded], { speed });
		const answered = replay
			.fetch("https://any.example/", { headers: { "x-replay-case": "openai/a" } })
			.then((response) => {
				seen.push("headers");
				return response.text().then(() => seen.push("end"));
			});
		await vi.advanceTimersByTimeAsync(100 * share - 1);
		expect(seen).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(seen).toEqual(["headers"]);
		await vi.advanceTimersByTimeAsync(200 * share - 1);
		expect(seen).toEqual(["headers"]);
		await vi.advanceTimersByTimeAsync(1);
		await answered;
		expect(seen).toEqual(["headers", "end"]);
	});
});
