import { readFileSync } from "node:fs";
import { join } from "node:path";
import { measured } from "../../../.ci/measured.ts";
import { root } from "../../../.ci/packages.ts";
import { plainText } from "./page.ts";

/** What the landing page takes from the repository's README and its measurements. */
export interface Landing {
	/** What it is, in three sentences. */
	readonly summary: string;
	readonly quickStart: string;
	readonly measured: ReturnType<typeof measured>;
}

export function landing(): Landing {
	const readme = readFileSync(join(root, "README.md"), "utf8");
	const [, summary = ""] = /^# .+\n\n([\s\S]+?)\n\n/.exec(readme) ?? [];
	const [, quickStart = ""] = /^```ts\n([\s\S]+?)\n```$/m.exec(readme) ?? [];
	return { summary: plainText(summary), quickStart, measured: measured() };
}
