// How far `estimateTokens` is from what vendors count, on recorded exchanges, beside two other estimates.
// Usage: node packages/ai-tools/test/token-error.node.ts [folder of cases; default: the repository's own]
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { estimateTokenCount } from "tokenx";
import { estimateTokens } from "../src/estimate-tokens.ts";

const own = fileURLToPath(new URL("../../ai-gateway/test/fixtures/cases", import.meta.url));
const folder = process.argv[2] ?? own;

interface Sample {
	vendor: string;
	side: "input" | "output";
	text: string;
	/** Messages around the text, each of which costs a few tokens. */
	messages: { role: string; content: string }[] | undefined;
	counted: number;
}

const vendors: Record<string, string> = {
	openai: "OpenAI",
	"azure-openai": "OpenAI",
	anthropic: "Anthropic",
	"cf-workers-ai": "Workers AI",
};

const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));

/** The samples of one exchange: what is text alone, and was counted. */
function samplesOf(file: string): Sample[] {
	const { provider, endpoint } = read(file);
	const name = vendors[provider] ?? "others";
	const expected = read(join(dirname(file), "expected.json"));
	const { usage, text, toolCalls = [], choices, audioTranscript, reasoning, serverToolCalls } = expected;
	if (!usage || endpoint !== "chat") return [];
	const samples: Sample[] = [];
	const counted = usage.outputTokens - (usage.reasoningTokens ?? 0);
	// Tokens of tools, of other choices and of reasoning are counted too, but are not in the text.
	const plain =
		!toolCalls[0] && !choices && !audioTranscript && !serverToolCalls && !(reasoning && !usage.reasoningTokens);
	if (plain && text.length > 40 && counted > 10) {
		samples.push({ vendor: name, side: "output", text, messages: undefined, counted });
	}
	const messages = textMessages(join(dirname(file), "request.json"));
	const input = usage.inputTokensTotal ?? usage.inputTokens;
	if (messages && input > 10) {
		samples.push({
			vendor: name,
			side: "input",
			text: messages.map(({ content }) => content).join("\n"),
			messages,
			counted: input,
		});
	}
	return samples;
}

/** The messages of a request that has nothing but text. */
function textMessages(file: string): Sample["messages"] {
	let request: Record<string, unknown>;
	try {
		request = read(file);
	} catch {
		return undefined;
	}
	const { system, messages } = request as { system?: unknown; messages?: { role: string; content: unknown }[] };
	if (
		!messages ||
		Object.keys(request).some((key) =>
			/^(tools|functions|response_format|output_config|mcp_servers|thinking|betas|container|modalities|documents|citations)$/.test(
				key,
			),
		)
	)
		return undefined;
	const all = [...(system === undefined ? [] : [{ role: "system", content: system }]), ...messages].map(
		({ role, content, ...rest }) => {
			const parts =
				typeof content === "string"
					? [{ type: "text", text: content }]
					: ((content ?? [{}]) as { type: string; text: string }[]);
			const isText = Array.isArray(parts) && parts.every(({ type }) => type === "text") && !("tool_calls" in rest);
			return isText ? { role, content: parts.map(({ text }) => text).join("") } : undefined;
		},
	);
	return all.includes(undefined) ? undefined : (all as Sample["messages"]);
}

const estimates: Record<string, (sample: Sample) => number> = {
	estimateTokens: ({ text, messages }) => estimateTokens((messages as never) ?? text),
	tokenx: ({ text, messages = [] }) => estimateTokenCount(text) + 4 * messages.length,
	"characters / 4": ({ text }) => Math.ceil(text.length / 4),
};

const samples = globSync("**/meta.json", { cwd: folder }).sort().flatMap(samplesOf);
const groups = Map.groupBy(samples, ({ vendor, side }) => `${vendor}, ${side}`);
groups.set(
	"all, input",
	samples.filter(({ side }) => side === "input"),
);
groups.set(
	"all, output",
	samples.filter(({ side }) => side === "output"),
);
const percent = (value: number): string => `${Math.round(value * 100)} %`;
const rows = [...groups].flatMap(([group, list]) =>
	Object.entries(estimates).map(([estimate, of]) => {
		const errors = list.map((sample) => Math.abs(of(sample) / sample.counted - 1)).sort((a, b) => a - b);
		const at = (share: number): number => errors[Math.min(errors.length - 1, Math.floor(errors.length * share))] ?? 0;
		const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
		const bias =
			list.reduce((sum, sample) => sum + of(sample), 0) / list.reduce((sum, { counted }) => sum + counted, 0) - 1;
		return {
			group,
			estimate,
			samples: list.length,
			mean: percent(mean),
			median: percent(at(0.5)),
			p95: percent(at(0.95)),
			sum: percent(bias),
		};
	}),
);
console.table(rows);
