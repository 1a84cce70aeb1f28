import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutBytes, readAll, readUntilFailure, streamOf } from "../test/pieces.ts";
import { watchedSource } from "../test/watched-source.ts";
import { readEvents, toSseResponse } from "./index.ts";

const encoder = new TextEncoder();
const bodyOf = (text: string): ReadableStream<Uint8Array> => streamOf([encoder.encode(text)]);

const anyEvent = fc.oneof(
	fc.record({ type: fc.constant("text"), delta: fc.string({ unit: "binary" }) }),
	fc.record({
		type: fc.constant("tool_use"),
		id: fc.string(),
		input: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
	}),
);
/** As JSON has them: no -0, no lone prototypes. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe("readEvents", () => {
	it("reads back any events that toSseResponse wrote, in whatever pieces the bytes come", async () => {
		const written = fc.array(anyEvent, { maxLength: 6 }).map((events) => [...events.map(plain), { type: "done" }]);
		await fc.assert(
			fc.asyncProperty(written, fc.infiniteStream(fc.nat()), async (events, random) => {
				const bytes = new Uint8Array(await toSseResponse(streamOf(events)).arrayBuffer());
				const [pieces] = fc.sample(cutBytes(bytes), { numRuns: 1, seed: random.next().value });
				expect(await readAll(readEvents(streamOf(pieces!)))).toEqual(events);
			}),
			{ numRuns: 200 },
		);
	});

	it("rejects a body that is cut anywhere before the end of [DONE], after the events that came whole", async () => {
		const events = [{ type: "text", delta: "né€" }, { type: "text", delta: "b" }, { type: "done" }];
		const bytes = new Uint8Array(await toSseResponse(streamOf(events)).arrayBuffer());
		for (let length = 0; length < bytes.length - "\n\n".length; length++) {
			const { events: read, error } = await readUntilFailure(readEvents(streamOf([bytes.slice(0, length)])));
			expect(error).toBeInstanceOf(Error);
			expect(read).toEqual(events.slice(0, read.length));
		}
	});

	it("rejects a body that ends well but without [DONE]", async () => {
		const { events, error } = await readUntilFailure(readEvents(bodyOf('data: {"type":"text"}\n\n')));
		expect(events).toEqual([{ type: "text" }]);
		expect(error).toEqual(new Error("The event stream was cut: it ended without [DONE]."));
	});

	it("rejects an empty body", async () => {
		await expect(readAll(readEvents(bodyOf("")))).rejects.toThrow("cut");
	});

	it("rejects with code and message of the error that the server reported, after the events before it", async () => {
		const error = Object.assign(new Error("Too many requests"), { code: "WORKKIT_RATE_LIMIT" });
		const { body } = toSseResponse(watchedSource([{ type: "text" }], { error }).stream);
		const failed = await readUntilFailure(readEvents(body!));
		expect(failed.events).toEqual([{ type: "text" }]);
		expect(failed.error).toBeInstanceOf(Error);
		expect(failed.error).toMatchObject({ message: "Too many requests", code: "WORKKIT_RATE_LIMIT" });
	});

	it("rejects a frame that is not JSON, and cancels the body", async () => {
		const source = watchedSource([encoder.encode("data: {\n\n")], "stay open");
		const { error } = await readUntilFailure(readEvents(source.stream));
		expect(error).toBeInstanceOf(SyntaxError);
		expect(source.cancelled.length).toBe(1);
	});

	it("rejects with what the connection failed with", async () => {
		const error = new TypeError("network");
		await expect(readAll(readEvents(watchedSource<Uint8Array>([], { error }).stream))).rejects.toBe(error);
	});

	it("takes [DONE] for the end, though the connection stays open", async () => {
		const source = watchedSource([encoder.encode('data: {"a":1}\n\ndata: [DONE]\n\n')], "stay open");
		expect(await readAll(readEvents(source.stream))).toEqual([{ a: 1 }]);
		expect(source.cancelled.length).toBe(1);
	});

	it("skips comments", async () => {
		expect(await readAll(readEvents(bodyOf(': ping\n\ndata: {"a":1}\n\n: ping\n\ndata: [DONE]\n\n')))).toEqual([
			{ a: 1 },
		]);
	});

	it("cancels the body when its reader cancels, and through a response the server's stream", async () => {
		const source = watchedSource([{ type: "text" }], "stay open");
		const reader = readEvents(toSseResponse(source.stream).body!).getReader();
		await reader.read();
		await reader.cancel("enough");
		expect(source.cancelled).toEqual(["enough"]);
	});

	it("says of a body that is cut inside a frame that it was cut", async () => {
		const events = readEvents(bodyOf('data: {"type":"text"}\n\ndata: {"type":"te'));
		await expect(readAll(events)).rejects.toThrow(/cut/);
	});
});
