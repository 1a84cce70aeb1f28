import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createFaults, type FaultOptions } from "../faults.ts";
import type { ServerOptions } from "../node.ts";
import { createScript, type ScriptRule } from "../script.ts";

/** What the command line asks for. */
export type Command = { readonly kind: "help" } | { readonly kind: "version" } | ServeCommand;

/** Simulate, record real traffic, or replay what was recorded. */
export interface ServeCommand {
	readonly kind: "serve";
	readonly json: boolean;
	readonly options: ServerOptions;
	/** The folder to record into. */
	readonly record: string | undefined;
	/** The real addresses that are recorded, by the first part of the path they are reached at. */
	readonly upstreams: Readonly<Record<string, string>>;
	/** The folder to replay from. */
	readonly replay: string | undefined;
}

/** The real vendors, so that the base URLs are the same whether one simulates, records or replays. */
const UPSTREAMS = {
	openai: "https://api.openai.com",
	anthropic: "https://api.anthropic.com",
	client: "https://api.cloudflare.com/client",
	v1: "https://gateway.ai.cloudflare.com/v1",
};

/** Something wrong with the command line: its message is for the person who typed it. */
export class UsageError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "UsageError";
	}
}

/** What `--help` prints. */
export const HELP = `Usage: ai-simulator [options]

Serves OpenAI, Anthropic, Workers AI and AI Gateway on 127.0.0.1: no login, no keys, no network.

  --port <number>      where to listen; 0 is a free port            (default 8790)
  --pace <ms>          time between the frames of a stream          (default 0)
  --seed <number>      fixes made-up ids, padding and faults        (default 0)
  --key <key>          accept only this API key; may be repeated    (default: any)
  --any-model          answer to every model name                   (default: 404 for those that are not the vendor's)
  --gateway <id>       a gateway that exists; may be repeated       (default: only 'default')
  --script <file>      JSON list of rules { "when", "reply" } for what is answered
  --faults <mix>       faults by chance, such as cut=0.05,rateLimit=0.1, or a JSON file
  --prices <file>      JSON { "<model>": { "input", "output" } }, US dollars per million tokens
  --record <folder>    pass everything on to the real vendors, and record it without credentials
  --upstream <name=url> with --record: another address for openai, anthropic, client or v1, or for a name of your own
  --replay <folder>    answer what was recorded, byte for byte and in its time
  --json               one JSON line with the base URLs, then one for each request
  --help, --version
`;

const OPTIONS = {
	port: { type: "string", default: "8790" },
	pace: { type: "string", default: "0" },
	seed: { type: "string", default: "0" },
	key: { type: "string", multiple: true },
	"any-model": { type: "boolean", default: false },
	gateway: { type: "string", multiple: true },
	script: { type: "string" },
	faults: { type: "string" },
	prices: { type: "string" },
	record: { type: "string" },
	upstream: { type: "string", multiple: true },
	replay: { type: "string" },
	json: { type: "boolean", default: false },
	help: { type: "boolean", short: "h", default: false },
	version: { type: "boolean", short: "v", default: false },
} as const;

/** Reads the command line. Throws `UsageError`. */
export function parseCommand(args: readonly string[]): Command {
	const { values } = parse(args);
	if (values.help) return { kind: "help" };
	if (values.version) return { kind: "version" };
	const seed = wholeNumber("--seed", values.seed, Number.MAX_SAFE_INTEGER);
	if (values.record !== undefined && values.replay !== undefined)
		throw new UsageError("--record and --replay exclude each other");
	return {
		kind: "serve",
		json: values.json,
		record: values.record,
		upstreams: { ...UPSTREAMS, ...Object.fromEntries((values.upstream ?? []).map(readUpstream)) },
		replay: values.replay,
		options: {
			port: wholeNumber("--port", values.port, 65_535),
			paceMs: wholeNumber("--pace", values.pace, 60_000),
			seed,
			anyModel: values["any-model"],
			...(values.gateway === undefined ? {} : { gateway: { gateways: values.gateway } }),
			...(values.script === undefined ? {} : { script: readScript(values.script) }),
			...(values.faults === undefined ? {} : { faults: readFaults(values.faults, seed) }),
			...(values.key === undefined ? {} : { keys: values.key }),
			...(values.prices === undefined ? {} : { prices: readJson("--prices", values.prices) }),
		},
	};
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>> {
	try {
		return parseArgs({ args: [...args], options: OPTIONS });
	} catch (error) {
		// Its messages go on with advice on how to write code, after the first sentence.
		throw new UsageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
	}
}

function readUpstream(text: string): [name: string, url: string] {
	const [, name = "", url = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
	if (!URL.canParse(url)) throw new UsageError(`--upstream must be <name>=<url>, not '${text}'`);
	return [name, url];
}

function readScript(file: string): readonly ScriptRule[] {
	const rules = readJson<readonly ScriptRule[]>("--script", file);
	if (!Array.isArray(rules)) throw new UsageError(`--script: '${file}' must hold a list of rules`);
	checked("--script", () => createScript(rules));
	return rules;
}

function readFaults(text: string, seed: number): FaultOptions {
	const shares = text.split(",").map((part) => /^(\w+)=([\d.]+)$/.exec(part));
	const inline = shares.every((share) => share !== null);
	const options = inline
		? { seed, mix: Object.fromEntries(shares.map((share) => [share?.[1], Number(share?.[2])])) }
		: { seed, ...readJson<FaultOptions>("--faults", text) };
	checked("--faults", () => createFaults(options));
	return options;
}

/** Lets what will use a value find fault with it now. */
function checked(option: string, use: () => unknown): void {
	try {
		use();
	} catch (error) {
		throw new UsageError(`${option}: ${error instanceof Error ? error.message : error}`);
	}
}

function wholeNumber(option: string, text: string, most: number): number {
	const number = Number(text);
	if (!/^\d+$/.test(text) || number > most)
		throw new UsageError(`${option} must be a whole number from 0 to ${most}, not '${text}'`);
	return number;
}

// What is in the file is checked by whoever gets it.
function readJson<Content>(option: string, file: string): Content {
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		throw new UsageError(`${option}: cannot read '${file}': ${error instanceof Error ? error.message : error}`);
	}
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new UsageError(`${option}: '${file}' is not JSON: ${error instanceof Error ? error.message : error}`);
	}
}
