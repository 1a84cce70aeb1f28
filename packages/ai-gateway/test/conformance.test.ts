import { anthropic, openai, workersAi } from "@workkit/ai-gateway";
import { describe, it } from "vitest";
import { checks, type Subject } from "./conformance.ts";

const http: Subject["failures"] = {
	wrongKey: { status: 401 },
	rateLimit: { status: 429 },
	unavailable: { status: 500 },
	badRequest: { status: 400 },
};
const platform: Subject["failures"] = {
	wrongKey: { code: 10000 },
	rateLimit: { code: 3040 },
	unavailable: { code: 5000 },
	badRequest: { code: 5004 },
};

const subjects: Subject[] = [
	{
		name: "openai",
		model: "gpt-5.2",
		embedModel: "text-embedding-3-small",
		abilities: ["embed", "streamed JSON", "cut calls"],
		failures: http,
		open: ({ fetch }) => openai({ apiKey: "test-key", fetch }),
	},
	{
		name: "anthropic",
		model: "claude-sonnet-5",
		abilities: ["reasoning", "streamed JSON", "prompt cache", "cut calls"],
		reasoning: { thinking: { type: "adaptive" } },
		failures: http,
		open: ({ fetch }) => anthropic({ apiKey: "test-key", fetch }),
	},
	{
		name: "workers-ai",
		model: "@cf/zai-org/glm-4.7-flash",
		embedModel: "@cf/baai/bge-m3",
		abilities: ["embed", "reasoning", "streamed JSON", "cut calls"],
		reasoning: { reasoningEffort: "high" },
		failures: platform,
		open: ({ ai }) => workersAi({ binding: ai }),
	},
	{
		name: "workers-ai, older models",
		model: "@cf/meta/llama-3.1-8b-instruct",
		embedModel: "@cf/baai/bge-base-en-v1.5",
		abilities: ["embed"],
		failures: platform,
		open: ({ ai }) => workersAi({ binding: ai }),
	},
];

for (const subject of subjects) {
	describe(subject.name, () => {
		for (const check of checks) {
			if (check.needs && !subject.abilities.includes(check.needs)) continue;
			for (const other of check.run.length > 1
				? subjects.filter(({ name }) => name !== subject.name)
				: subjects.slice(0, 1)) {
				it(check.run.length > 1 ? `${check.name}: ${other.name}` : check.name, () => check.run(subject, other));
			}
		}
	});
}
