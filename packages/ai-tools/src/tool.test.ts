import { toJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { zodToJsonSchema } from "zod-to-json-schema";
import { createToolRegistry } from "./create-tool-registry.ts";
import { fromJsonSchema } from "./from-json-schema.ts";
import { tool } from "./tool.ts";

const named = { name: "weather", description: "Tells the weather." };
const execute = ({ city }: { city: string }) => `Sunny in ${city}`;
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const run = (given: Parameters<typeof createToolRegistry>[0], args: Record<string, unknown>) =>
	createToolRegistry(given).execute({ id: "1", name: "weather", arguments: args });

describe("a tool", () => {
	it.each([
		["Zod 4", tool({ ...named, input: z.object({ city: z.string() }), execute })],
		["Zod 3", tool({ ...named, input: z3.object({ city: z3.string() }), execute, toJsonSchema: zodToJsonSchema })],
		["Valibot", tool({ ...named, input: v.object({ city: v.string() }), execute, toJsonSchema })],
		["ArkType", tool({ ...named, input: type({ city: "string" }), execute })],
		["a JSON Schema", tool({ ...named, input: fromJsonSchema<{ city: string }>(parameters), execute })],
	])("takes a schema of %s", async (_, made) => {
		expect(made).toMatchObject({ ...named, parameters });
		expect(await run([made], { city: "Rome" })).toMatchObject({ content: "Sunny in Rome" });
		expect(await run([made], {})).toMatchObject({ isError: true, content: expect.stringContaining("- city: ") });
	});

	it("without an input takes no arguments", async () => {
		const made = tool({ ...named, execute: () => "Sunny" });
		expect(made.parameters).toEqual({ type: "object", properties: {} });
		expect(await run([made], {})).toMatchObject({ content: "Sunny" });
	});

	it("is refused for a name that vendors refuse, and for an input that is no object", () => {
		for (const name of ["", "get weather", "wetter_für_alle", "x".repeat(65)]) {
			expect(() => tool({ ...named, name, execute: () => "" })).toThrow(
				expect.objectContaining({ code: "WORKKIT_CONFIG" }),
			);
		}
		for (const input of [z.string(), z.array(z.string()), z.union([z.object({}), z.object({ a: z.string() })])]) {
			expect(() => tool({ ...named, input, execute: () => "" })).toThrow("must be an object");
		}
	});

	it("tells what its JSON Schema does not say", () => {
		const input = z.object({ city: z.string().refine(Boolean) });
		expect(tool({ ...named, input, execute }).warnings).toEqual([expect.stringMatching(/weather.*refinement/)]);
	});
});

describe("a registry", () => {
	it("registers, lists and runs, its methods taken off it too", async () => {
		const registry = createToolRegistry();
		const { register, getTools, execute: executeCall } = registry;
		const definition = { ...named, parameters };
		expect(register("weather", { definition, handler: execute })).toBe(registry);
		expect(getTools()).toEqual([definition]);
		expect(await executeCall({ id: "7", name: "weather", arguments: { city: "Rome" } })).toEqual({
			toolCallId: "7",
			name: "weather",
			content: "Sunny in Rome",
			value: "Sunny in Rome",
		});
	});

	it("goes by the name of the registration, and takes a second one for a replacement", async () => {
		const registry = createToolRegistry();
		registry.register("weather", { definition: { ...named, name: "other", parameters }, handler: () => "old" });
		registry.register("weather", { definition: { description: "", parameters }, handler: () => "new" });
		expect(registry.getTools()).toEqual([{ name: "weather", description: "", parameters }]);
		expect(await registry.execute({ id: "1", name: "weather", arguments: { city: "" } })).toMatchObject({
			content: "new",
		});
	});

	it("shows results as JSON, texts as they are, and nothing as null", async () => {
		const showing = async (value: unknown) => (await run([tool({ ...named, execute: () => value })], {})).content;
		expect(await Promise.all([{ a: 1 }, "a", undefined, "", 5, null].map(showing))).toEqual([
			'{"a":1}',
			"a",
			"null",
			"",
			"5",
			"null",
		]);
	});

	it("rejects only when the caller aborts", async () => {
		const registry = createToolRegistry([tool({ ...named, execute: () => new Promise(() => {}) })]);
		const controller = new AbortController();
		const call = { id: "1", name: "weather", arguments: {} };
		const executing = registry.execute(call, { signal: controller.signal });
		controller.abort("gone");
		await expect(executing).rejects.toBe("gone");
		expect(await registry.execute(call, { timeout: 5 })).toMatchObject({ isError: true });
	});
});
