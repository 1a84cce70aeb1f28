import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The part of Vite's plugin interface that is used, so that the config's own Vite decides the version. */
interface VirtualModules {
	name: string;
	resolveId(id: string): string | undefined;
	load(id: string): { code: string; map: { mappings: "" } } | undefined;
}

interface IndexEntry {
	name: string;
	provider: string;
}

const prefix = "virtual:recordings";

function read(folder: string, file: string): Buffer | undefined {
	const path = join(folder, file);
	return existsSync(path) ? readFileSync(path) : undefined;
}

function readCase(fixtures: string, name: string): unknown {
	const folder = join(fixtures, "cases", name);
	const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
	const body = readFileSync(join(folder, meta.body));
	if (createHash("sha256").update(body).digest("hex") !== meta.bodySha256) {
		throw new Error(`${name}: the body is not the one that was recorded (check the line endings of the checkout).`);
	}
	const text = body.toString("utf8");
	const request = read(folder, "request.json");
	const { provider, wire, endpoint, streaming, status, headers, features } = meta;
	return {
		name,
		provider,
		wire,
		endpoint,
		streaming,
		status,
		headers,
		features,
		body: Buffer.from(text, "utf8").equals(body) ? { text } : { base64: body.toString("base64") },
		...(request && { request: JSON.parse(request.toString("utf8")) }),
		expected: JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")),
	};
}

/** As a string to parse: engines and bundlers read that faster than a literal of megabytes. */
const literal = (value: unknown): string => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

/**
 * Offers the recorded cases to tests as modules, since workerd has no files: `virtual:recordings` lists the providers and
 * loads each on demand. They come from the folder in `WORKKIT_FIXTURES`, else from `../shared/fixtures` beside the
 * repository, else from the smaller copy inside it; what the copy leaves out is then counted aloud.
 *
 * @param root - The repository's root folder.
 */
export function recordings(root: string): VirtualModules {
	const all = process.env.WORKKIT_FIXTURES || join(root, "../shared/fixtures");
	const copy = join(root, "packages/ai-gateway/test/fixtures");
	const complete = existsSync(join(all, "index.json"));
	const fixtures = complete ? all : copy;
	let told = false;

	function index(): string {
		const { cases, total } = JSON.parse(readFileSync(join(fixtures, "index.json"), "utf8")) as {
			cases: IndexEntry[];
			total?: number;
		};
		if (!told && total !== undefined && total > cases.length) {
			told = true;
			const missing = total - cases.length;
			console.warn(
				`recordings: ${cases.length} of ${total} cases run; ${missing} are not in this checkout and did not.`,
			);
		}
		const providers = [...new Set(cases.map(({ provider }) => provider))].sort();
		const loaders = providers.map((name) => `${JSON.stringify(name)}: () => import("${prefix}/${name}")`);
		return `export const complete = ${total === undefined};\nexport const providers = { ${loaders.join(", ")} };`;
	}

	function provider(name: string): string {
		const { cases } = JSON.parse(readFileSync(join(fixtures, "index.json"), "utf8")) as { cases: IndexEntry[] };
		const own = cases.filter((entry) => entry.provider === name);
		return `export const cases = ${literal(own.map((entry) => readCase(fixtures, entry.name)))};`;
	}

	return {
		name: "workkit-recordings",
		resolveId: (id) => (id === prefix || id.startsWith(`${prefix}/`) ? `\0${id}` : undefined),
		load(id) {
			if (!id.startsWith(`\0${prefix}`)) return undefined;
			const name = id.slice(prefix.length + 2);
			return { code: name === "" ? index() : provider(name), map: { mappings: "" } };
		},
	};
}
