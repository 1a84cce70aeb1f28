import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * A headless Chromium: the one that CHROMIUM_PATH names, else an installed one, else, on Linux with an Intel processor,
 * one that comes as a package and brings the libraries that a bare machine lacks. Where none is to be had: undefined, with a
 * complaint; in CI, and when CHROMIUM_PATH leads nowhere, an error.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
	const { CHROMIUM_PATH: named, CI } = process.env;
	if (named && !existsSync(named)) throw new Error(`There is no CHROMIUM_PATH ${named}.`);
	const installed = named || INSTALLED.find((path) => existsSync(path));
	const found = installed === undefined ? await packagedChromium() : { path: installed, environment: {} };
	if (found === undefined) {
		if (CI) throw new Error("There is no browser. Name a Chromium with CHROMIUM_PATH.");
		console.error("\n!!! NO BROWSER: nothing was tried in one. Name a Chromium with CHROMIUM_PATH.\n");
		return undefined;
	}
	return chromium.launch({
		executablePath: found.path,
		args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
		env: { ...process.env, ...found.environment },
	});
}

async function packagedChromium(): Promise<{ path: string; environment: Record<string, string> } | undefined> {
	if (process.platform !== "linux" || process.arch !== "x64") return undefined;
	const folder = fileURLToPath(new URL("../.cache/chromium", import.meta.url));
	if (!existsSync(folder)) await unpack(folder);
	const environment = { LD_LIBRARY_PATH: join(folder, "al2023/lib"), FONTCONFIG_PATH: join(folder, "fonts") };
	return { path: join(folder, "chromium"), environment };
}

/** Whole or not at all: another test file may be about the same. */
async function unpack(folder: string): Promise<void> {
	const own = `${folder}-${crypto.randomUUID()}`;
	mkdirSync(own, { recursive: true });
	const { TMPDIR } = process.env;
	// It unpacks itself into the folder for temporary files.
	process.env.TMPDIR = own;
	const { default: packaged, inflate } = await import("@sparticuz/chromium");
	const here = dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium")));
	await Promise.all([packaged.executablePath(), inflate(join(here, "../bin/al2023.tar.br"))]);
	if (TMPDIR === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = TMPDIR;
	try {
		renameSync(own, folder);
	} catch {
		rmSync(own, { recursive: true });
	}
}
