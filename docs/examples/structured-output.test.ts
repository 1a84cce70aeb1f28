import { StructuredRetryExhaustedError } from "@workkit/ai-gateway";
import type { Reply } from "@workkit/ai-simulator";
import { expect, it } from "vitest";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";
import * as examples from "./structured-output.ts";

it("answers with data of the schema's type, and takes null for what is left out", async () => {
	const { gateway, simulator } = simulate({ reply: () => '{"title":"Momo","year":1973,"subtitle":null}' });
	const lines = spyOnConsole();
	await examples.first(gateway);
	expect(lines).toEqual(["Momo 1973 undefined 1"]);
	expect(Object(simulator.requests()[0]?.body).response_format).toMatchObject({ json_schema: { strict: true } });
});

it("sends an answer that does not fit back with the reasons", async () => {
	const answers = ['{"title":"Momo"}', '```json\n{"title":"Momo","year":1973}\n```'];
	const { gateway, simulator } = simulate({ reply: () => answers.shift() });
	const lines = spyOnConsole();
	await examples.first(gateway);
	expect(lines).toEqual(["Momo 1973 undefined 2"]);
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain("year");
});

it("tells what went wrong by the error's code", async () => {
	const replies: Record<string, Reply | string> = {
		truncated: { text: '{"title":"Mo', finish: "length" },
		refused: { refusal: "No." },
		unfit: '{"title":1}',
		down: { error: { status: 529 } },
	};
	const told: Record<string, string> = {};
	const lines = spyOnConsole();
	for (const [name, reply] of Object.entries(replies)) {
		const { gateway, simulator } = simulate({ reply: () => reply });
		await examples.errors(gateway);
		told[name] = `${simulator.requests().length}: ${lines.pop()}`;
	}
	expect(told).toMatchObject({
		truncated: "1: Raise maxTokens.",
		refused: "1: The model refused.",
		unfit: expect.stringMatching(/^3: \[\{.*\}\] 11$/),
		down: "1: WORKKIT_SERVICE_UNAVAILABLE",
	});
});

it("shows the answer while it is written", async () => {
	const { gateway } = simulate({ reply: () => '{"name":"Pancakes","ingredients":["flour","milk","eggs"]}' });
	const lines = spyOnConsole();
	await examples.streaming(gateway);
	expect(lines.length).toBeGreaterThan(2);
	expect(lines.at(-1)).toBe("flour, milk, eggs");
});

it("asks in words where it is told to", async () => {
	const { gateway, simulator } = simulate({ reply: () => 'Here it is: {"city":"Paris"}' });
	const lines = spyOnConsole();
	await examples.withoutLibrary(gateway);
	expect(lines).toEqual(["Paris"]);
	expect(simulator.requests()[0]?.body).not.toHaveProperty("response_format");
});

it("can be done by hand", async () => {
	const { gateway } = simulate({ reply: () => '{"title":"Momo","year":1973}' });
	expect(await examples.format(gateway)).toEqual({ title: "Momo", year: 1973 });
	const cut = simulate({ reply: () => ({ text: '{"title":"Mo', finish: "length" }) });
	await expect(examples.format(cut.gateway)).rejects.toThrow("length");
});

it("works over anything that makes text", async () => {
	const answers = ["no", '{"name":"Momo"}'];
	expect(await examples.nameFrom(async () => answers.shift() ?? "")).toBe("Momo");
	await expect(examples.nameFrom(async () => "no")).rejects.toBeInstanceOf(StructuredRetryExhaustedError);
});

it("has run every region", () => expectAllRun("structured-output.ts"));
