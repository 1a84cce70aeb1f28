import { describe, expect, it } from "vitest";
import { splitErrors } from "../generate/comments.ts";
import { siteLink } from "../generate/links.ts";
import { withoutPackageTabs, withPackageTabs } from "../generate/package-tabs.ts";
import { firstSentence } from "../generate/page.ts";

describe("links", () => {
	it.each([
		["../packages/errors/README.md#codes", "docs/streaming.md", "/packages/errors/#codes"],
		["caching.md", "docs/streaming.md", "/guides/caching/"],
		["https://github.com/workkit/workkit/tree/main/packages/ai-core#readme", "README.md", "/packages/ai-core/"],
		["https://github.com/workkit/workkit#readme", "packages/errors/README.md", "/"],
		["../README.md#status", "docs/comparison.md", "https://github.com/workkit/workkit#status"],
		["../../adr/008-prices.md", "packages/ai-cost/README.md", "/decisions/008-prices/"],
		["../apps/gateway-worker", "docs/deploying.md", "https://github.com/workkit/workkit/tree/main/apps/gateway-worker"],
		["https://example.com/x", "docs/streaming.md", "https://example.com/x"],
		["#here", "docs/streaming.md", "#here"],
	])("%s in %s leads to %s", (target, file, expected) => {
		expect(siteLink(target, file)).toBe(expected);
	});
});

describe("package managers", () => {
	const block = "```sh\nnpm install --save-dev x\nnpx x --port 0\n```";

	it("get commands of their own", () => {
		const made = withPackageTabs(block);
		for (const line of ["pnpm add -D x", "yarn add -D x", "bun add -D x", "pnpm dlx x --port 0", "bunx x --port 0"])
			expect(made).toContain(`\n${line}\n`);
	});

	it("are npm alone again in Markdown", () => {
		expect(withoutPackageTabs(withPackageTabs(`a\n\n${block}\n\nb`)).replace(/\n{2,}/g, "\n\n")).toBe(
			`a\n\n${block}\n\nb`,
		);
	});

	it("have nothing to do with other commands", () => {
		expect(withPackageTabs("```sh\nnpm start\n```")).toBe("```sh\nnpm start\n```");
	});
});

describe("comments", () => {
	it("have their errors apart", () => {
		expect(splitErrors("Reads `a.b`. Throws `X` when `y.z` is empty. More.")).toEqual({
			text: "Reads `a.b`. More.",
			errors: ["Throws `X` when `y.z` is empty."],
		});
	});

	it("begin with a sentence, whose dots in code and numbers do not end it", () => {
		expect(firstSentence("Reads `a. B` up to 1.5 MB. Then more.")).toBe("Reads `a. B` up to 1.5 MB.");
	});
});
