import { describe, expect, it } from "vitest";
import { watchedBody } from "./watched-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function watch(pieces: readonly string[]) {
	const seen: string[] = [];
	const left = [...pieces];
	const source = new ReadableStream<Uint8Array>({
		pull(controller) {
			const next = left.shift();
			if (next === undefined) controller.close();
			else controller.enqueue(bytes(next));
		},
	});
	const body = watchedBody(source, {
		frame: (piece) => seen.push(new TextDecoder().decode(piece)),
		end: (outcome) => seen.push(`[${outcome}]`),
	});
	return { body, seen };
}

describe("watchedBody", () => {
	it("tells of every piece and of the end, once", async () => {
		const { body, seen } = watch(["one", "two"]);
		expect(await new Response(body).text()).toBe("onetwo");
		expect(seen).toEqual(["one", "two", "[finished]"]);
	});

	it("goes on past a piece that is empty", async () => {
		const { body, seen } = watch(["one", "", "", "two"]);
		expect(await new Response(body).text()).toBe("onetwo");
		expect(seen).toEqual(["one", "two", "[finished]"]);
	});

	it("takes nothing from the source before it is read", async () => {
		const { body, seen } = watch(["one", "two"]);
		const reader = body.getReader();
		await reader.read();
		expect(seen).toEqual(["one"]);
		await reader.cancel();
		expect(seen).toEqual(["one", "[cancelled]"]);
	});

	it("fails as soon as the source does, also while nobody reads", async () => {
		const outcomes: string[] = [];
		let fail = (_: Error) => {};
		const source = new ReadableStream<Uint8Array>({
			start(controller) {
				fail = (error) => controller.error(error);
			},
		});
		const reader = watchedBody(source, { frame: () => {}, end: (outcome) => outcomes.push(outcome) }).getReader();
		fail(new Error("gone"));
		await expect(reader.closed).rejects.toThrow("gone");
		expect(outcomes).toEqual(["broken"]);
	});
});
