import { toJsonSchema } from "@valibot/to-json-schema";
import { createGateway } from "@workkit/ai-core";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import * as zm from "zod/mini";
import { z as z3 } from "zod/v3";
import { zodToJsonSchema } from "zod-to-json-schema";
import {
	aiWithTools,
	createToolRegistry,
	fromJsonSchema,
	streamStructured,
	streamWithTools,
	structuredAI,
	structuredWithRetry,
	type ToolContext,
	type ToolLoopResult,
	tool,
} from "./index.ts";

const gateway = createGateway({ providers: { a: {}, b: {} }, defaultProvider: "a" });
const named = { name: "weather", description: "" };
type City = { city: string; unit: "C" | "F" };

// A tool's arguments are what the schema makes: defaults are there, transformations done.
tool({
	...named,
	input: z.object({ city: z.string(), unit: z.enum(["C", "F"]).default("C"), count: z.string().transform(Number) }),
	execute(args, context) {
		expectTypeOf(args).toEqualTypeOf<City & { count: number } extends infer T ? { [K in keyof T]: T[K] } : never>();
		expectTypeOf(context).toEqualTypeOf<ToolContext>();
	},
});
tool({
	...named,
	toJsonSchema: zodToJsonSchema,
	input: z3.object({ city: z3.string(), unit: z3.enum(["C", "F"]).default("C") }),
	execute: (args) => expectTypeOf(args).toEqualTypeOf<City>(),
});
tool({
	...named,
	toJsonSchema,
	input: v.object({ city: v.string(), unit: v.optional(v.picklist(["C", "F"]), "C") }),
	execute: (args) => expectTypeOf(args).toEqualTypeOf<City>(),
});
tool({
	...named,
	input: type({ city: "string", unit: "'C' | 'F'" }),
	execute: (args) => expectTypeOf(args).toEqualTypeOf<City>(),
});
tool({
	...named,
	toJsonSchema: z.toJSONSchema,
	input: zm.object({ city: zm.string() }),
	execute: (args) => expectTypeOf(args).toEqualTypeOf<{ city: string }>(),
});
tool({
	...named,
	input: fromJsonSchema<City>({ type: "object" }),
	execute: (args) => expectTypeOf(args).toEqualTypeOf<City>(),
});
const none = tool({ ...named, execute: () => 5 });
expectTypeOf(none.execute({}, {} as ToolContext)).toEqualTypeOf<number>();

const weather = tool({
	...named,
	input: z.object({ city: z.string() }),
	execute: async ({ city }) => city.length,
});
expectTypeOf(weather.execute({ city: "" }, {} as ToolContext)).toEqualTypeOf<Promise<number>>();
// @ts-expect-error The city is missing.
weather.execute({}, {} as ToolContext);
// @ts-expect-error A schema of another shape.
tool({ ...named, input: z.object({ city: z.string() }), execute: ({ town }) => town });

// Tools of any kind, definitions and registries go into a loop; providers' keys stay typed.
const registry = createToolRegistry([weather, none]);
registry.register("x", {
	definition: { description: "", parameters: {} },
	handler: ({ city }: { city: string }) => city,
});
const definition = { name: "ask", description: "", parameters: { type: "object" } };
expectTypeOf(
	aiWithTools(gateway, "m", { prompt: "" }, { tools: [weather, none, definition], runOptions: { provider: "b" } }),
).resolves.toEqualTypeOf<ToolLoopResult>();
aiWithTools(gateway, "m", { messages: [] }, { tools: registry, toolChoice: { name: "x" } });
// A definition is enough for `run`, too.
gateway.run("m", { prompt: "" }, { toolOptions: { tools: [weather] } });
// @ts-expect-error No such provider.
aiWithTools(gateway, "m", { prompt: "" }, { tools: [], runOptions: { provider: "c" } });
// @ts-expect-error No such model.
aiWithTools(gateway, 5, { prompt: "" }, { tools: [] });

// A hand-written gateway will do.
const own = { run: async (model: string) => ({ text: model, raw: null, provider: "own", model }) };
aiWithTools(own, "m", { prompt: "" }, { tools: [] });

// Events: those of the loop, and those that were asked for.
for await (const event of await streamWithTools(gateway, "m", { prompt: "" }, { tools: [weather] })) {
	expectTypeOf(event.type).toEqualTypeOf<"text" | "tool_use" | "tool_result" | "turn" | "done">();
	if (event.type === "done") expectTypeOf(event.content).toEqualTypeOf<string>();
}
const options = { tools: [weather], events: ["reasoning"] as const };
for await (const event of await streamWithTools(gateway, "m", { prompt: "" }, options)) {
	expectTypeOf(event.type).toEqualTypeOf<"text" | "reasoning" | "tool_use" | "tool_result" | "turn" | "done">();
}

// A structured result has the schema's type.
const zod = z.object({ city: z.string(), tags: z.array(z.string()).default([]) });
type Made = { city: string; tags: string[] };
expectTypeOf((await structuredAI(gateway, "m", { prompt: "" }, { schema: zod })).data).toEqualTypeOf<Made>();
expectTypeOf(
	(await structuredAI(gateway, "m", { prompt: "" }, { schema: v.object({ city: v.string() }), toJsonSchema })).data,
).toEqualTypeOf<{ city: string }>();
expectTypeOf(
	(
		await structuredAI(
			gateway,
			"m",
			{ prompt: "" },
			{ schema: type({ city: "string" }), runOptions: { provider: "a" } },
		)
	).data,
).toEqualTypeOf<{ city: string }>();
expectTypeOf(
	(await structuredAI(gateway, "m", { prompt: "" }, { schema: fromJsonSchema<City>({}) })).data,
).toEqualTypeOf<City>();
expectTypeOf(
	(await structuredWithRetry({ schema: z3.object({ city: z3.string() }), generate: async () => "" })).data,
).toEqualTypeOf<{ city: string }>();
for await (const event of await streamStructured(gateway, "m", { prompt: "" }, { schema: zod })) {
	if (event.type === "partial")
		expectTypeOf(event.data).toEqualTypeOf<{ city?: string; tags?: string[] | undefined }>();
	else expectTypeOf(event.data).toEqualTypeOf<Made>();
}
