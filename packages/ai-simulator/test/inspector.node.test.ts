import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../../.ci/browser.ts";
import { type SimulatorServer, startSimulator } from "../src/node.ts";

const browser: Browser | undefined = await launchBrowser();
let server: SimulatorServer;
let page: Page;
const requested: string[] = [];
const problems: string[] = [];

afterAll(() => browser?.close());

const ask = (prompt: string, model = "gpt-4.1") =>
	fetch(`${server.urls.openai}/chat/completions`, {
		method: "POST",
		headers: { authorization: "Bearer sk-very-secret" },
		body: JSON.stringify({
			model,
			messages: [{ role: "user", content: prompt }],
			stream: true,
			stream_options: { include_usage: true },
		}),
	});

/** What stands beside a name in the list of facts. */
const fact = (name: string) => page.locator(`dt:text-is("${name}") + dd`).first().textContent();

describe.runIf(browser)("the inspector in a browser", () => {
	beforeAll(async () => {
		server = await startSimulator({
			prices: { "gpt-4.1": { input: 2, output: 8 } },
			reply({ text }) {
				if (text === "priced") return { text: "Yes.", usage: { inputTokens: 1_000, outputTokens: 500 } };
				return text === "stall" ? { fault: { type: "stall", afterFrames: 2 } } : undefined;
			},
		});
		page = await browser!.newPage({ viewport: { width: 1100, height: 800 } });
		page.on("request", (request) => requested.push(request.url()));
		page.on("pageerror", (error) => problems.push(error.message));
		page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
		await page.goto(server.urls.inspector);
		await page.locator("#state", { hasText: "live" }).waitFor();
	});

	afterAll(async () => {
		await page?.close();
		await server?.close();
	});

	it("shows a call as it comes, without being asked again", async () => {
		expect(await page.locator("#calls").textContent()).toContain("No calls yet.");
		await (await ask("priced")).text();
		const entry = page.locator("#calls button");
		await entry.filter({ hasText: "gpt-4.1" }).waitFor();
		await page.locator("#calls span", { hasText: /openai · 200 · \d+ frames · \d+ ms/ }).waitFor();
		expect(await entry.count()).toBe(1);
	});

	it("shows request, timing, tokens, cost and every frame of a chosen call", async () => {
		await page.locator("#calls button").first().click();
		await page.locator("#frames tr").first().waitFor();
		const call = server.simulator.calls()[0]!;
		const rows = await page.locator("#frames tr").allTextContents();
		expect(rows).toHaveLength(call.frames.length);
		expect(rows.at(-1)).toMatch(/^\d+\.\d msdata: \[DONE\]$/);
		expect(await fact("Request")).toBe("POST /openai/v1/chat/completions");
		expect(await fact("Status")).toBe("200");
		expect(await fact("Tokens")).toBe("1000 in, 500 out");
		expect(await fact("Cost")).toBe("$0.006000");
		expect(await fact("Total")).toMatch(/^\d+ ms$/);
		expect(await page.locator("pre").first().textContent()).toContain('"content": "priced"');
	});

	it("shows no credential", async () => {
		expect(await fact("authorization")).toBe("Bearer ••••");
		expect(await page.content()).not.toContain("very-secret");
	});

	it("says unknown where it does not know, and takes nothing that comes for markup", async () => {
		const prompt = "<img src=x onerror=\"document.title='hacked'\">";
		await (await ask(prompt, "gpt-4o-mini")).text();
		await page.locator("#calls button", { hasText: "gpt-4o-mini" }).click();
		await page.locator("h2", { hasText: "Call 2" }).waitFor();
		expect(await fact("Cost")).toBe("unknown");
		expect(await page.locator("pre").first().textContent()).toContain("<img src=x");
		expect(await page.locator("img").count()).toBe(0);
		expect(await page.title()).toBe("AI simulator");
	});

	it("shows frames of a call under way, and how it ended", async () => {
		const answer = await ask("stall", "gpt-4.1-mini");
		await page.locator("#calls button", { hasText: "gpt-4.1-mini" }).click();
		await page.locator("#calls span", { hasText: "2 frames · open" }).waitFor();
		await expect.poll(() => page.locator("#frames tr").count()).toBe(2);
		expect(await fact("Outcome")).toBe("open");
		await answer.body?.cancel();
		await page.locator("dt:text-is('Outcome') + dd", { hasText: "cancelled" }).waitFor();
	});

	it("leaves the keyboard where it is when calls come", async () => {
		await page.locator("#calls button", { hasText: "gpt-4o-mini" }).focus();
		await (await ask("Hello", "gpt-4.1-nano")).text();
		await page.locator("#calls button", { hasText: "gpt-4.1-nano" }).waitFor();
		expect(await page.evaluate("document.activeElement.textContent")).toContain("gpt-4o-mini");
	});

	it("fits on a phone", async () => {
		await page.setViewportSize({ width: 360, height: 640 });
		const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
		expect(widths).toEqual([360, 360]);
		const [list, detail] = [await page.locator("#calls").boundingBox(), await page.locator("#call").boundingBox()];
		expect(detail!.y).toBeGreaterThanOrEqual(list!.y + list!.height);
	});

	it("is dark where that is preferred", async () => {
		const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
		await page.emulateMedia({ colorScheme: "light" });
		expect(await background()).toBe("rgb(255, 255, 255)");
		await page.emulateMedia({ colorScheme: "dark" });
		expect(await background()).toBe("rgb(24, 24, 27)");
	});

	it("has asked nobody but the simulator for anything, and had no error", () => {
		expect(requested.filter((url) => !url.startsWith(server.url) && !url.startsWith("data:"))).toEqual([]);
		expect(problems).toEqual([]);
	});
});
