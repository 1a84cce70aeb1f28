import { describe, expect, it } from "vitest";
import { choose, firstChoices, prompts } from "./choices.ts";
import { choicesOf, linkOf } from "./choices-link.ts";

describe("choices", () => {
	it("bring another provider's first model", () => {
		const { provider, model } = choose({ ...firstChoices, model: "gpt-4.1" }, "provider", "anthropic");
		expect([provider, model]).toEqual(["anthropic", "claude-sonnet-4-6"]);
	});

	it("bring the prompt of another task, but leave what the reader wrote", () => {
		expect(choose(firstChoices, "ask", "json").prompt).toBe(prompts.json);
		expect(choose({ ...firstChoices, prompt: "Mine" }, "ask", "json").prompt).toBe("Mine");
	});
});

describe("links", () => {
	it("say what differs, and give it back", () => {
		const choices = { ...choose(firstChoices, "provider", "workers-ai"), fault: "cut", prompt: "é & #" } as const;
		expect(linkOf(firstChoices)).toBe("");
		expect(linkOf(choices)).toContain("provider=workers-ai");
		expect(choicesOf(linkOf(choices))).toEqual(choices);
	});

	it("name nothing that is not offered", () => {
		expect(choicesOf("provider=acme&model=claude-haiku-4-5&fault=fire&operation=run")).toEqual({
			...firstChoices,
			operation: "run",
		});
	});
});
