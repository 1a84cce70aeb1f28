import { createSimulator } from "@workkit/ai-simulator";
import { BindingNotFoundError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { aiError, bindingOf, failureOf } from "../test/bindings.ts";
import { ai } from "./index.ts";

const model = "@cf/meta/llama-3.1-8b-instruct";
const messages = [{ role: "user" as const, content: "Hello" }];

describe("ai", () => {
	it("refuses a missing binding by its name", () => {
		for (const missing of [undefined, null, {}]) {
			expect(() => ai(missing as never)).toThrow(BindingNotFoundError);
			expect(() => ai(missing as never)).toThrow(/"AI"/);
		}
	});

	it.each([
		["text", model, { messages }],
		["vectors", "@cf/baai/bge-base-en-v1.5", { text: ["one", "two"] }],
		["a translation", "@cf/meta/m2m100-1.2b", { text: "Hello", target_lang: "fr" }],
		["a summary", "@cf/facebook/bart-large-cnn", { input_text: "A long text. With two sentences." }],
	])("answers with what the binding itself answers: %s", async (_what, name, inputs) => {
		const direct = await createSimulator().ai.run(name, inputs);
		expect(await ai(createSimulator().ai).run(name, inputs)).toEqual({ data: direct, model: name });
	});

	it.each([{ response: null }, { anything: [1] }, "text", 5, null])("hands on whatever it is: %j", async (answer) => {
		const { data } = await ai(bindingOf(answer)).run(model, { messages });
		expect(data).toEqual(answer);
	});

	it("hands on a picture's bytes", async () => {
		const { data } = await ai(createSimulator().ai).run("@cf/lykon/dreamshaper-8-lcm", { prompt: "A fox" });
		const bytes = new Uint8Array(await new Response(data).arrayBuffer());
		expect(bytes.length).toBeGreaterThan(100);
	});

	it("hands on the bytes of a stream that the inputs ask for", async () => {
		const binding = createSimulator().ai;
		const { data } = await ai(binding as never).run(model, { messages, stream: true });
		expect(await new Response(data as never).text()).toMatch(/^data: .*\n\ndata: \[DONE\]\n\n$/s);
	});

	it("passes gateway and signal on to the binding", async () => {
		const binding = bindingOf({ response: "Hi" });
		const { signal } = new AbortController();
		const gateway = { id: "my-gateway", skipCache: true, cacheTtl: 60 };
		await ai(binding).run(model, { messages, max_tokens: 5, anything: "else" }, { signal, gateway });
		expect(binding.asked).toMatchObject([
			{ model, inputs: { messages, max_tokens: 5, anything: "else" }, options: { gateway } },
		]);
		expect(binding.asked[0]?.options.signal).toBe(signal);
	});

	it("rejects with the caller's own reason, before and during the call", async () => {
		const reason = new Error("gone");
		const before = bindingOf({ response: "Hi" });
		expect(await failureOf(ai(before).run(model, { messages }, { signal: AbortSignal.abort(reason) }))).toBe(reason);
		expect(before.asked).toEqual([]);
		const controller = new AbortController();
		const during = bindingOf(() => {
			controller.abort(reason);
			return new Promise(() => {});
		});
		expect(await failureOf(ai(during).run(model, { messages }, controller))).toBe(reason);
	});

	it("tells of the platform's errors with their codes", async () => {
		const error = await failureOf(ai(bindingOf(aiError("5007: No such model"))).run(model, { messages }));
		expect(error).toMatchObject({ code: "WORKKIT_VALIDATION", context: { vendorCode: 5007 } });
	});
});
