import { expect, it } from "vitest";
import type { OpenRecord } from "./exchange.ts";
import { bytesSource, passOn, streamSource, wholeSource } from "./gateway-body.ts";

const record = () => ({ framesSent: 0, finished: false, cancelled: false }) as OpenRecord;
const silent = { piece() {}, end() {} };
const bytes = new TextEncoder().encode("Hello");

it("ends for a reader with a buffer of its own, though the source does not say so in advance", async () => {
	const source = streamSource(new Response("Hello"), undefined);
	const reader = passOn(source, record(), undefined, silent).getReader({ mode: "byob" });
	expect((await reader.read(new Uint8Array(9))).value).toEqual(bytes);
	expect((await reader.read(new Uint8Array(9))).done).toBe(true);
});

it("tells the end once, and only then", async () => {
	let ends = 0;
	const entry = record();
	const reader = passOn(bytesSource(bytes), entry, undefined, { ...silent, end: () => ends++ }).getReader();
	expect([ends, entry.finished]).toEqual([0, false]);
	await reader.read();
	expect([ends, entry.finished, entry.framesSent]).toEqual([1, true, 1]);
	expect((await reader.read()).done).toBe(true);
	expect(ends).toBe(1);
});

it("breaks again where a body that was read in advance has broken", async () => {
	let reads = 0;
	const body = new ReadableStream({
		pull(controller) {
			if (reads++ === 0) controller.enqueue(bytes.slice());
			else controller.error(new TypeError("network connection lost"));
		},
	});
	const source = await wholeSource(new Response(body));
	expect([source.isBroken, source.bytes]).toEqual([true, bytes]);
	const entry = record();
	const reader = passOn(source, entry, undefined, silent).getReader();
	expect((await reader.read()).value).toEqual(bytes);
	await expect(reader.read()).rejects.toThrow("network connection lost");
	expect(entry).toMatchObject({ finished: false, cancelled: false });
});
