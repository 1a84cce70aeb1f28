/** The AI binding as these calls use it, the real one or the simulated: what they find is told apart by comparing. */
// biome-ignore lint/suspicious/noExplicitAny: calls are made as JavaScript makes them, wrong ones included.
export type AnyAi = any;

const LLAMA = "@cf/meta/llama-3.1-8b-instruct";
const FLUX_2 = "@cf/black-forest-labs/flux-2-dev";
const hello = { messages: [{ role: "user", content: "Hello there" }] };
const sound = () => new Response("ID3\0ai-simulator:SGVsbG8gdGhlcmU=; a sound").body;
const page = (name: string) => ({ name, blob: new Blob(["<h1>Hello</h1>"], { type: "text/html" }) });

function form(): { body: ReadableStream | null; contentType: string | null } {
	const fields = new FormData();
	for (const [name, value] of Object.entries({ prompt: "A sunset", width: "256", height: "256" }))
		fields.append(name, value);
	const { body, headers } = new Response(fields);
	return { body, contentType: headers.get("content-type") };
}

async function rawOf(running: Promise<Response>): Promise<unknown> {
	const response = await running;
	const { status, headers } = response;
	return { status, contentType: headers.get("content-type"), text: (await response.text()).slice(0, 500) };
}

const stateOf = (ai: AnyAi) => [
	typeof ai.lastRequestId,
	ai.lastRequestHttpStatusCode,
	ai.lastRequestInternalStatusCode,
	typeof ai.aiGatewayLogId,
];

/** Calls by what they show. Each gives what can be sent as JSON, or fails; streams are read. */
export const CALLS: Readonly<Record<string, (ai: AnyAi) => Promise<unknown>>> = {
	"a text": (ai) => ai.run(LLAMA, hello),
	"a stream": (ai) => ai.run(LLAMA, { ...hello, stream: true }),
	"a chat completion": (ai) => ai.run("@cf/zai-org/glm-4.7-flash", hello),
	"a streamed chat completion": (ai) => ai.run("@cf/zai-org/glm-4.7-flash", { ...hello, stream: true }),
	"a response": (ai) => ai.run("@cf/openai/gpt-oss-20b", { input: "Hello" }),
	vectors: (ai) => ai.run("@cf/baai/bge-small-en-v1.5", { text: ["Hello"] }),
	"an image in base64": (ai) => ai.run("@cf/black-forest-labs/flux-1-schnell", { prompt: "A sunset" }),
	"an image as a stream": (ai) => ai.run("@cf/lykon/dreamshaper-8-lcm", { prompt: "A sunset" }),
	"speech as a stream": (ai) => ai.run("@cf/deepgram/aura-1", { text: "Hello" }),
	"a list": (ai) => ai.run("@cf/huggingface/distilbert-sst-2-int8", { text: "Nice" }),
	"a sound as the body": (ai) =>
		ai.run("@cf/deepgram/nova-3", { audio: { body: sound(), contentType: "audio/mpeg" }, punctuate: true }),
	"a form as the body": (ai) => ai.run(FLUX_2, { multipart: form() }),
	"a form without its content type": (ai) => ai.run(FLUX_2, { multipart: { ...form(), contentType: undefined } }),
	"a bare stream": (ai) => ai.run("@cf/openai/whisper", { audio: sound() }),
	"two streams": (ai) => ai.run(FLUX_2, { multipart: form(), audio: { body: sound(), contentType: "audio/mpeg" } }),
	"a stream through a gateway": (ai) => ai.run(FLUX_2, { multipart: form() }, { gateway: { id: "default" } }),
	"a blob in place of a stream": (ai) => ai.run(FLUX_2, { multipart: { body: new Blob(["x"]), contentType: "x/y" } }),
	"no inputs": (ai) => ai.run(LLAMA),
	"wrong inputs": (ai) => ai.run(LLAMA, { prompt: 1 }),
	"no such model": (ai) => ai.run("@cf/meta/no-such-model", hello),
	"the response itself": (ai) => rawOf(ai.run(LLAMA, hello, { returnRawResponse: true })),
	"the response of a failure": (ai) => rawOf(ai.run("@cf/meta/no-such-model", hello, { returnRawResponse: true })),
	"a socket": (ai) => rawOf(ai.run("@cf/deepgram/flux", { encoding: "linear16" }, { websocket: true })),
	"a socket where there is none": (ai) => rawOf(ai.run(LLAMA, hello, { websocket: true })),
	"five tags and one twice": (ai) => ai.run(LLAMA, hello, { tags: ["a", "b:1", "c-d", "e.f", "g/h@i", "a"] }),
	"six tags": (ai) => ai.run(LLAMA, hello, { tags: ["a", "b", "c", "d", "e", "f"] }),
	"a tag with a space": (ai) => ai.run(LLAMA, hello, { tags: ["a b"] }),
	"rejectIfBusy, a prefix and headers": (ai) =>
		ai.run(LLAMA, hello, { rejectIfBusy: true, prefix: "beta", extraHeaders: { "x-a": "b" }, sessionOptions: {} }),
	"metadata with a bigint": (ai) => ai.run(LLAMA, hello, { gateway: { id: "default", metadata: { a: 1n } } }),
	"a batch": async (ai) => {
		const { status, request_id, model } = await ai.run(
			"@cf/baai/bge-m3",
			{ requests: [{ text: "Hello", external_reference: "a" }] },
			{ queueRequest: true },
		);
		const polls = [];
		for (let poll = 0; poll < 3; poll++) polls.push(await ai.run("@cf/baai/bge-m3", { request_id }));
		return { status, model, polls };
	},
	"the licence of a model": async (ai) => {
		const model = "@cf/meta/llama-3.2-11b-vision-instruct";
		const tries = [];
		for (const prompt of ["Hello", "agree", "Hello"]) {
			tries.push(await ai.run(model, { prompt }).catch((error: Error) => error.message));
		}
		return tries;
	},
	"what is remembered of the last run": async (ai) => {
		await ai.run(LLAMA, hello);
		const states = [stateOf(ai)];
		await ai.run("@cf/meta/no-such-model", hello).catch(() => {});
		states.push(stateOf(ai));
		await ai.run(LLAMA, hello, { gateway: { id: "default" } });
		return [...states, stateOf(ai)];
	},
	"the model search": (ai) => ai.models({ author: "baai", per_page: 3, page: 1, hide_experimental: true }),
	"a wrong model search": (ai) => ai.models({ page: 0 }),
	"one document": (ai) => ai.toMarkdown(page("a.html")),
	documents: (ai) => ai.toMarkdown([page("a.html"), page("b.pdf")]),
	"no documents": (ai) => ai.toMarkdown([]),
	"documents by the service": (ai) => ai.toMarkdown().transform([page("a.html")]),
	"the formats of documents": (ai) => ai.toMarkdown().supported(),
	"an address by fetch": (ai) => rawOf(ai.fetch("https://workers-binding.ai/ai-api/models/search?per_page=1")),
	"an unknown address": (ai) => rawOf(ai.fetch("https://workers-binding.ai/nowhere")),
	"old logs": async (ai) => ai.getLogs(),
};

/** What a call came to: its value, or the name and message of its error. A stream comes as text. */
export async function outcomeOf(name: string, ai: AnyAi): Promise<unknown> {
	try {
		const value = await CALLS[name]?.(ai);
		const stream = value instanceof ReadableStream ? await new Response(value).bytes() : undefined;
		return {
			value: stream === undefined ? value : Array.from(stream.subarray(0, 5000)),
			isStream: stream !== undefined,
		};
	} catch (error) {
		// The words of an error of the language itself differ between engines.
		const { name, message } = error as Error;
		return name === "TypeError" ? { error: name } : { error: name, message };
	}
}
