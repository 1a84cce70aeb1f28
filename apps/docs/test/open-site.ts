import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll } from "vitest";
import { launchBrowser } from "../../../.ci/browser.ts";
import { serve } from "../serve.ts";

/** What tests of the site use. */
export interface Site {
	url: string;
	/** Undefined where no browser is to be had. */
	browser: Browser | undefined;
	/** A page in a context of its own, and what it complained of or asked other hosts for. */
	open(path: string, options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>;
}

/** The built site on a free port, and a browser that looks at it. Both end with the file's tests. */
export async function openSite(): Promise<Site> {
	const { url, server } = await serve();
	const browser = await launchBrowser();
	afterAll(async () => {
		await browser?.close();
		server.close();
	});
	const open: Site["open"] = async (path, options = {}) => {
		if (!browser) throw new Error("no browser");
		const context = await browser.newContext(options);
		const page = await context.newPage();
		page.setDefaultTimeout(100_000);
		const complaints: string[] = [];
		page.on("console", (message) => {
			if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
		});
		page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
		page.on("request", (request) => {
			if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) complaints.push(`asked ${request.url()}`);
		});
		await page.goto(url + path, { waitUntil: "load" });
		return { page, complaints };
	};
	return { url, browser, open };
}
