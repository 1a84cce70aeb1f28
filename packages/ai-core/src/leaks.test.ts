import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answer, stop, terminal, text } from "../test/chat-wire.ts";
import { ownGateway, ownStream, vendorGateway } from "../test/gateways.ts";
import { readAll, readUntilFailure, rejection } from "../test/outcome.ts";
import type { Reply } from "../test/upstream.ts";
import type { GatewayStreamEvent } from "./index.ts";

const calls = 200;
const prompt = { prompt: "Hello" };
const deadlines = { timeout: 10_000, attemptTimeout: 9_000, firstTokenTimeout: 8_000, idleTimeout: 7_000 };

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A signal that outlives its calls, and the number of listeners that it has. */
function longLived(): { controller: AbortController; signal: AbortSignal; listeners: () => number } {
	const controller = new AbortController();
	const { signal } = controller;
	const registered: unknown[] = [];
	const add = signal.addEventListener.bind(signal);
	const remove = signal.removeEventListener.bind(signal);
	vi.spyOn(signal, "addEventListener").mockImplementation((type: string, listener: unknown, options?: unknown) => {
		registered.push(listener);
		add(type as "abort", listener as () => void, options as object);
	});
	vi.spyOn(signal, "removeEventListener").mockImplementation((type: string, listener: unknown, options?: unknown) => {
		const index = registered.indexOf(listener);
		if (index >= 0) registered.splice(index, 1);
		remove(type as "abort", listener as () => void, options as object);
	});
	return { controller, signal, listeners: () => registered.length };
}

const many = <T>(act: (index: number) => Promise<T>): Promise<T[]> =>
	Promise.all(Array.from({ length: calls }, (_, index) => act(index)));

type Streams = ReadableStream<GatewayStreamEvent>[];
const endings: [string, Reply, (streams: Streams, caller: AbortController) => Promise<unknown>][] = [
	["completed", { chunks: [text("a"), 5, stop, terminal] }, (streams) => Promise.all(streams.map(readAll))],
	["failed", { chunks: [text("a"), 5, "data: {\n\n"] }, (streams) => Promise.all(streams.map(readUntilFailure))],
	["cut", { chunks: [text("a"), 5] }, (streams) => Promise.all(streams.map(readUntilFailure))],
	["cancelled unread", { chunks: [text("a")] }, (streams) => Promise.all(streams.map((stream) => stream.cancel()))],
	[
		"cancelled between reads",
		{ chunks: [text("a"), text("b")], end: "stay open" },
		(streams) =>
			Promise.all(
				streams.map(async (stream) => {
					for await (const _ of stream) break;
				}),
			),
	],
	[
		"cancelled while a read waits",
		{ chunks: [text("a")], end: "stay open" },
		(streams) =>
			Promise.all(
				streams.map(async (stream) => {
					const reader = stream.getReader();
					await reader.read();
					const read = reader.read();
					await reader.cancel();
					await read;
				}),
			),
	],
	[
		"cancelled with events left",
		{ chunks: [text("a") + text("b") + stop + terminal] },
		(streams) =>
			Promise.all(
				streams.map(async (stream) => {
					for await (const _ of stream) break;
				}),
			),
	],
];

describe(`${calls} streams at once leave no timer and no listener on the caller's signal`, () => {
	it.each(
		endings.flatMap(([how, reply, end]) => [
			[how, "without deadlines", reply, end, {}] as const,
			[how, "with every deadline", reply, end, deadlines] as const,
		]),
	)("when they are %s, %s", async (_how, _with, reply, end, options: Partial<typeof deadlines>) => {
		const { controller, signal, listeners } = longLived();
		const { gateway } = vendorGateway(reply);
		const streams = await many(() => gateway.stream("m", prompt, { ...options, signal }));
		const ended = end(streams, controller);
		await vi.advanceTimersByTimeAsync(10);
		await ended;
		await vi.advanceTimersByTimeAsync(0);
		expect(vi.getTimerCount()).toBe(0);
		expect(listeners()).toBe(0);
	});

	it.each([
		["while reads wait", true],
		["while nobody reads", false],
	])("when they are aborted %s", async (_when, waiting) => {
		const { gateway } = vendorGateway({ chunks: [text("a")], end: "stay open" });
		const { controller, signal, listeners } = longLived();
		const streams = await many(() => gateway.stream("m", prompt, { ...deadlines, signal }));
		const readers = streams.map((stream) => stream.getReader());
		await Promise.all(readers.map((reader) => reader.read()));
		const early = waiting ? readers.map((reader) => rejection(reader.read())) : [];
		await vi.advanceTimersByTimeAsync(0);
		controller.abort("closed");
		expect(vi.getTimerCount()).toBe(0);
		const errors = await Promise.all(waiting ? early : readers.map((reader) => rejection(reader.read())));
		expect(new Set(errors)).toEqual(new Set(["closed"]));
		await vi.advanceTimersByTimeAsync(0);
		expect(vi.getTimerCount()).toBe(0);
		expect(listeners()).toBe(0);
	});

	it.each(Object.keys(deadlines))("when their %s expires", async (name) => {
		const { gateway } = vendorGateway({ chunks: name === "idleTimeout" ? [text("a")] : [], end: "stay open" });
		const { signal, listeners } = longLived();
		const failed = many(async () =>
			readUntilFailure(await gateway.stream("m", prompt, { ...deadlines, [name]: 50, signal })),
		);
		await vi.advanceTimersByTimeAsync(50);
		for (const { error } of await failed) expect(error).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs: 50 });
		expect(vi.getTimerCount()).toBe(0);
		expect(listeners()).toBe(0);
	});

	it("when they never begin: the vendor refuses, fails, or does not answer in time", async () => {
		for (const reply of [
			{ status: 500, json: {} },
			{ failure: new TypeError("refused") },
			"wait",
			"ignore the signal",
		] as Reply[]) {
			const { gateway } = vendorGateway(reply);
			const { signal, listeners } = longLived();
			const errors = many(() => rejection(gateway.stream("m", prompt, { ...deadlines, signal })));
			await vi.advanceTimersByTimeAsync(deadlines.timeout);
			await errors;
			expect(vi.getTimerCount()).toBe(0);
			// A provider that never settles keeps what waits for it, but not on the caller's signal.
			expect(listeners()).toBe(0);
		}
	});

	it.each([
		["completed", "close"],
		["left by their reader", "stay open"],
	] as const)("when they are a hand-written provider's, and %s", async (_how, end) => {
		const events = [{ type: "text", delta: "a" }, ...(end === "close" ? [{ type: "done" }] : [])];
		const gateway = ownGateway({ stream: async () => ownStream(events, end).stream });
		const { signal, listeners } = longLived();
		await many(async () => {
			for await (const { type } of await gateway.stream("m", prompt, { ...deadlines, signal })) {
				if (type === "text" && end === "stay open") break;
			}
		});
		await vi.advanceTimersByTimeAsync(0);
		expect(vi.getTimerCount()).toBe(0);
		expect(listeners()).toBe(0);
	});
});

describe(`${calls} calls at once leave no timer and no listener on the caller's signal`, () => {
	it.each([
		["answered", { json: answer }],
		["refused", { status: 400, json: { error: { message: "no" } } }],
		["broken", { json: "no object" }],
	] as [string, Reply][])("when they are %s", async (_how, reply) => {
		const { gateway } = vendorGateway(reply);
		const { signal, listeners } = longLived();
		await many(() => gateway.run("m", prompt, { ...deadlines, signal }).catch(() => {}));
		await vi.advanceTimersByTimeAsync(0);
		expect(vi.getTimerCount()).toBe(0);
		expect(listeners()).toBe(0);
	});

	it("when the signal has no deadline beside it", async () => {
		const { gateway } = vendorGateway({ json: answer });
		const { signal, listeners } = longLived();
		await many(() => gateway.run("m", prompt, { signal }));
		await vi.advanceTimersByTimeAsync(0);
		expect(listeners()).toBe(0);
		expect(vi.mocked(signal.addEventListener).mock.calls.length).toBeGreaterThan(0);
	});

	it("when they are refused before anything is sent", async () => {
		const { gateway, exchanges } = vendorGateway({ json: answer });
		const { signal, listeners } = longLived();
		await many(() => rejection(gateway.run("", prompt, { ...deadlines, signal })));
		await many(() => rejection(gateway.run("m", { messages: [] }, { ...deadlines, signal })));
		await vi.advanceTimersByTimeAsync(0);
		expect(vi.getTimerCount()).toBe(0);
		expect(listeners()).toBe(0);
		expect(exchanges).toEqual([]);
	});
});
