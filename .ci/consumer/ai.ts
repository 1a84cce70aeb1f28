import { createSimulator, type ScriptRule } from "@workkit/ai-simulator";
import worker from "./ai.worker.ts";

const model = "@cf/meta/llama-3.1-8b-instruct";
const larger = "@cf/meta/llama-3.1-70b-instruct";
const full = { error: { code: 3040 } };
const down = { error: { status: 500, code: 5000 } };
const call = { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] };

/** Complains unless the Worker, on a simulated account that does as the script says, answers with all of this. */
async function expectAnswer(path: string, script: ScriptRule[], ...expected: string[]): Promise<void> {
	const { ai } = createSimulator({ script });
	const response = await worker.fetch(new Request(`https://worker.example${path}`), { AI: ai });
	const answer = `${response.status} ${await response.text()}`;
	for (const each of expected) if (!answer.includes(each)) throw new Error(`${path}: ${answer} has no ${each}`);
}

export async function main(): Promise<void> {
	await expectAnswer("/chat", [{ reply: "Paris." }], '{"answer":{', '"response":"Paris."', `"model":"${model}"`);
	await expectAnswer("/typed", [], "200 [2,768]");
	await expectAnswer("/haiku", [{ reply: "Haiku" }], '200 data: {"response":"', "data: [DONE]\n\n");
	const busy = [{ when: { model: larger }, reply: full }, { reply: "Hi" }];
	const log = `"log":["${larger} failed, trying ${model}"]`;
	await expectAnswer("/chain", busy, `"attempted":["${larger}","${model}"],"attempts":2,${log}`);
	await expectAnswer("/chain", [{ reply: full }], "503", larger, model, "@cf/mistral/mistral-7b-instruct-v0.2");
	const twice = [{ when: { times: 2 }, reply: down }, { when: { nth: 2 }, reply: down }, { reply: "Hi" }];
	await expectAnswer("/retried", twice, `200 {"model":"${model}","response":"Hi","retries":1}`);
	await expectAnswer("/recipe", [], '200 {"name":true,"ingredients":true}');
	const tools = [{ when: { times: 1 }, reply: call }, { reply: "Sunny." }];
	await expectAnswer("/tools", tools, '200 {"content":"Sunny.","names":["get_weather"],"turns":2}');
	await expectAnswer("/tokens", [], "200 6");
}
