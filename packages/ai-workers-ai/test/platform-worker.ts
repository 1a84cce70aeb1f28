import { createGateway } from "@workkit/ai-core";
import { collect } from "@workkit/ai-stream";
import { experimentalResume, type WorkersAiBinding, workersAi, workersAiTasks } from "@workkit/ai-workers-ai";

const text = "The ship came home at last.";
const whisper = "@cf/openai/whisper";

/** What is done with the platform's own binding code; each gives what the test looks at. */
const acts: Record<string, (env: { AI: WorkersAiBinding }) => Promise<unknown>> = {
	async tasks({ AI: binding }) {
		const gateway = createGateway({ providers: { ai: workersAiTasks({ binding }) }, defaultProvider: "ai" });
		const drawn = async (model: string, more: object = {}) => {
			const { images } = await gateway.image(model, { prompt: "a red fox", width: 256, height: 256, ...more });
			return images[0];
		};
		const png = await drawn("@cf/stabilityai/stable-diffusion-xl-base-1.0");
		const picture = png?.bytes ?? "";
		const { audio } = await gateway.speak("@cf/deepgram/aura-1", { text });
		const sound = audio.bytes ?? "";
		const live = await gateway.speak("@cf/deepgram/aura-1", { text, stream: true });
		const heard = async (model: string) => (await gateway.transcribe(model, { audio: sound })).text;
		const files = [{ name: "a.csv", data: btoa("a,b\n1,2") }];
		const batch = await gateway.batch("@cf/baai/bge-m3", { requests: [{ text: "one" }] });
		return {
			types: [
				png?.mediaType,
				(await drawn("@cf/black-forest-labs/flux-1-schnell"))?.mediaType,
				(await drawn("@cf/black-forest-labs/flux-2-dev", { image: [picture, picture] }))?.mediaType,
				(await drawn("@cf/runwayml/stable-diffusion-v1-5-img2img", { image: picture }))?.mediaType,
			],
			heard: await Promise.all([whisper, "@cf/openai/whisper-large-v3-turbo", "@cf/deepgram/nova-3"].map(heard)),
			isSame: (await new Response(live.audio.stream).arrayBuffer()).byteLength === audio.bytes?.length,
			labels: (await gateway.classify("@cf/facebook/detr-resnet-50", { image: picture })).labels.length > 0,
			ranked: (await gateway.rerank("@cf/baai/bge-reranker-base", { query: "a", documents: ["a", "b"] })).results
				.length,
			translated: (await gateway.translate("@cf/meta/m2m100-1.2b", { text: "Hello", to: "fr" })).text,
			markdown: (await gateway.toMarkdown("markdown", { files })).documents[0]?.markdown?.includes("| a | b |"),
			batch: [batch.status, (await gateway.batch("@cf/baai/bge-m3", { id: batch.id })).status],
		};
	},
	async gateway({ AI: binding }) {
		const ai = workersAi({ binding, gateway: { id: "gw", cacheTtl: 60, metadata: { team: "a" } } });
		const gateway = createGateway({ providers: { ai }, defaultProvider: "ai" });
		const model = "@cf/meta/llama-3.1-8b-instruct";
		const options = { workersAi: { tags: ["a"], sessionAffinity: "s", rejectIfBusy: true }, cfGateway: { zdr: true } };
		const first = await gateway.run(model, { prompt: "Hello" }, options);
		const second = await gateway.run(model, { prompt: "Hello" }, options);
		const failure = await gateway.run("@cf/no/such-model", { prompt: "Hello" }).catch((error) => error);
		return {
			cache: [first, second].map(({ receipt }) => receipt.gateway?.cacheStatus),
			hasLogs: first.receipt.gateway?.logId !== second.receipt.gateway?.logId,
			failure: [failure.code, failure.context.vendorCode, failure.context.status],
		};
	},
	async resumed({ AI }) {
		const resumes: number[] = [];
		const binding = experimentalResume(AI, { onResume: (_, events) => void resumes.push(events) });
		const ai = workersAi({ binding, gateway: { id: "gw" } });
		const gateway = createGateway({ providers: { ai }, defaultProvider: "ai" });
		const { text: said, done } = await collect(await gateway.stream("openai/gpt-4.1", { prompt: "Break, please." }));
		return { said, finish: done?.finishReason, resumes: resumes.length };
	},
};

// biome-ignore lint/style/noDefaultExport: a Worker's handlers are its default export.
export default {
	async fetch(request: Request, env: { AI: WorkersAiBinding }): Promise<Response> {
		const act = acts[new URL(request.url).pathname.slice(1)];
		return Response.json(await act?.(env));
	},
};
