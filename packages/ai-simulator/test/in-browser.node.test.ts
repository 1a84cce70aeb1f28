import { afterAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../../.ci/browser.ts";
import { startSimulator } from "../src/node.ts";
import { bundle } from "./bundle.node.ts";

const browser = await launchBrowser();
afterAll(() => browser?.close());

describe.runIf(browser)("the simulator in a browser", () => {
	it("answers as env.AI and as fetch", async () => {
		const page = await browser!.newPage();
		const module = `data:text/javascript;base64,${Buffer.from(await bundle("../src/index.ts")).toString("base64")}`;
		const answers = await page.evaluate(`(async () => {
			const { createSimulator } = await import(${JSON.stringify(module)});
			const simulator = createSimulator();
			const { response } = await simulator.ai.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" });
			const streamed = await simulator.fetch("https://api.openai.com/v1/chat/completions", {
				method: "POST",
				headers: { authorization: "Bearer any-key" },
				body: JSON.stringify({ model: "gpt-4.1", stream: true, messages: [{ role: "user", content: "Hello" }] }),
			});
			return [response, (await streamed.text()).slice(-14)];
		})()`);
		expect(answers).toEqual([expect.stringContaining("Hello"), "data: [DONE]\n\n"]);
		await page.close();
	});

	it("answers a page over loopback, from another origin", async () => {
		const server = await startSimulator();
		const page = await browser!.newPage();
		const ids = await page.evaluate(`(async () => {
			const list = async (url, headers) => (await (await fetch(url, { headers })).json()).data[0].id;
			return [
				await list(${JSON.stringify(`${server.urls.openai}/models`)}, { authorization: "Bearer k" }),
				await list(${JSON.stringify(`${server.urls.anthropic}/v1/models`)}, {
					"x-api-key": "k",
					"anthropic-version": "2023-06-01",
					"anthropic-dangerous-direct-browser-access": "true",
				}),
			];
		})()`);
		expect(ids).toEqual([expect.stringMatching("gpt-"), expect.stringMatching("claude-")]);
		await page.close();
		await server.close();
	});
});
