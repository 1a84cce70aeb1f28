import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSite } from "./open-site.ts";

const { browser, open } = await openSite();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let page: Page;
let complaints: string[] = [];

/** Opens the playground anew. */
async function visit(hash = "", options: Parameters<typeof open>[1] = {}): Promise<void> {
	await page?.context().close();
	const opened = await open(`/playground/${hash}`, { viewport: { width: 1280, height: 900 }, ...options });
	({ page, complaints } = opened);
}

const choose = (choices: Record<string, string>) =>
	Object.entries(choices).reduce(
		(done, [name, value]) => done.then(() => page.selectOption(`[name=${name}]`, value).then(() => {})),
		Promise.resolve(),
	);
const outcome = () => page.locator(".pg-status .pg-chip").textContent();
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
/** Presses Run, waits for the end, and says what it was. */
async function run(choices: Record<string, string> = {}): Promise<string | null> {
	await choose(choices);
	const before = await bars();
	await press("Run");
	await page.locator(".pg-chart rect[data-series=cost]").nth(before).waitFor({ state: "attached" });
	return outcome();
}
const chips = (list: string) => page.locator(`.pg-${list} .pg-lines .pg-chip`).allTextContents();
const answer = () => page.locator(".pg-text").textContent();
const fact = (name: string) => page.locator(`.pg-receipt dt:text-is("${name}") + dd`).textContent();
const bars = () => page.locator(".pg-chart rect[data-series=cost]").count();
const attempts = () => page.locator(".pg-try").allInnerTexts();

interface Axe {
	run(): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
}

/** What the accessibility check finds. */
async function violations(): Promise<unknown> {
	await page.evaluate(axe);
	const found = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
	return found.violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })),
	);
}

describe.runIf(browser)("the playground", () => {
	beforeEach(() => visit());
	afterEach(() => expect(complaints).toEqual([]));

	it.each(["openai", "anthropic", "workers-ai"])(
		"streams an answer of %s, with done and its cost",
		async (provider) => {
			await choose({ provider });
			await press("Run");
			await page.locator(".pg-events .pg-chip", { hasText: "text" }).nth(3).waitFor();
			expect(await outcome()).toBe("Running");
			expect((await chips("wire")).slice(0, 3)).toEqual(["→ sent", "← answer", "frame"]);
			const early = (await answer())?.length ?? 0;
			await page.locator(".pg-status", { hasText: "Done" }).waitFor();
			expect((await answer())?.length).toBeGreaterThan(early);
			expect(await answer()).toMatch(/^One way to ask, .* what it cost\.$/);
			const events = await chips("events");
			expect(events.at(-1)).toBe("done");
			expect(events.filter((chip) => chip === "done")).toHaveLength(1);
			expect(await fact("Cost")).toMatch(/^\$0\.0\d+$/);
			expect(await attempts()).toEqual([expect.stringContaining("200")]);
		},
	);

	it("answers at once, calls a tool, and fits a schema", async () => {
		expect(await run({ operation: "run" })).toBe("Done");
		expect(await chips("events")).toEqual(["output"]);
		expect(await run({ operation: "stream", ask: "tool" })).toBe("Done");
		expect(await chips("events")).toEqual(["tool_use", "done"]);
		expect(await answer()).toBe('get_weather({"city":"Oslo"})');
		expect(await run({ ask: "json" })).toBe("Done");
		expect(JSON.parse((await answer()) ?? "")).toEqual({ title: "Momo", year: 1973 });
	});

	it("traces retries: each attempt with its status and the wait before it", async () => {
		expect(await run({ provider: "anthropic", operation: "run", fault: "rate-limit" })).toBe("Done");
		const traced = await attempts();
		expect(traced).toHaveLength(3);
		expect(traced[0]).toMatch(/anthropic.*claude-sonnet-4-6.*429 WORKKIT_RATE_LIMIT/s);
		expect(traced[1]).toMatch(/waited 1\.\d\d s.*retry\s*429/s);
		expect(traced[2]).toMatch(/waited 1\.\d\d s.*retry\s*200/s);
		expect((await chips("wire")).filter((chip) => chip === "→ sent")).toHaveLength(3);
	});

	it("traces a fallback to the next provider", async () => {
		expect(await run({ operation: "run", fault: "outage" })).toBe("Done");
		const traced = await attempts();
		expect(traced.map((line) => /^\S+/.exec(line)?.[0])).toEqual(["openai", "openai", "openai", "anthropic"]);
		expect(traced[3]).toMatch(/fallback\s*200/);
		expect(await fact("Last asked")).toContain("anthropic");
	});

	it("shows a cut stream as its typed error with what to do, and as no success", async () => {
		expect(await run({ fault: "cut" })).toBe("Failed");
		const error = page.locator(".pg-error");
		expect(await error.textContent()).toMatch(/StreamInterruptedError: .*What to do: .*WORKKIT_STREAM_INTERRUPTED/s);
		expect(await chips("events")).not.toContain("done");
		expect((await chips("wire")).at(-1)).toBe("broken");
		expect(await fact("Cost")).toContain("(estimated)");
		expect(await run({ fault: "none" })).toBe("Done");
		expect(await error.count()).toBe(0);
	});

	it("stops a call under way, before its answer and within it", async () => {
		await choose({ fault: "slow" });
		await press("Run");
		await page.locator(".pg-wire .pg-chip", { hasText: "sent" }).waitFor();
		await press("Stop");
		await page.locator(".pg-status", { hasText: "Stopped" }).waitFor();
		expect(await chips("events")).toEqual([]);
		await choose({ fault: "none" });
		await press("Run");
		await page.locator(".pg-events .pg-chip", { hasText: "text" }).first().waitFor();
		await press("Stop");
		await page.locator(".pg-status", { hasText: "Stopped" }).waitFor();
		expect(await chips("events")).not.toContain("done");
		expect((await chips("wire")).at(-1)).toBe("closed");
	});

	it("gains a bar and a row with each call", async () => {
		expect(await bars()).toBe(0);
		await run({ operation: "run" });
		expect(await bars()).toBe(1);
		const cost = await fact("Cost");
		expect(await page.locator(".pg-calls tbody tr").last().textContent()).toContain(cost);
		await run({ provider: "workers-ai" });
		expect(await bars()).toBe(2);
	});

	it("shows the code of what is chosen, and copies it", async () => {
		await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
		await choose({ provider: "anthropic", fault: "outage" });
		await page.locator("[name=prompt]").fill('Say "hi".');
		await press("Copy");
		await page.getByRole("button", { name: "Copied" }).waitFor();
		const copied = await page.evaluate(() => navigator.clipboard.readText());
		expect(copied).toBe(await page.locator(".pg-source code").textContent());
		expect(copied).toContain('{ prompt: "Say \\"hi\\"." }');
		expect(copied).toContain('when: { provider: "anthropic" }');
	});

	it("opens with what its address says, and says it in its address", async () => {
		await visit("#provider=workers-ai&fault=cut");
		expect(await page.locator("[name=model]").inputValue()).toContain("@cf/");
		expect(await page.locator("[name=fault]").inputValue()).toBe("cut");
		await choose({ operation: "run" });
		expect(page.url()).toMatch(/#provider=workers-ai&.*operation=run/);
	});

	it("works by keyboard alone, and keeps the focus", async () => {
		await page.locator("[name=provider]").focus();
		await page.keyboard.press("ArrowDown");
		// The browser tells the page of a key when it comes to it.
		await expect.poll(() => page.locator("[name=model]").inputValue()).toBe("claude-sonnet-4-6");
		for (let step = 0; step < 6; step++) await page.keyboard.press("Tab");
		const focused = () => page.evaluate(() => document.activeElement?.textContent);
		await expect.poll(focused).toBe("Run");
		await page.keyboard.press("Enter");
		await page.locator(".pg-events .pg-chip").first().waitFor();
		expect(await focused()).toBe("Run");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await page.locator(".pg-status", { hasText: "Stopped" }).waitFor();
	});

	it.each(["light", "dark"] as const)(
		"passes the accessibility check, before and after calls, %s",
		async (colorScheme) => {
			await visit("", { colorScheme });
			expect(await violations()).toEqual([]);
			await run({ operation: "run", fault: "rate-limit" });
			expect(await violations()).toEqual([]);
			await run({ operation: "stream", fault: "cut" });
			await page.locator("summary", { hasText: "The receipt" }).click();
			expect(await violations()).toEqual([]);
		},
	);

	it("fits on a phone, before and after calls", async () => {
		await visit("", { viewport: { width: 390, height: 844 } });
		const width = () => page.evaluate(() => document.documentElement.scrollWidth);
		expect(await width()).toBe(390);
		await run({ provider: "workers-ai", operation: "run", fault: "outage" });
		await run({ operation: "stream", fault: "cut" });
		expect(await width()).toBe(390);
	});

	it("keeps a list at its end while something is added, and leaves who has scrolled up", async () => {
		const fromEnd = () =>
			page.locator(".pg-wire .pg-scroll").evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
		await press("Run");
		await page.locator(".pg-wire .pg-chip", { hasText: "frame" }).nth(12).waitFor();
		expect(await fromEnd()).toBeLessThan(40);
		await page.locator(".pg-wire .pg-scroll").evaluate((box) => box.scrollTo(0, 0));
		await page.locator(".pg-status", { hasText: "Done" }).waitFor();
		expect(await fromEnd()).toBeGreaterThan(100);
	});
});
