import { type AiBinding, ai, fallback, streamAI, withRetry } from "@workkit/ai";

const frames = 'data: {"response":"hel"}\n\ndata: {"response":"lo"}\n\ndata: [DONE]\n\n';

const binding: AiBinding = {
	run: async (_model, { stream }) => (stream ? new Response(frames).body : { response: "hello" }),
};

export async function main(): Promise<void> {
	const model = "@cf/meta/llama-3.1-8b-instruct";
	const client = ai(binding);
	const { data } = await withRetry(() => client.run(model, { prompt: "hi" }), { maxRetries: 1 });
	if (data.response !== "hello") throw new Error(`answered ${data.response}`);
	const streamed = await new Response(await streamAI(binding, model, { prompt: "hi" }, { timeout: 5_000 })).text();
	if (streamed !== frames) throw new Error(`streamed ${streamed}`);
	const { attempted } = await fallback(binding, [{ model }], { prompt: "hi" });
	if (attempted.join() !== model) throw new Error(`asked ${attempted}`);
}
