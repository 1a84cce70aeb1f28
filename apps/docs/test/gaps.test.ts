import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application, type DeclarationReflection } from "typedoc";
import { afterAll, expect, it } from "vitest";
import { gapsOf, handedOut } from "../check/comments.ts";

// Inside the site's folder, since typedoc reads what it is given with the compiler options found there.
const folder = mkdtempSync(join(import.meta.dirname, "gaps-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the doc comments of a file leave unsaid. */
async function gapsIn(source: string): Promise<string[]> {
	const file = join(folder, "source.ts");
	const tsconfig = join(folder, "tsconfig.json");
	writeFileSync(file, source);
	writeFileSync(tsconfig, JSON.stringify({ compilerOptions: { lib: ["es2024"], types: [] }, files: ["source.ts"] }));
	const app = await Application.bootstrap({ entryPoints: [file], tsconfig, logLevel: "Error", readme: "none" });
	const exported: DeclarationReflection[] = (await app.convert())?.children ?? [];
	const ours = handedOut(exported);
	return exported.flatMap((child) => gapsOf(child, ours.has(child)));
}

const client = (comment: string, method: string) => `
/** A client. ${comment} */
export interface Client {
	/** Asks. ${method} */
	ask(): Promise<void>;
}
/** Makes one. Throws nothing. */
export function createClient(): Client & { readonly own: string } {
	throw new Error();
}
`;

it("methods of what functions hand out have to say how they fail, by themselves or all together", async () => {
	expect(await gapsIn(client("", ""))).toEqual([
		"Client.ask() can fail, and no sentence begins with Throws or Rejects",
	]);
	expect(await gapsIn(client("", "Rejects with `SomeError`."))).toEqual([]);
	expect(await gapsIn(client("Rejects with `SomeError`.", ""))).toEqual([]);
});

it("how methods fail that the caller has written is not ours to say", async () => {
	expect(
		await gapsIn(`
/** A store. */
export interface Store {
	/** Reads. */
	read(): Promise<void>;
}
/** Takes one. Throws nothing. */
export function take(store: Store): void {}
`),
	).toEqual([]);
});
