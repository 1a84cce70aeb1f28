import { gatewayTo } from "./gateways.ts";
import { compare } from "./measure.ts";
import { printTable, times } from "./table.ts";

const calls = 1_000;
const text = "The quick brown fox jumps over the lazy dog. ".repeat(20);
const headers = { "content-type": "application/json" };
const messages = [{ role: "user", content: "Hi" }] as const;

const openaiBody = JSON.stringify({
	id: "chatcmpl-CXvFqBqPNYhCq1bPPbVbN5xVXcKHD",
	object: "chat.completion",
	created: 1_767_225_600,
	model: "gpt-5.2-2025-12-11",
	choices: [{ index: 0, message: { role: "assistant", content: text, refusal: null }, finish_reason: "stop" }],
	usage: { prompt_tokens: 12, completion_tokens: 200, total_tokens: 212 },
});
const anthropicBody = JSON.stringify({
	id: "msg_01XFDUDYJgAACzvnptvVoYEL",
	type: "message",
	role: "assistant",
	model: "claude-sonnet-4-6",
	content: [{ type: "text", text }],
	stop_reason: "end_turn",
	usage: { input_tokens: 12, output_tokens: 200 },
});

async function repeat(ask: () => Promise<string | undefined>): Promise<number> {
	let characters = 0;
	for (let call = 0; call < calls; call++) characters += (await ask())?.length ?? 0;
	return characters;
}

/** One answer at a time, against `fetch` and `json()` by hand. The target is at most 1.25. */
export async function call(): Promise<void> {
	const wires = {
		openai: {
			body: openaiBody,
			read: (answer: { choices: { message: { content: string } }[] }) => answer.choices[0]?.message.content,
		},
		anthropic: {
			body: anthropicBody,
			read: (answer: { content: { text: string }[] }) => answer.content[0]?.text,
		},
	};
	const rows: string[][] = [];
	for (const [provider, { body, read }] of Object.entries(wires)) {
		const vendor = async (_url?: string, _init?: RequestInit) => new Response(body, { headers });
		const gateway = gatewayTo(vendor);
		const options = { provider: provider as keyof typeof wires };
		const { bare, ours } = await compare({
			bare: () =>
				repeat(async () => {
					const request = { model: "model", messages };
					const response = await vendor("https://example.com", {
						method: "POST",
						headers: { ...headers, authorization: "Bearer key" },
						body: JSON.stringify(request),
					});
					if (!response.ok) throw new Error(String(response.status));
					return read((await response.json()) as never);
				}),
			ours: () => repeat(async () => (await gateway.run("model", { messages }, options)).text),
		});
		const micros = (value: number) => `${((value / calls) * 1_000).toFixed(1)} µs`;
		rows.push([provider, micros(bare.medianMs), micros(ours.medianMs), times(ours.ratio)]);
	}
	printTable("One call with an in-memory fetch, against fetch and json()", ["", "bare", "ours", "ratio"], rows);
}
