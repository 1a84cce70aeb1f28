import { describe, expect, it, vi } from "vitest";
import { ownStream } from "../test/gateways.ts";
import { readAll, readUntilFailure } from "../test/outcome.ts";
import { beginStream, type Call, type GatewayStreamEvent, observeStream } from "./index.ts";

const events: GatewayStreamEvent[] = [
	{ type: "text", delta: "a" },
	{ type: "text", delta: "b" },
	{ type: "done", id: "1" },
];
const call: Call = {
	operation: "stream",
	provider: "p",
	model: "m",
	input: { prompt: "Hello" },
	options: {},
	signal: undefined,
	route: () => "p",
	receipt: { attempts: [] },
};
const begun = (given = events) => beginStream(ownStream(given).stream, call);

describe("a stream that has begun", () => {
	it("is the whole stream", async () => {
		expect(await readAll(await begun())).toMatchObject(events);
	});

	it("rejects when it fails before its first event", async () => {
		await expect(begun([])).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
	});

	it("begins once, however many wait for it", async () => {
		const stream = await begun();
		expect(await beginStream(stream, call)).toBe(stream);
	});

	it("shows its first event to whoever observes it before it is read, and lets them write into it", async () => {
		const seen: string[] = [];
		const stream = await begun();
		expect(
			observeStream(stream, call, {
				event: (event) => {
					seen.push(event.type);
					if (event.type === "text") event.delta = event.delta.toUpperCase();
				},
			}),
		).toBe(stream);
		expect(await readAll(stream)).toMatchObject([{ delta: "A" }, { delta: "B" }, {}]);
		expect(seen).toEqual(["text", "text", "done"]);
	});

	it("shows an end that was its first event, as event and as end", async () => {
		const observer = { event: vi.fn(), end: vi.fn() };
		const stream = observeStream(await begun([{ type: "done" }]), call, observer);
		expect(observer.event).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: "done" }));
		expect(observer.end).toHaveBeenCalledOnce();
		expect(await readAll(stream)).toHaveLength(1);
		expect(observer.event).toHaveBeenCalledOnce();
	});

	it("does not show an event again to whoever comes after it was read", async () => {
		const stream = await begun();
		const reader = stream.getReader();
		await reader.read();
		reader.releaseLock();
		const event = vi.fn();
		observeStream(stream, call, { event });
		await readAll(stream);
		expect(event.mock.calls.map(([{ type }]) => type)).toEqual(["text", "done"]);
	});

	it("delivers its first event, then the reason, when it is aborted unread", async () => {
		const controller = new AbortController();
		const own = ownStream(events.slice(0, 1), "stay open");
		const stream = await beginStream(own.stream, { ...call, signal: controller.signal });
		controller.abort("mine");
		expect(await readUntilFailure(stream)).toMatchObject({ events: [{ delta: "a" }], error: "mine" });
		expect(own.cancelled).toEqual(["mine"]);
	});

	it("passes a cancel on", async () => {
		const own = ownStream(events.slice(0, 1), "stay open");
		await (await beginStream(own.stream, call)).cancel("enough");
		expect(own.cancelled).toEqual(["enough"]);
	});
});
