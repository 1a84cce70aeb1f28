import { parseArgs } from "node:util";

/** Something wrong with how the command was called, or with its file: the message is for the person who did it. */
export class UsageError extends Error {
	override name = "UsageError";
}

/** What the command line asks for. */
export interface Command {
	readonly action: "plan" | "deploy" | "destroy" | "help" | "version";
	readonly file: string | undefined;
	readonly account: string | undefined;
	readonly json: boolean;
	readonly yes: boolean;
	readonly detailedExitCode: boolean;
}

/** What `--help` prints. */
export const help = `Usage: ai-gateway-cli <plan|deploy|destroy> [file] [options]

Makes Cloudflare AI Gateways what they are declared to be.

  plan      shows what would change, and changes nothing
  deploy    creates what is not there, changes in place what differs
  destroy   deletes the declared gateways and their logs; needs --yes

  file                   declarations: a module or JSON        (default ai-gateway.config.ts, .mts, .js, .mjs or .json)
  --account <id>         Cloudflare account                    (default $CLOUDFLARE_ACCOUNT_ID)
  --json                 one JSON line for each gateway, and one with the sums
  --detailed-exit-code   plan: exit with 3 when there are changes
  --yes                  destroy: really
  --help, --version

The API token is read from $CLOUDFLARE_API_TOKEN; it needs "AI Gateway: Edit", to plan "AI Gateway: Read".
Exit codes: 0 done, 1 the API failed, 2 called or declared wrongly, 3 see --detailed-exit-code.
`;

const options = {
	account: { type: "string" },
	json: { type: "boolean", default: false },
	yes: { type: "boolean", default: false },
	"detailed-exit-code": { type: "boolean", default: false },
	help: { type: "boolean", short: "h", default: false },
	version: { type: "boolean", short: "v", default: false },
} as const;

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options, allowPositionals: true });
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

/** Reads the command line. Throws `UsageError`. */
export function parseCommand(args: readonly string[]): Command {
	const { values, positionals } = parse(args);
	const [action = "help", file, ...others] = positionals;
	const asked = values.help ? "help" : values.version ? "version" : action;
	if (!/^(plan|deploy|destroy|help|version)$/.test(asked)) throw new UsageError(`There is no command "${asked}".`);
	if (others[0] !== undefined) throw new UsageError(`One file, not also "${others[0]}".`);
	return {
		action: asked as Command["action"],
		file,
		account: values.account,
		json: values.json,
		yes: values.yes,
		detailedExitCode: values["detailed-exit-code"],
	};
}
