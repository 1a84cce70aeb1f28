import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../../.ci/bundle.ts";
import { median } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { startWorkers } from "./workerd.ts";

const run = promisify(execFile);
const copies = 10;
const work = { node: "Node", workerd: "workerd" } as const;

/** What a program that talks to three vendors imports (of the SDKs: one). */
const imports: Readonly<Record<string, string>> = {
	ours: "export { createGateway } from '@workkit/ai-gateway';",
	aiSdk:
		"export { streamText, generateText } from 'ai'; export { createOpenAI } from '@ai-sdk/openai'; export { createAnthropic } from '@ai-sdk/anthropic'; export { createWorkersAI } from 'workers-ai-provider';",
	aiSdkProviders:
		"export { createOpenAI } from '@ai-sdk/openai'; export { createAnthropic } from '@ai-sdk/anthropic'; export { createWorkersAI } from 'workers-ai-provider';",
	openaiSdk: "export { default as OpenAI } from 'openai';",
	anthropicSdk: "export { default as Anthropic } from '@anthropic-ai/sdk';",
	tanstack:
		"export { chat } from '@tanstack/ai'; export { createOpenaiChatCompletions } from '@tanstack/ai-openai'; export { createAnthropicChat } from '@tanstack/ai-anthropic'; export { createWorkersAiChat } from '@cloudflare/tanstack-ai/adapters/workers-ai';",
};
const nothing = "export const nothing = 0;";

async function bundled(code: string): Promise<string> {
	const { outputFiles } = await bundle(code, {
		stdin: { contents: code, resolveDir: import.meta.dirname },
		conditions: ["workerd", "worker", "browser"],
		mainFields: ["module", "main"],
		external: ["node:*", "cloudflare:*"],
		logLevel: "error",
	});
	return new TextDecoder().decode(outputFiles[0]?.contents);
}

/** Milliseconds that a new process takes to import a file. */
async function importInNode(file: string): Promise<number> {
	const code = `const start = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - start);`;
	const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code]);
	return Number(stdout);
}

/** Milliseconds of processor time that workerd takes to start one Worker of that code: of several in one process. */
async function startInWorkerd(code: string): Promise<number> {
	const worker = {
		"worker.js":
			"import * as library from './library.js'; export default { fetch: () => new Response(Object.keys(library).join()) };",
		"library.js": code,
	};
	const workerd = await startWorkers(Array.from({ length: copies }, () => worker));
	try {
		await (await fetch(workerd.url)).text();
		return workerd.processorMs() / copies;
	} finally {
		await workerd.close();
	}
}

/** What it takes to evaluate a library's modules before the first request. */
export async function modules(): Promise<Findings> {
	const folder = mkdtempSync(join(tmpdir(), "bench-"));
	const codes = new Map<string, string>();
	for (const [key, code] of Object.entries({ nothing, ...imports })) codes.set(key, await bundled(code));
	const found = new Map<string, number[]>();
	const note = (key: string, value: number) => found.set(key, [...(found.get(key) ?? []), value]);
	for (const [key, code] of codes) writeFileSync(join(folder, `${key}.mjs`), code);
	for (let round = 0; round < 9; round++) {
		for (const key of codes.keys()) note(`Node ${key}`, await importInNode(join(folder, `${key}.mjs`)));
	}
	for (let round = 0; round < 3; round++) {
		for (const [key, code] of codes) note(`workerd ${key}`, await startInWorkerd(code));
	}
	rmSync(folder, { recursive: true });
	const of = (place: string, key: string) => median(found.get(`${place} ${key}`) ?? []);
	const cells: Cell[] = Object.values(work).flatMap((place) =>
		Object.keys(imports).map((candidate) => ({
			work: place,
			candidate,
			value: Math.max(0, of(place, candidate) - of(place, "nothing")),
			more: { total: Number(of(place, candidate).toFixed(2)), nothing: Number(of(place, "nothing").toFixed(2)) },
		})),
	);
	return {
		title: "Evaluating the modules for three vendors, over an empty module",
		unit: "ms",
		method: `A minified bundle of each library, for the SDKs of one vendor only theirs. Node: time of its \`import()\` in a new process, median of 9. workerd: processor time until the first answer of a process with ${copies} such Workers, by their number, median of 3. The same of an empty module is taken off.`,
		cells,
	};
}
