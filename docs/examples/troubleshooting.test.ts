import { memoryBudgetStore } from "@workkit/ai-cost";
import { createGateway, createRouter, readEvents, withBudget } from "@workkit/ai-gateway";
import * as errors from "@workkit/errors";
import { describe, expect, it } from "vitest";
import page from "../troubleshooting.md?raw";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";
import * as examples from "./troubleshooting.ts";

it("shows all of an error", async () => {
	const { gateway } = simulate({ reply: () => ({ error: { status: 401, message: "No such key." } }) });
	const lines = spyOnConsole();
	await examples.read(gateway);
	expect(lines[0]).toMatch(/^WORKKIT_UNAUTHORIZED openai answered 401: No such key\. \{"retryable":false,"status":401/);
	expect(lines[1]).toMatch(/^No such key\. req_\w+ undefined$/);
	expect(JSON.parse(lines[2] ?? "")).toMatchObject({ code: "WORKKIT_UNAUTHORIZED" });
});

it("says what could not be honoured", async () => {
	const lines = spyOnConsole();
	await examples.warnings(simulate().gateway);
	expect(lines[0]).toMatch(/seed.* stop \[\{"provider":"anthropic"/);
});

describe("the table of errors", () => {
	const classes = Object.keys(errors).filter((name) => /^[A-Z]\w*Error$/.test(name));

	it.each(classes)("tells of %s, with its code and status", (name) => {
		const { [name as "InternalError"]: Class } = errors;
		const { code, statusCode } = new Class("x");
		expect(page).toContain(`| \`${name}\` · \`${code.replace("WORKKIT_", "")}\` · ${statusCode} |`);
	});

	it("knows all of them", () => {
		expect(classes.length).toBeGreaterThan(14);
	});
});

describe("the messages of the page", () => {
	const make = (config: object) => async () => createGateway(config as never);
	const { gateway } = simulate();
	const causes: Record<string, () => Promise<unknown>> = {
		"openai: `apiKey` must be text that a header may carry.": make({
			...{ providers: { o: { type: "openai", apiKey: "sk-1\n" } }, defaultProvider: "o" },
		}),
		'The provider "x" must be one of workers-ai, openai, anthropic.': () =>
			gateway.run("gpt-5.2", { prompt: "Hello" }, { provider: "x" as never }),
		'must be a provider, or its type "x" one of': make({ providers: { o: { type: "x" } }, defaultProvider: "o" }),
		"`providers` must not be empty.": make({ providers: {}, defaultProvider: "o" }),
		"`baseUrl` must be an http(s) URL without credentials.": make({
			providers: { o: { type: "openai", apiKey: "k", baseUrl: "https://user:pass@host/v1" } },
			defaultProvider: "o",
		}),
		"A router needs a `fallback`, unless its last route fits every model.": async () =>
			createRouter({ routes: [{ pattern: "gpt-*", provider: "openai" }] } as never),
		"`runFallback` needs `cfGateway`.": async () =>
			createGateway({ providers: { o: { type: "openai", apiKey: "k" } }, defaultProvider: "o" }).runFallback(
				[{ provider: "o", model: "gpt-5.2" }],
				{ prompt: "Hello" },
			),
		"`timeout` must be milliseconds above 0.": () => gateway.run("gpt-5.2", { prompt: "Hello" }, { timeout: 0 }),
		"Stream interrupted: cut": async () => {
			const custom = {
				type: "custom",
				run: async () => ({}),
				stream: async () => new ReadableStream({ start: (c) => c.close() }),
			};
			const own = createGateway({ providers: { custom }, defaultProvider: "custom" } as never);
			await (await own.stream("m", { prompt: "Hello" })).getReader().read();
		},
		"The event stream was cut: it ended without [DONE].": async () => {
			await readEvents(new Blob(["data: {}\n\n"]).stream()).pipeTo(new WritableStream());
		},
		"The AI binding cannot be used": async () => {
			const { run } = simulate().env.AI;
			await createGateway({
				providers: { w: { type: "workers-ai", binding: { run } as never } },
				defaultProvider: "w",
			}).run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" });
		},
		'Binding "AI" not found': make({
			providers: { w: { type: "workers-ai", binding: undefined } },
			defaultProvider: "w",
		}),
		"No price is known for": () => {
			const price = () => undefined;
			const bounded = withBudget(gateway, { limit: 1, window: "day", key: "k", store: memoryBudgetStore(), price });
			return bounded.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
		},
	};

	it.each(Object.entries(causes))("%s", async (message, cause) => {
		expect(page.replaceAll("`", "")).toContain(message.replaceAll("`", ""));
		await expect(cause()).rejects.toThrow(message);
	});
});

it("has run every region", () => expectAllRun("troubleshooting.ts"));
