import type { ChatMessage } from "@workkit/ai-core";
import type { Reply } from "@workkit/ai-simulator";
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { stage, subjects } from "../test/subjects.ts";
import { aiWithTools } from "./ai-with-tools.ts";
import { tool } from "./tool.ts";

const lookUp = tool({
	name: "look_up",
	description: "Looks something up.",
	input: z.object({ word: z.string() }),
	execute: ({ word }) => (word === "nothing" ? "" : `About ${word}`),
});

/** What models of all kinds get up to. */
const toolCall = fc.record({
	name: fc.constantFrom("look_up", "look_up", "functions.look up", "größe"),
	arguments: fc.constantFrom<unknown>(
		{ word: "rain" },
		{ word: "nothing" },
		{},
		'{"word": "ra',
		"",
		JSON.parse('{"__proto__":{"word":1}}'),
	),
	id: fc.constantFrom(undefined, "call:0", "call:0", "functions.look_up:0", "x".repeat(70), "1"),
});
const turn = fc.record({
	text: fc.constantFrom("", " ", "Let me see."),
	reasoning: fc.constantFrom("", "Hm."),
	toolCalls: fc.array(toolCall, { minLength: 1, maxLength: 3 }),
});
const leg = fc.record({ subject: fc.constantFrom(...subjects), turns: fc.array(turn, { maxLength: 3 }) });

it("a history of tool turns and reasoning goes on with any other vendor, which refuses nothing of it", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(leg, { minLength: 2, maxLength: 4 }), async (legs) => {
			let lines: Reply[] = [];
			let speaker = subjects[0]!;
			const { gateway, to, simulator } = stage(() => {
				const { toolCalls = [], ...line } = lines.shift() ?? { text: "Done." };
				const made = toolCalls.map(({ name, id, arguments: args }) => ({
					name,
					// These models' wire has no place for broken JSON: the platform answers with an error instead.
					arguments: typeof args === "string" && !speaker.tellsWhy ? {} : args,
					// Without one, the vendor makes one up.
					...(id !== undefined && { id }),
				}));
				return { ...line, toolCalls: made };
			});
			const messages: ChatMessage[] = [{ role: "system", content: "Be brief." }];
			for (const { subject, turns } of legs) {
				lines = [...turns] as Reply[];
				speaker = subject;
				messages.push({ role: "user", content: "And now?" });
				const input = { messages, ...subject.reasoning };
				const result = await aiWithTools(gateway, subject.model, input, { tools: [lookUp], runOptions: to(subject) });
				messages.push(...result.messages);
			}
			expect(simulator.requests().filter(({ status }) => status !== 200)).toEqual([]);
		}),
		{ numRuns: 60 },
	);
});
