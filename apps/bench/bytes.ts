import { bundle, weigh } from "../../.ci/bundle.ts";
import type { candidates } from "./candidates/index.ts";
import type { Cell, Findings } from "./report.ts";

interface Entry {
	readonly work: string;
	readonly candidate: keyof typeof candidates | "parser";
	readonly code: string;
}

const call = "One OpenAI call";
const stream = "One OpenAI stream";
const three = "OpenAI, Anthropic and Workers AI, streaming";
const question = "messages: [{ role: 'user', content: text }]";
const bareFetch = (rest: string, answer: string) =>
	`export const ask = async (apiKey, text) => { const response = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer ' + apiKey }, body: JSON.stringify({ model: 'gpt-5', ${question}${rest} }) }); if (!response.ok) throw new Error(response.status); return ${answer}; };`;
const providerPrompt = "prompt: [{ role: 'user', content: [{ type: 'text', text }] }]";
const sdkModels =
	"const models = (env) => ({ openai: createOpenAI({ apiKey: env.OPENAI }).chat('gpt-5'), anthropic: createAnthropic({ apiKey: env.ANTHROPIC })('claude-sonnet-4-6'), workers: createWorkersAI({ binding: env.AI })('@cf/meta/llama-3.1-8b-instruct') });";
const sdkImports =
	"import { createOpenAI } from '@ai-sdk/openai'; import { createAnthropic } from '@ai-sdk/anthropic'; import { createWorkersAI } from 'workers-ai-provider';";

/** The least that each library's documentation lets one import for the work. */
const entries: readonly Entry[] = [
	{ work: call, candidate: "limit", code: bareFetch("", "(await response.json()).choices[0].message.content") },
	{
		work: call,
		candidate: "ours",
		code: "import { createGateway } from '@workkit/ai-core'; import { openai } from '@workkit/ai-openai'; export const ask = (apiKey, text) => createGateway({ providers: { openai: openai({ apiKey }) }, defaultProvider: 'openai' }).run('gpt-5', { prompt: text });",
	},
	{
		work: call,
		candidate: "aiSdk",
		code: "import { generateText } from 'ai'; import { createOpenAI } from '@ai-sdk/openai'; export const ask = (apiKey, prompt) => generateText({ model: createOpenAI({ apiKey }).chat('gpt-5'), prompt });",
	},
	{
		work: call,
		candidate: "aiSdkProviders",
		code: `import { createOpenAI } from '@ai-sdk/openai'; export const ask = (apiKey, text) => createOpenAI({ apiKey }).chat('gpt-5').doGenerate({ ${providerPrompt} });`,
	},
	{
		work: call,
		candidate: "openaiSdk",
		code: `import OpenAI from 'openai'; export const ask = (apiKey, text) => new OpenAI({ apiKey }).chat.completions.create({ model: 'gpt-5', ${question} });`,
	},
	{
		work: call,
		candidate: "tanstack",
		code: `import { chat } from '@tanstack/ai'; import { createOpenaiChatCompletions } from '@tanstack/ai-openai'; export const ask = (apiKey, text) => chat({ adapter: createOpenaiChatCompletions('gpt-4o', apiKey), ${question}, stream: false });`,
	},
	{
		work: stream,
		candidate: "limit",
		code: `${bareFetch(", stream: true", "read(response.body)")} ${"async function* read(body) { const decoder = new TextDecoder(); let rest = ''; for await (const chunk of body) { const lines = (rest + decoder.decode(chunk, { stream: true })).split('\\n'); rest = lines.pop(); for (const line of lines) if (line.startsWith('data: {')) yield JSON.parse(line.slice(6)).choices[0]?.delta.content; } }"}`,
	},
	{
		work: stream,
		candidate: "ours",
		code: "import { createGateway } from '@workkit/ai-core'; import { openai } from '@workkit/ai-openai'; export const ask = (apiKey, text) => createGateway({ providers: { openai: openai({ apiKey }) }, defaultProvider: 'openai' }).stream('gpt-5', { prompt: text });",
	},
	{
		work: stream,
		candidate: "aiSdk",
		code: "import { streamText } from 'ai'; import { createOpenAI } from '@ai-sdk/openai'; export const ask = (apiKey, prompt) => streamText({ model: createOpenAI({ apiKey }).chat('gpt-5'), prompt }).fullStream;",
	},
	{
		work: stream,
		candidate: "aiSdkProviders",
		code: `import { createOpenAI } from '@ai-sdk/openai'; export const ask = (apiKey, text) => createOpenAI({ apiKey }).chat('gpt-5').doStream({ ${providerPrompt} });`,
	},
	{
		work: stream,
		candidate: "openaiSdk",
		code: `import OpenAI from 'openai'; export const ask = (apiKey, text) => new OpenAI({ apiKey }).chat.completions.create({ model: 'gpt-5', ${question}, stream: true });`,
	},
	{
		work: stream,
		candidate: "tanstack",
		code: `import { chat } from '@tanstack/ai'; import { createOpenaiChatCompletions } from '@tanstack/ai-openai'; export const ask = (apiKey, text) => chat({ adapter: createOpenaiChatCompletions('gpt-4o', apiKey), ${question}, stream: true });`,
	},
	{
		work: three,
		candidate: "ours",
		code: "import { createGateway } from '@workkit/ai-gateway'; export const ask = (env, text) => createGateway({ providers: { 'workers-ai': { type: 'workers-ai', binding: env.AI }, openai: { type: 'openai', apiKey: env.OPENAI }, anthropic: { type: 'anthropic', apiKey: env.ANTHROPIC } }, defaultProvider: 'workers-ai' }).stream('@cf/meta/llama-3.1-8b-instruct', { prompt: text });",
	},
	{
		work: three,
		candidate: "aiSdk",
		code: `import { streamText } from 'ai'; ${sdkImports} ${sdkModels} export const ask = (env, name, prompt) => streamText({ model: models(env)[name], prompt }).fullStream;`,
	},
	{
		work: three,
		candidate: "aiSdkProviders",
		code: `${sdkImports} ${sdkModels} export const ask = (env, name, text) => models(env)[name].doStream({ ${providerPrompt} });`,
	},
	{
		work: three,
		candidate: "tanstack",
		code: `import { chat } from '@tanstack/ai'; import { createOpenaiChatCompletions } from '@tanstack/ai-openai'; import { createAnthropicChat } from '@tanstack/ai-anthropic'; import { createWorkersAiChat } from '@cloudflare/tanstack-ai/adapters/workers-ai'; const adapters = (env) => ({ openai: createOpenaiChatCompletions('gpt-4o', env.OPENAI), anthropic: createAnthropicChat('claude-sonnet-4-6', env.ANTHROPIC), workers: createWorkersAiChat('@cf/meta/llama-3.1-8b-instruct', { binding: env.AI }) }); export const ask = (env, name, text) => chat({ adapter: adapters(env)[name], ${question} });`,
	},
	{
		work: "One Anthropic stream",
		candidate: "ours",
		code: "import { createGateway } from '@workkit/ai-core'; import { anthropic } from '@workkit/ai-anthropic'; export const ask = (apiKey, text) => createGateway({ providers: { anthropic: anthropic({ apiKey }) }, defaultProvider: 'anthropic' }).stream('claude-sonnet-4-6', { prompt: text });",
	},
	{
		work: "One Anthropic stream",
		candidate: "anthropicSdk",
		code: `import Anthropic from '@anthropic-ai/sdk'; export const ask = (apiKey, text) => new Anthropic({ apiKey }).messages.create({ model: 'claude-sonnet-4-6', max_tokens: 1000, ${question}, stream: true });`,
	},
	{
		work: "A parser of server-sent events",
		candidate: "ours",
		code: "export { createSseParser } from '@workkit/ai-stream';",
	},
	{
		work: "A parser of server-sent events",
		candidate: "parser",
		code: "export { createParser } from 'eventsource-parser';",
	},
];

/** Each of our packages, all of it; and parts with a target of their own. */
const alone: Readonly<Record<string, string>> = {
	"isAllowedModel of ai-allowlist": "export { isAllowedModel } from '@workkit/ai-allowlist';",
	"createRouter of ai-router": "export { createRouter } from '@workkit/ai-router';",
	"createCostTracker of ai-cost": "export { createCostTracker } from '@workkit/ai-cost';",
	"createSseParser of ai-stream": "export { createSseParser } from '@workkit/ai-stream';",
	...Object.fromEntries(
		[
			"errors",
			"ai-allowlist",
			"ai-anthropic",
			"ai-cloudflare-gateway",
			"ai-core",
			"ai-cost",
			"ai-gateway",
			"ai-middleware",
			"ai-openai",
			"ai-router",
			"ai-stream",
			"ai-tools",
			"ai-workers-ai",
			"ratelimit",
		].map((name) => [`@workkit/${name}, all of it`, `export * from '@workkit/${name}';`]),
	),
};

async function weightOf(code: string): Promise<ReturnType<typeof weigh>> {
	const { outputFiles } = await bundle(code, {
		stdin: { contents: code, resolveDir: import.meta.dirname },
		// What wrangler asks for; ours has one build for all.
		conditions: ["workerd", "worker", "browser"],
		mainFields: ["module", "main"],
		external: ["node:*", "cloudflare:*"],
		logLevel: "error",
	});
	return weigh(outputFiles[0]?.contents ?? new Uint8Array());
}

/** What imports cost in a bundle. */
export async function bytes(): Promise<Findings> {
	const cells: Cell[] = [];
	const add = async (work: string, candidate: string, code: string) => {
		const more = await weightOf(code);
		cells.push({ work, candidate, value: more.gzip, more });
	};
	for (const { work, candidate, code } of entries) await add(work, candidate, code);
	for (const [work, code] of Object.entries(alone)) await add(work, "ours", code);
	return {
		title: "Bytes in a bundle, gzip",
		unit: "bytes",
		method:
			"esbuild: bundled, tree-shaken, minified, ES2022, conditions of Workers; gzip at level 9, `minified` and `brotli` in `more`. Each library with the most economical imports that its documentation shows.",
		cells,
	};
}
