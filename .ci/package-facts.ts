import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, weigh } from "./bundle.ts";
import { allEntries, type Entry, entriesOf, root } from "./packages.ts";

/** What a package's README and its page say about it, read from its `package.json`. */
export interface PackageFacts {
	/** The folder below `packages`, which is the name without its scope. */
	folder: string;
	name: string;
	description: string;
	/** Ours and others', without development's. */
	dependencies: string[];
	entries: Entry[];
	/** A package with commands is for development: nothing of it is in a Worker's bundle. */
	isTool: boolean;
	isDeprecated: boolean;
}

/** Every publishable package, those that others depend on first. */
export function allPackages(): PackageFacts[] {
	const found = new Map(readdirSync(join(root, "packages")).map((folder) => [folder, factsOf(folder)]));
	const ordered = new Set<PackageFacts>();
	const add = (facts: PackageFacts): void => {
		for (const dependency of facts.dependencies) {
			const own = found.get(dependency.replace("@workkit/", ""));
			if (own) add(own);
		}
		ordered.add(facts);
	};
	for (const facts of found.values()) add(facts);
	return [...ordered];
}

/** What an import of ours weighs in a bundle, in bytes. Measured from the sources, so that nothing has to be built. */
export async function weightOf(code: string, external: string[] = []): Promise<ReturnType<typeof weigh>> {
	const own = allEntries().filter(({ specifier }) => !external.includes(specifier));
	const alias = Object.fromEntries(own.map(({ specifier, source }) => [specifier, source]));
	const { outputFiles } = await bundle(code, { alias, external: ["cloudflare:*", ...external] });
	return weigh(outputFiles[0]?.contents ?? new Uint8Array());
}

/** The bytes of gzip of all that an entry exports, with what it imports. */
export async function gzipOf({ specifier }: Entry): Promise<number> {
	return (await weightOf(`export * from "${specifier}";`)).gzip;
}

/** Bytes as people read them. */
export const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

function factsOf(folder: string): PackageFacts {
	const path = join(root, "packages", folder);
	const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
	return {
		folder,
		name: manifest.name,
		description: manifest.description,
		dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
		entries: entriesOf(path),
		isTool: manifest.bin !== undefined,
		isDeprecated: /deprecated/i.test(manifest.description),
	};
}
