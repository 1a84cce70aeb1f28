import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * A headless Chromium: the one that CHROMIUM_PATH names, else an installed one, else, on Linux with an Intel processor,
 * one that comes as a package and brings the libraries that a bare machine lacks. Undefined, with a complaint, where none is
 * to be had.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
	const installed = [process.env.CHROMIUM_PATH, ...INSTALLED].find((path) => path && existsSync(path));
	const found = installed === undefined ? await packagedChromium() : { path: installed, libraries: undefined };
	if (found === undefined) {
		console.error("\n!!! NO BROWSER: the inspector was NOT tried in one. Name a Chromium with CHROMIUM_PATH.\n");
		return undefined;
	}
	return chromium.launch({
		executablePath: found.path,
		args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
		env: { ...process.env, ...(found.libraries && { LD_LIBRARY_PATH: found.libraries }) },
	});
}

async function packagedChromium(): Promise<{ path: string; libraries: string } | undefined> {
	if (process.platform !== "linux" || process.arch !== "x64") return undefined;
	// It unpacks itself into the folder for temporary files: give it one that stays.
	const folder = fileURLToPath(new URL("../../../.cache/chromium", import.meta.url));
	mkdirSync(folder, { recursive: true });
	process.env.TMPDIR = folder;
	const { default: packaged, inflate } = await import("@sparticuz/chromium");
	const path = await packaged.executablePath();
	const here = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
	const unpacked = await inflate(join(dirname(here), "../bin/al2023.tar.br"));
	return { path, libraries: join(unpacked, "lib") };
}
