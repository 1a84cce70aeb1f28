import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";

const ORIGIN = { origin: "http://localhost:3000" };
const OPT_IN = "anthropic-dangerous-direct-browser-access";
const simulator = createSimulator({ gateway: { gateways: ["g"] } });

const ask = (path: string, headers: Record<string, string>, method = "GET") =>
	simulator.fetch(`http://sim${path}`, { method, headers });
const readers = (response: Response) => response.headers.get("access-control-allow-origin");

function mayPost(path: string, names: string): Promise<Response> {
	const asked = { "access-control-request-method": "POST", "access-control-request-headers": names };
	return ask(path, { ...ORIGIN, ...asked }, "OPTIONS");
}

describe("a page in a browser", () => {
	it.each([
		["/openai/v1/chat/completions", "authorization,content-type,x-stainless-lang"],
		["/anthropic/v1/messages", `${OPT_IN},x-api-key`],
		["/v1/sim/g/openai/chat/completions", "authorization,cf-aig-authorization"],
	])("may ask %s, without a key for the question", async (path, names) => {
		const response = await mayPost(path, names);
		expect(response.status).toBe(204);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"access-control-allow-origin": "*",
			"access-control-allow-methods": "POST",
			"access-control-allow-headers": names,
		});
	});

	it.each([
		["/anthropic/v1/messages", "x-api-key"],
		["/client/v4/accounts/sim/ai/run/@cf/meta/llama-3.1-8b-instruct", "authorization"],
		["/inspector/calls", "authorization"],
	])("may not ask %s", async (path, names) => {
		expect(readers(await mayPost(path, names))).toBeNull();
	});

	it("may read answers and errors, whatever their headers", async () => {
		for (const key of [{}, { authorization: "Bearer k" }]) {
			const response = await ask("/openai/v1/models", { ...ORIGIN, ...key });
			expect(response.status).toBe("authorization" in key ? 200 : 401);
			expect(readers(response)).toBe("*");
			expect(response.headers.get("access-control-expose-headers")).toBe("*");
		}
	});

	it("needs Anthropic's permission by a header of its own", async () => {
		const headers = { ...ORIGIN, "x-api-key": "k", "anthropic-version": "2023-06-01" };
		const refused = await ask("/anthropic/v1/models", headers);
		expect([refused.status, readers(refused)]).toEqual([401, null]);
		expect(await refused.json()).toMatchObject({
			error: { type: "authentication_error", message: expect.stringContaining(OPT_IN) },
		});
		const response = await ask("/anthropic/v1/models", { ...headers, [OPT_IN]: "true" });
		expect([response.status, readers(response)]).toEqual([200, "*"]);
	});

	it("is not served by Cloudflare's REST API, nor shown the inspector", async () => {
		const headers = { ...ORIGIN, authorization: "Bearer k" };
		expect(readers(await ask("/client/v4/accounts/sim/ai/models/search", headers))).toBeNull();
		expect(readers(await ask("/inspector/calls", headers))).toBeNull();
	});

	it("is nobody without an origin", async () => {
		expect(readers(await ask("/openai/v1/models", { authorization: "Bearer k" }))).toBeNull();
		expect((await ask("/openai/v1/models", {}, "OPTIONS")).status).toBe(401);
	});

	it("asks for permission only by naming the method that it wants", async () => {
		expect((await ask("/openai/v1/models", ORIGIN, "OPTIONS")).status).toBe(401);
	});
});
