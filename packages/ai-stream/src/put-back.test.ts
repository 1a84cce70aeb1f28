import { describe, expect, it } from "vitest";
import { watchedSource } from "../test/watched-source.ts";
import { putBack } from "./index.ts";

const read = async <T>(stream: ReadableStream<T>): Promise<T[]> => {
	const items: T[] = [];
	for await (const item of stream) items.push(item);
	return items;
};

describe("putBack", () => {
	it("gives what was read, then the rest", async () => {
		const reader = watchedSource(["a", "b", "c"]).stream.getReader();
		expect(await read(putBack(reader, await reader.read()))).toEqual(["a", "b", "c"]);
	});

	it("is as empty as what was read", async () => {
		const reader = watchedSource<string>([]).stream.getReader();
		expect(await read(putBack(reader, await reader.read()))).toEqual([]);
	});

	it("fails as the source does", async () => {
		const error = new Error("cut");
		const reader = watchedSource(["a"], { error }).stream.getReader();
		await expect(read(putBack(reader, await reader.read()))).rejects.toBe(error);
	});

	it("reads nothing ahead, and cancels the source", async () => {
		const source = watchedSource(["a", "b", "c"]);
		const reader = source.stream.getReader();
		const whole = putBack(reader, await reader.read()).getReader();
		expect(await whole.read()).toEqual({ done: false, value: "a" });
		expect(source.pulls).toBe(1);
		await whole.cancel("enough");
		expect(source.cancelled).toEqual(["enough"]);
	});
});
