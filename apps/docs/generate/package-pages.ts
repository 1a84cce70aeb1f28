import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipOf, kilobytes, type PackageFacts, weightOf } from "../../../.ci/package-facts.ts";
import { root } from "../../../.ci/packages.ts";
import { documentPage } from "./documents.ts";
import type { Page } from "./page.ts";
import type { EntryReference } from "./reference.ts";

const sizes: { name: string; code: string; external?: string[] }[] = JSON.parse(
	readFileSync(join(root, ".ci/size.json"), "utf8"),
);

/** What the landing page's table and `llms.txt` say of a package. */
export interface PackageSummary {
	readonly folder: string;
	readonly name: string;
	readonly description: string;
	/** Of gzip, all of its main entry with what that imports. Undefined for development tools. */
	readonly gzip: number | undefined;
	readonly dependencies: readonly string[];
	readonly isDeprecated: boolean;
}

export async function summaries(packages: readonly PackageFacts[]): Promise<PackageSummary[]> {
	return Promise.all(
		packages.map(async ({ entries: [main], isTool, ...facts }) => ({
			folder: facts.folder,
			name: facts.name,
			description: facts.description,
			gzip: main && !isTool ? await gzipOf(main) : undefined,
			dependencies: facts.dependencies,
			isDeprecated: facts.isDeprecated,
		})),
	);
}

/** A package's README, what its imports cost, and its exports. */
export async function packagePage(facts: PackageFacts, reference: readonly EntryReference[]): Promise<Page> {
	const readme = documentPage(`packages/${facts.folder}/README.md`);
	const own = new RegExp(`'${facts.name}(?:/[\\w-]+)?'`);
	const imports = facts.isTool ? [] : sizes.filter(({ code }) => own.test(code));
	const cost = await Promise.all(
		imports.map(async ({ name, code, external }) => {
			const { gzip, minified } = await weightOf(code, external);
			return `| ${name} | ${kilobytes(gzip)} | ${kilobytes(minified)} |`;
		}),
	);
	const entries = facts.entries.map(({ specifier }) => {
		const entry = reference.find((one) => one.specifier === specifier);
		return `- [\`${specifier}\`](/${entry?.slug}/): ${entry?.names.length} exports`;
	});
	return {
		...readme,
		title: facts.name,
		description: facts.description,
		body: [
			readme.body.replace(/\n+MIT\s*$/, ""),
			cost.length > 0
				? `## What an import costs\n\nMinified, with all that it imports; measured when this page was built.\n\n| import | gzip | minified |\n|---|---|---|\n${cost.join("\n")}`
				: "",
			`## Reference\n\n${entries.join("\n")}\n- [Changelog](/changelog/)`,
		].join("\n\n"),
	};
}
