import { describe, expect, it } from "vitest";
import { createGateway, type ProviderConfig } from "./index.ts";

type Type = ProviderConfig["type"];

const types: Type[] = ["openai", "anthropic", "workers-ai", "custom"];
const https: Type[] = ["openai", "anthropic"];
const builtIn: Type[] = ["openai", "anthropic", "workers-ai"];
const hello = { prompt: "Hello" };

/** A gateway of one provider that counts how often somebody is asked. */
function gatewayOf(type: Type) {
	const asked = { count: 0 };
	const ask = async (): Promise<never> => {
		asked.count++;
		throw new Error("Somebody was asked.");
	};
	const parts = { apiKey: "test-key", fetch: ask, binding: { run: ask }, run: ask, stream: ask, embed: ask };
	return {
		asked,
		gateway: createGateway({ providers: { mine: { type, ...parts } as ProviderConfig }, defaultProvider: "mine" }),
	};
}

type Operation = "run" | "stream" | "embed";

/** Expects the operations to reject with an error that names what to mend, before anybody is asked. */
async function expectRefusal(
	type: Type,
	operations: readonly Operation[],
	parameters: readonly unknown[],
	names: string | RegExp,
	code = "WORKKIT_VALIDATION",
): Promise<void> {
	for (const operation of operations) {
		const { asked, gateway } = gatewayOf(type);
		const call = gateway[operation] as (...given: unknown[]) => Promise<unknown>;
		const error = await call(...parameters).then(
			() => undefined,
			(thrown) => thrown,
		);
		expect(error).toMatchObject({ code, retryable: false, message: expect.stringMatching(names) });
		expect(asked.count).toBe(0);
	}
}

const chat = ["run", "stream"] as const;
const all = ["run", "stream", "embed"] as const;

describe.each(types)("for every operation of %s", (type) => {
	it.each(["", " \n", undefined, null, 5, {}])("a model that is %j", async (model) => {
		const name = /model/i;
		await expectRefusal(type, chat, [model, hello], name);
		await expectRefusal(type, ["embed"], [model, { text: "a" }], name);
	});

	it.each(["timeout", "attemptTimeout", "firstTokenTimeout", "idleTimeout"])("an unusable %s", async (name) => {
		for (const ms of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
			await expectRefusal(type, chat, ["m", hello, { [name]: ms }], name);
			await expectRefusal(type, ["embed"], ["m", { text: "a" }, { [name]: ms }], name);
		}
	});

	it("a provider that is not there", async () => {
		await expectRefusal(type, all, ["m", hello, { provider: "theirs" }], /theirs.*mine/, "WORKKIT_CONFIG");
		await expectRefusal(type, all, ["m", hello, { provider: "" }], /mine/, "WORKKIT_CONFIG");
	});

	it("a signal that is aborted already: the caller's own reason comes back", async () => {
		const reason = { the: "caller's own" };
		for (const operation of all) {
			const { asked, gateway } = gatewayOf(type);
			const call = gateway[operation] as (...given: unknown[]) => Promise<unknown>;
			const rejection = await call("m", { prompt: "Hello", text: "a" }, { signal: AbortSignal.abort(reason) }).catch(
				(thrown) => thrown,
			);
			expect(rejection).toBe(reason);
			expect(asked.count).toBe(0);
		}
	});
});

describe.each(types)("the conversation for %s", (type) => {
	it("with both messages and a prompt", async () => {
		await expectRefusal(
			type,
			chat,
			["m", { prompt: "a", messages: [{ role: "user", content: "b" }] }],
			/messages.*prompt/,
		);
	});

	it.each([undefined, null, "Hello", 5, true])("that is %j and not an object", async (input) => {
		await expectRefusal(type, chat, ["m", input], /input/i);
	});

	it.each([[[]], ["Hello"], [{}], [5], [null]])("with messages that are %j", async (messages) => {
		await expectRefusal(type, chat, ["m", { messages }], /messages/);
	});

	it.each([5, null, {}, ["Hello"]])("with a prompt that is %j", async (prompt) => {
		await expectRefusal(type, chat, ["m", { prompt }], /prompt/);
	});

	it.each([
		undefined,
		null,
		"Hello",
		5,
		{},
		{ role: "usr", content: "a" },
		{ role: "", content: "a" },
		{ content: "a" },
		{ role: "toString", content: "a" },
	])("with a message that is %j", async (message) => {
		const messages = [{ role: "user", content: "a" }, message];
		await expectRefusal(type, chat, ["m", { messages }], /messages\[1\].*role/s);
	});

	it.each([5, true, {}, { type: "text", text: "a" }])("with content that is %j", async (content) => {
		await expectRefusal(type, chat, ["m", { messages: [{ role: "user", content }] }], /messages\[0\].*content/s);
	});

	it.each([null, undefined, 5, "Hello", {}, { text: "a" }])("with a part that is %j", async (part) => {
		const content = [{ type: "text", text: "a" }, part];
		await expectRefusal(type, chat, ["m", { messages: [{ role: "user", content }] }], /messages\[0\]\.content.*type/);
	});

	it("with a tool's answer that answers nothing", async () => {
		await expectRefusal(
			type,
			chat,
			["m", { messages: [{ role: "tool", content: "a" }] }],
			/messages\[0\].*toolCallId/s,
		);
	});

	it.each([{}, "f", [null], [{}], [{ id: "1" }]])("with `tool_calls` that are %j", async (calls) => {
		const messages = [{ role: "assistant", content: "", tool_calls: calls }];
		await expectRefusal(type, chat, ["m", { messages }], "");
	});
});

describe.each(builtIn)("the conversation for %s", (type) => {
	it.each([{}, "f", [null]])("with `toolCalls` that are %j", async (calls) => {
		const messages = [{ role: "assistant", content: "", toolCalls: calls }];
		await expectRefusal(type, chat, ["m", { messages }], "");
	});

	it.each([
		{ type: "image" },
		{ type: "image", url: "https://example.com/a.png" },
		{ type: "image", image: 5 },
		{ type: "image", image: new ArrayBuffer(8) },
		{ type: "image", image: { url: "https://example.com/a.png" } },
		{ type: "file", mediaType: "application/pdf" },
		{ type: "file", mediaType: "application/pdf", data: new ArrayBuffer(8) },
	])("with a picture or document that is none: %o", async (part) => {
		await expectRefusal(type, chat, ["m", { messages: [{ role: "user", content: [part] }] }], /URL|image|data/);
	});
});

describe.each(https)("for %s", (type) => {
	it("an input that is no conversation", async () => {
		for (const input of [{}, { text: "a" }, { temperature: 1 }])
			await expectRefusal(type, chat, ["m", input], /messages.*prompt/s);
	});

	it("a field that JSON cannot carry", async () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		for (const field of [5n, circle])
			await expectRefusal(type, chat, ["m", { ...hello, vendorField: field }], /cannot be sent/);
	});
});

describe.each(builtIn)("the options for %s", (type) => {
	it.each(["xml", {}, { jsonSchema: null }, { jsonSchema: "object" }, { schema: { type: "object" } }])(
		"with the response format %j",
		async (responseFormat) => {
			await expectRefusal(type, chat, ["m", hello, { responseFormat }], /responseFormat/);
		},
	);
});

describe.each(["openai", "workers-ai"] as const)("texts to embed with %s", (type) => {
	it.each([
		undefined,
		null,
		"Hello",
		{},
		{ text: undefined },
		{ text: null },
		{ text: [] },
		{ text: 5 },
		{ text: [5] },
		{ text: ["a", null] },
		{ text: {} },
		{ input: "a" },
	])("that are %j", async (input) => {
		await expectRefusal(type, ["embed"], ["m", input], /text/);
	});
});

describe("an operation that a provider does not have", () => {
	it("is told by name", async () => {
		await expectRefusal("anthropic", ["embed"], ["m", { text: "a" }], /mine.*embed/s, "WORKKIT_UNSUPPORTED_OPERATION");
		const mine: ProviderConfig = { type: "custom", run: async (model) => ({ raw: null, provider: "mine", model }) };
		const gateway = createGateway({ providers: { mine }, defaultProvider: "mine" });
		await expect(gateway.stream("m", hello)).rejects.toMatchObject({
			code: "WORKKIT_UNSUPPORTED_OPERATION",
			message: expect.stringMatching(/mine.*stream/s),
		});
	});
});
