/** Asks the Worker: GET, or POST with a body. */
export type Ask = (path: string, body?: unknown) => Promise<Response>;

/** Something that the Worker must do; rejects with what it did instead. */
export type Check = (ask: Ask) => Promise<void>;

/** The fields that the Worker's answers have, of whichever endpoint. */
interface Answer {
	readonly response: string;
	readonly dimensions: readonly number[];
	readonly key: string;
	readonly url: string;
	readonly logId: string;
	readonly log: { readonly id: string; readonly provider: string; readonly success: boolean; readonly cached: boolean };
}

function must(condition: boolean, found: unknown): void {
	if (!condition) throw new Error(`found ${typeof found === "string" ? found : JSON.stringify(found)}`);
}

async function json(response: Response): Promise<Answer> {
	const text = await response.text();
	must(response.status === 200, `${response.status} ${text}`);
	return JSON.parse(text);
}

/** The text of a Workers AI stream that ended as it should. */
async function streamedText(response: Response): Promise<string> {
	const body = await response.text();
	const frames = body.split("\n\n");
	must(response.headers.get("content-type") === "text/event-stream" && frames.at(-2) === "data: [DONE]", body);
	return frames
		.slice(0, -2)
		.map((frame) => JSON.parse(frame.slice("data: ".length)).response ?? "")
		.join("");
}

const pixel =
	"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** What the Worker must do, wherever it runs: everything but reading its gateway's log. */
export const checks: Readonly<Record<string, Check>> = {
	async "answers a prompt"(ask) {
		const { response } = await json(await ask("/"));
		must(response.includes("What is Cloudflare?"), response);
	},
	async "streams a story"(ask) {
		const text = await streamedText(await ask("/story"));
		must(text.includes("Tell me a story"), text);
	},
	async "goes on with a conversation"(ask) {
		const messages = [
			{ role: "user", content: "My name is Ada." },
			{ role: "assistant", content: "Hello Ada." },
			{ role: "user", content: "What is my name?" },
		];
		const text = await streamedText(await ask("/chat", { messages }));
		must(text.includes("What is my name?"), text);
	},
	async "finds the document that a question is about, and answers from it"(ask) {
		const texts = ["The office opens at nine on weekdays.", "Penguins live in the far south of the world."];
		const { dimensions } = await json(await ask("/documents", { texts }));
		must(dimensions.join() === "768,768", dimensions);
		const text = await streamedText(await ask("/rag", { question: "Where do penguins live?" }));
		must(text.includes("far south") && !text.includes("office"), text);
	},
	async "gets an object that fits a schema, in words and in JSON mode"(ask) {
		for (const path of ["/recipe", "/recipe-in-json-mode"]) {
			const recipe = await json(await ask(path, { dish: "soup" }));
			must(Object.keys(recipe).join() === "name,ingredients,instructions,prepTime", recipe);
		}
	},
	async "generates an image and keeps it in a bucket"(ask) {
		const { key } = await json(await ask("/generate-image", { prompt: "A sunset over mountains" }));
		const image = await ask(`/${key}`);
		const start = [...new Uint8Array(await image.arrayBuffer())].slice(0, 3);
		// What every JPEG begins with.
		must(image.headers.get("content-type") === "image/jpeg" && start.join() === "255,216,255", start);
	},
	async "describes an image"(ask) {
		const { response } = await json(await ask("/vision", { url: pixel }));
		must(typeof response === "string" && response !== "", response);
	},
	async "knows the gateway's URL"(ask) {
		const { url } = await json(await ask("/gateway-url"));
		must(url.endsWith("/my-gateway/openai"), url);
	},
	async "asks through the gateway's universal endpoint"(ask) {
		const response = await ask("/universal");
		const text = await response.text();
		must(response.headers.has("cf-aig-log-id") && text.includes("tell me a joke"), text);
	},
	async "gets the platform's error by name and message"(ask) {
		const text = await (await ask("/no-such-model")).text();
		const { name, message } = JSON.parse(text);
		must(name === "AiError" && /^5007: /.test(message), text);
	},
};

/** The gateway's log, whose id is told by a member that is read without waiting. */
export const checkGatewayLog: Check = async (ask) => {
	const { logId, log } = await json(await ask("/gateway", { prompt: "What is a log?" }));
	must(log.id === logId && log.provider === "workers-ai" && log.success && !log.cached, log);
};
