import { describe, expect, it } from "vitest";
import type { WireHappening } from "./happening.ts";
import { tapBody } from "./tap-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A body of `parts` that counts how often it is asked. */
function bodyOf(parts: Uint8Array[], end: "close" | "break" = "close") {
	const asked = { count: 0 };
	const body = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				const part = parts[asked.count++];
				if (part) controller.enqueue(part);
				else if (end === "close") controller.close();
				else controller.error(new TypeError("lost"));
			},
		},
		{ highWaterMark: 0 },
	);
	return { body, asked };
}

describe("tapBody", () => {
	it("hands on the same bytes and tells each piece, split characters included", async () => {
		const told: WireHappening[] = [];
		const [head, tail] = [bytes("é").slice(0, 1), bytes("é").slice(1)];
		const { body } = bodyOf([bytes("data: "), head, tail]);
		const read = await new Response(tapBody(body, (one) => told.push(one))).text();
		expect(read).toBe("data: é");
		expect(told).toEqual(["data: ", "", "é"].map((text) => ({ type: "frame", text })));
	});

	it("asks for nothing before it is read", async () => {
		const { body, asked } = bodyOf([bytes("1"), bytes("2")]);
		const reader = tapBody(body, () => {}).getReader();
		await new Promise((resolve) => setTimeout(resolve));
		expect(asked.count).toBe(0);
		await reader.read();
		await new Promise((resolve) => setTimeout(resolve));
		expect(asked.count).toBe(1);
	});

	it("breaks where the body breaks, and says so once", async () => {
		const told: WireHappening[] = [];
		const { body } = bodyOf([bytes("1")], "break");
		await expect(new Response(tapBody(body, (one) => told.push(one))).text()).rejects.toThrow("lost");
		expect(told.slice(1)).toEqual([{ type: "broken", line: "lost" }]);
	});

	it("passes a cancel on", async () => {
		const told: WireHappening[] = [];
		let reason: unknown;
		const body = new ReadableStream<Uint8Array>({
			cancel(given) {
				reason = given;
			},
		});
		await tapBody(body, (one) => told.push(one)).cancel("enough");
		expect([reason, told]).toEqual(["enough", [{ type: "closed" }]]);
	});
});
