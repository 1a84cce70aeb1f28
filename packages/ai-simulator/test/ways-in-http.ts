import type { SimulatorUrls } from "../src/urls.ts";
import { STALL } from "./ways-in-probes.ts";

const llama = "@cf/meta/llama-3.1-8b-instruct";

/** The same capabilities as `probes`, as far as plain HTTP has them: "yes", "no", or where they are instead. */
export function httpProbes(urls: SimulatorUrls): Readonly<Record<string, () => Promise<string>>> {
	const account = urls.workersAi.replace(/\/ai\/v1$/, "");
	const headers = { authorization: "Bearer key", "content-type": "application/json" };
	const post = (url: string, body: unknown, more: object = {}, signal: AbortSignal | null = null) =>
		fetch(url, { method: "POST", headers: { ...headers, ...more }, body: JSON.stringify(body), signal });
	const run = (body: unknown, model = llama, more: object = {}, signal: AbortSignal | null = null) =>
		post(`${account}/ai/run/${model}`, body, more, signal);
	const stalled = async (signal: AbortSignal | null = null) => {
		const reader = (await run({ prompt: STALL, stream: true }, llama, {}, signal)).body?.getReader();
		let text = "";
		while (text.split("\n\n").length < 3) text += new TextDecoder().decode((await reader?.read())?.value);
		return { reader, text };
	};
	const throughGateway = () => run({ prompt: "Hello" }, llama, { "cf-aig-gateway-id": "ways-in" });

	return {
		async "results as objects"() {
			const { result } = (await (await run({ prompt: "Hello" })).json()) as { result: { response?: unknown } };
			return typeof result.response === "string" ? "`result`" : "no";
		},
		async "streams, each frame as it is sent"() {
			const { reader, text } = await stalled();
			await reader?.cancel();
			return text.startsWith('data: {"response":') ? "yes" : "no";
		},
		async "the raw `Response`, of a failure too"() {
			return (await run({ prompt: "Hello" }, "@cf/meta/no-such-model")).status === 400 ? "yes" : "no";
		},
		async "an error's name and message"() {
			const response = await run({ prompt: "Hello" }, "@cf/meta/no-such-model");
			const { errors } = (await response.json()) as { errors: { code: number; message: string }[] };
			return errors[0]?.code === 5007 && errors[0].message !== "" ? "`errors`" : "no";
		},
		async "`aiGatewayLogId` without waiting"() {
			return (await throughGateway()).headers.has("cf-aig-log-id") ? "a header" : "no";
		},
		async "`signal`"() {
			const controller = new AbortController();
			const { reader } = await stalled(controller.signal);
			const next = reader?.read();
			controller.abort();
			return next?.then(
				() => "no",
				(error) => (error.name === "AbortError" ? "yes" : "no"),
			) as Promise<string>;
		},
		async "`gateway(id)` without waiting"() {
			const response = await post(`${urls.gateway}/ways-in/workers-ai/${llama}`, { prompt: "Hello" });
			return response.ok ? "its URL" : "no";
		},
		async "`gateway(id).run`, a `Response`"() {
			const element = { provider: "workers-ai", endpoint: llama, headers, query: { prompt: "Hello" } };
			const response = await post(`${urls.gateway}/ways-in`, [element]);
			return response.ok && response.headers.has("cf-aig-log-id") ? "yes" : "no";
		},
		async "`getLog` and `patchLog`"() {
			const id = (await throughGateway()).headers.get("cf-aig-log-id");
			const log = `${account}/ai-gateway/gateways/ways-in/logs/${id}`;
			const read = async () => (await fetch(log, { headers })).status;
			for (let tries = 0; tries < 50 && (await read()) === 404; tries++) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			const patched = await fetch(log, { method: "PATCH", headers, body: JSON.stringify({ feedback: 1 }) });
			return patched.ok && (await read()) === 200 ? "REST" : "no";
		},
		async "`models()`"() {
			const response = await fetch(`${account}/ai/models/search?search=llama`, { headers });
			if (!response.ok) return "no";
			const { result } = (await response.json()) as { result: unknown[] };
			return result.length > 0 ? "REST" : "no";
		},
		async "`toMarkdown(files)`"() {
			const body = new FormData();
			body.append("files", new Blob(["<h1>Hello</h1>"], { type: "text/html" }), "page.html");
			const { authorization } = headers;
			return (await fetch(`${account}/ai/tomarkdown`, { method: "POST", headers: { authorization }, body })).ok
				? "REST"
				: "no";
		},
		async "a method fails when taken off the object"() {
			return "no";
		},
	};
}
