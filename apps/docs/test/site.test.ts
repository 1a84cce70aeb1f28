import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { openSite } from "./open-site.ts";

const { browser, open, url } = await openSite();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 390, height: 844 } };
/** One page of each kind. */
const KINDS = [
	"/",
	"/guides/getting-started/",
	"/guides/comparison/",
	"/packages/",
	"/packages/ai-gateway/",
	"/api/ai-core/",
	"/api/ai-core/create-gateway/",
	"/api/errors/workkit-error/",
	"/decisions/",
	"/changelog/",
	"/playground/",
];

describe.runIf(browser)("the site", () => {
	it("finds createGateway", async () => {
		const { page, complaints } = await open("/");
		await page.locator("site-search button[data-open-modal]").click();
		await page.locator("dialog input").fill("createGateway");
		const first = page.locator("dialog .pagefind-ui__result-link").first();
		await first.waitFor();
		expect(await first.textContent()).toBe("createGateway");
		await first.click();
		await page.waitForURL(/\/api\/[\w-]+\/create-gateway\//);
		expect(await page.locator("h1").textContent()).toBe("createGateway");
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	it("opens every entry of the navigation without a complaint", async () => {
		const { page, complaints } = await open("/api/errors/workkit-error/");
		const paths: string[] = await page.evaluate(
			`[...document.querySelectorAll("nav.sidebar a")].filter((a) => a.host === location.host).map((a) => a.pathname)`,
		);
		expect(paths.length).toBeGreaterThan(100);
		for (const path of new Set(paths)) {
			const response = await page.goto(url + path, { waitUntil: "load" });
			expect(response?.status(), path).toBe(200);
			expect(await page.locator("h1").count(), path).toBe(1);
		}
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	it.each([
		["light", { colorScheme: "light" }],
		["dark, on a phone", { colorScheme: "dark", ...PHONE }],
	] as const)("has no barrier that axe knows of: %s", async (_, options) => {
		const { page } = await open("/", { ...options, reducedMotion: "reduce" });
		const barriers: string[] = [];
		for (const path of KINDS) {
			await page.goto(url + path, { waitUntil: "load" });
			await page.evaluate(axe);
			const found: { id: string; nodes: { html: string; failureSummary: string }[] }[] = await page.evaluate(
				"axe.run().then(({ violations }) => violations)",
			);
			for (const { id, nodes } of found) {
				for (const { html, failureSummary } of nodes.slice(0, 3))
					barriers.push(`${path} ${id}: ${html.slice(0, 160)} ${failureSummary}`);
			}
		}
		expect(barriers).toEqual([]);
		await page.context().close();
	});

	it("fits a phone: nothing is wider than the screen", async () => {
		const { page } = await open("/", PHONE);
		for (const path of KINDS) {
			await page.goto(url + path, { waitUntil: "load" });
			expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(390);
		}
		await page.context().close();
	});

	it("has a menu on a phone, on the landing page too, and keeps that one free of it where there is room", async () => {
		const { page } = await open("/", PHONE);
		const guide = page.locator('nav.sidebar a[href="/guides/getting-started/"]');
		for (const path of KINDS) {
			await page.goto(url + path, { waitUntil: "load" });
			expect(await guide.isVisible(), path).toBe(false);
			await page.locator("nav.sidebar button").first().click();
			expect(await guide.isVisible(), path).toBe(true);
		}
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.goto(`${url}/`, { waitUntil: "load" });
		expect(await page.locator("nav.sidebar").isVisible()).toBe(false);
		expect(await page.evaluate("document.querySelector('main').getBoundingClientRect().left")).toBe(0);
		await page.context().close();
	});

	it("copies code", async () => {
		const { page } = await open("/packages/ai-openai/", { permissions: ["clipboard-read", "clipboard-write"] });
		await page.getByRole("tab", { name: "pnpm" }).click();
		await page.locator("package-tabs [role=tabpanel]:not([hidden])").first().hover();
		await page.locator("package-tabs [role=tabpanel]:not([hidden]) .copy button").first().click();
		const copied: string = await page.evaluate("navigator.clipboard.readText()");
		expect(copied).toBe("pnpm add @workkit/ai-openai @workkit/ai-core");
		await page.context().close();
	});

	it("remembers the package manager from page to page", async () => {
		const { page } = await open("/packages/ai-openai/");
		await page.getByRole("tab", { name: "bun" }).click();
		await page.goto(`${url}/packages/errors/`, { waitUntil: "load" });
		expect(await page.locator("package-tabs [role=tabpanel]:not([hidden])").first().locator("code").textContent()).toBe(
			"bun add @workkit/errors",
		);
		await page.context().close();
	});

	it("keeps the chosen theme", async () => {
		const { page } = await open("/guides/getting-started/", { colorScheme: "light" });
		await page.locator("starlight-theme-select select").first().selectOption("dark");
		await page.goto(`${url}/api/`, { waitUntil: "load" });
		expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
		await page.context().close();
	});
});

describe("the server of the site", () => {
	it("answers what is not there, and what is no path, with a page that says so", async () => {
		for (const path of ["/nowhere/", "/%E0%A4%A"]) {
			const response = await fetch(url + path);
			expect(response.status, path).toBe(404);
			expect(response.headers.get("content-type")).toContain("text/html");
		}
	});

	it("leads to the page whose address lacks the last slash", async () => {
		const response = await fetch(`${url}/guides/streaming`);
		expect(response.status).toBe(200);
		expect(response.url).toBe(`${url}/guides/streaming/`);
	});
});

describe("what machines read", () => {
	it("has every page as Markdown, without what is for the eye", async () => {
		const response = await fetch(`${url}/packages/ai-openai.md`);
		expect(response.headers.get("content-type")).toContain("text/markdown");
		const text = await response.text();
		expect(text).toMatch(/^# @workkit\/ai-openai\n/);
		expect(text).toContain("npm install @workkit/ai-openai @workkit/ai-core");
		expect(text).not.toContain("package-tabs");
		expect(await (await fetch(`${url}/guides/streaming.md`)).text()).not.toContain("```ts file=");
	});

	it("lists only pages that are there in llms.txt", async () => {
		const text = await (await fetch(`${url}/llms.txt`)).text();
		const paths = [...text.matchAll(/\]\((\/[^)]+)\)/g)].map(([, path = ""]) => path);
		expect(paths).toContain("/guides/getting-started.md");
		for (const path of paths) expect((await fetch(url + path)).status, path).toBe(200);
	});

	it("has the whole text in llms-full.txt", async () => {
		const text = await (await fetch(`${url}/llms-full.txt`)).text();
		for (const title of ["# Getting started", "# createGateway", "# @workkit/ratelimit"])
			expect(text).toContain(`\n${title}\n`);
	});
});
