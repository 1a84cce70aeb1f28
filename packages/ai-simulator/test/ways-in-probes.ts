/** As much of `env.AI` as the probes use; what they find differs from way to way. */
// biome-ignore lint/suspicious/noExplicitAny: a probe looks at whatever it is given.
type AnyAi = any;

const llama = "@cf/meta/llama-3.1-8b-instruct";
const gateway = { gateway: { id: "ways-in" } };
const later = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs));

/** The prompt to which the simulator under test sends two frames and then nothing more. */
export const STALL = "stall";

/** A stream that stalls after two frames: what is read of it, and how reading on ends. */
async function stalled(ai: AnyAi, options?: object) {
	const stream: ReadableStream<Uint8Array> = await ai.run(
		llama,
		{ prompt: STALL, stream: true },
		...(options ? [options] : []),
	);
	const reader = stream.getReader();
	let text = "";
	while (text.split("\n\n").length < 3) text += new TextDecoder().decode((await reader.read()).value);
	return { reader, text };
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);

/**
 * What one way to the simulator carries, tried out: "yes", "no", or in a word how else. They run in Node and in workerd, so
 * they import nothing.
 */
export const probes: Readonly<Record<string, (ai: AnyAi) => Promise<string>>> = {
	async "results as objects"(ai) {
		const result = await ai.run(llama, { prompt: "Hello" });
		return typeof result.response === "string" && result.usage.total_tokens > 0 ? "yes" : "no";
	},
	async "streams, each frame as it is sent"(ai) {
		const { reader, text } = await stalled(ai);
		await reader.cancel();
		return text.startsWith('data: {"response":') ? "yes" : "no";
	},
	async "the raw `Response`, of a failure too"(ai) {
		const response = await ai.run("@cf/meta/no-such-model", { prompt: "Hello" }, { returnRawResponse: true });
		return response instanceof Response && response.status === 400 ? "yes" : "no";
	},
	async "an error's name and message"(ai) {
		try {
			await ai.run("@cf/meta/no-such-model", { prompt: "Hello" });
			return "no";
		} catch (error) {
			return error instanceof Error && error.name === "AiError" && /^5007: /.test(error.message) ? "yes" : "no";
		}
	},
	async "`aiGatewayLogId` without waiting"(ai) {
		await ai.run(llama, { prompt: "Hello" }, gateway);
		if (typeof ai.aiGatewayLogId === "string") return "yes";
		return typeof (await ai.aiGatewayLogId) === "string" ? "awaited" : "no";
	},
	async "`signal`"(ai) {
		const controller = new AbortController();
		try {
			const { reader } = await stalled(ai, { signal: controller.signal });
			const next = reader.read();
			controller.abort();
			await next;
			return "no";
		} catch (error) {
			return nameOf(error) === "AbortError" ? "yes" : "no";
		}
	},
	async "`gateway(id)` without waiting"(ai) {
		const made = ai.gateway("ways-in");
		return typeof made.then === "function"
			? (await made.getUrl("openai")) && "pipelined"
			: await made.getUrl("openai").then(() => "yes");
	},
	async "`gateway(id).run`, a `Response`"(ai) {
		const response = await ai.gateway("ways-in").run({
			provider: "workers-ai",
			endpoint: llama,
			headers: { authorization: "Bearer key" },
			query: { prompt: "Hello" },
		});
		return response instanceof Response && response.ok && response.headers.has("cf-aig-log-id") ? "yes" : "no";
	},
	async "`getLog` and `patchLog`"(ai) {
		await ai.run(llama, { prompt: "Hello" }, gateway);
		const id = await ai.aiGatewayLogId;
		const logs = ai.gateway("ways-in");
		// Logs are written a little later than the answer.
		for (let tries = 0; tries < 50; tries++) {
			try {
				await logs.patchLog(id, { feedback: 1, score: 50 });
				break;
			} catch {
				await later(20);
			}
		}
		const log = await logs.getLog(id);
		return log.id === id && log.created_at instanceof Date ? "yes" : "no";
	},
	async "`models()`"(ai) {
		const models = await ai.models({ search: "llama" });
		return models.length > 0 && typeof models[0].task.name === "string" ? "yes" : "no";
	},
	async "`toMarkdown(files)`"(ai) {
		const file = { name: "page.html", blob: new Blob(["<h1>Hello</h1>"], { type: "text/html" }) };
		try {
			const [result] = await ai.toMarkdown([file]);
			return result.format === "markdown" ? "yes" : "no";
		} catch {
			return "no";
		}
	},
	async "a method fails when taken off the object"(ai) {
		const { run } = ai;
		try {
			await run(llama, { prompt: "Hello" });
			return "no";
		} catch (error) {
			return nameOf(error) === "TypeError" ? "yes" : "no";
		}
	},
};
