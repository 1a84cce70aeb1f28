import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RecordedCase, RecordedMeta } from "../recorded-case.ts";

/**
 * Reads recorded cases: `cases/<provider>/<name>/meta.json` with the body beside it and, where it was kept, the request,
 * by name. Throws when a body is not the one that was recorded.
 *
 * @param directory - That has the folder `cases`.
 */
export function readCases(directory: string): RecordedCase[] {
	const root = join(directory, "cases");
	if (!existsSync(root)) return [];
	const files = readdirSync(root, { recursive: true, encoding: "utf8" });
	return files
		.filter((file) => /(^|[\\/])meta\.json$/.test(file))
		.sort()
		.map((file) => readCase(join(root, dirname(file))));
}

function readCase(folder: string): RecordedCase {
	// Written by the recorder, or by hand in its form.
	const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8")) as RecordedMeta;
	const body = new Uint8Array(readFileSync(join(folder, meta.body)));
	if (sha256(body) !== meta.bodySha256) {
		throw new Error(
			`${meta.name}: the body is not the one that was recorded (check the line endings of the checkout).`,
		);
	}
	const request = join(folder, "request.json");
	return existsSync(request) ? { meta, body, request: JSON.parse(readFileSync(request, "utf8")) } : { meta, body };
}

/** Writes one case and adds it to `index.json`. */
export function writeCase(directory: string, { meta, body, request }: RecordedCase): void {
	const folder = join(directory, "cases", ...meta.name.split("/"));
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, meta.body), body);
	if (request !== undefined) writeFileSync(join(folder, "request.json"), pretty(request));
	writeFileSync(join(folder, "meta.json"), pretty(meta));
	const index = join(directory, "index.json");
	const { cases } = existsSync(index) ? JSON.parse(readFileSync(index, "utf8")) : { cases: [] };
	cases.push({ ...entryOf(meta), bytes: meta.bodyBytes });
	writeFileSync(index, pretty({ count: cases.length, cases }));
}

/** How many cases are written there. */
export function countCases(directory: string): number {
	const index = join(directory, "index.json");
	return existsSync(index) ? JSON.parse(readFileSync(index, "utf8")).cases.length : 0;
}

/** What the index says of a case. */
function entryOf(meta: RecordedMeta): Record<string, unknown> {
	const told = meta as unknown as Record<string, unknown>;
	const names = "name provider wire endpoint streaming status fidelity provenance features".split(" ");
	return Object.fromEntries(names.map((name) => [name, told[name]]));
}

/** The SHA-256 of these bytes in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

function pretty(value: unknown): string {
	return `${JSON.stringify(value, undefined, 1)}\n`;
}
