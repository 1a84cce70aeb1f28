import { readFileSync } from "node:fs";
import type { AiGatewayDefinition } from "@workkit/ai-cloudflare-gateway";
import Cloudflare from "cloudflare";
import { deployGateways, destroyGateways, type OnGateway } from "../deploy-gateways.ts";
import { type GatewaysTarget, readGateway } from "../gateways-client.ts";
import { type GatewayPlan, planOf } from "../plan-gateways.ts";
import { describePlan, describeSum, jsonPlan, sumOf } from "../report.ts";
import { type Command, help, parseCommand, UsageError } from "./command.ts";
import { loadDefinitions } from "./load-definitions.ts";

/** What the command touches of its process. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Where files are looked for. */
	readonly folder: string;
	out(line: string): void;
	error(line: string): void;
}

function targetOf({ account }: Command, env: Surroundings["env"]): GatewaysTarget {
	const accountId = account ?? env.CLOUDFLARE_ACCOUNT_ID;
	const apiToken = env.CLOUDFLARE_API_TOKEN;
	if (!accountId) throw new UsageError("Which account? Set CLOUDFLARE_ACCOUNT_ID, or pass --account.");
	if (!apiToken) throw new UsageError("Set CLOUDFLARE_API_TOKEN: the token is read from nowhere else.");
	const baseURL = env.CLOUDFLARE_BASE_URL || null;
	// Credentials of other kinds that may lie in the environment are not sent along.
	const others = { apiKey: null, apiEmail: null, userServiceKey: null };
	return { accountId, client: new Cloudflare({ apiToken, baseURL, ...others }) };
}

async function plan(
	definitions: readonly AiGatewayDefinition[],
	target: GatewaysTarget,
	onGateway: OnGateway,
	isGone: boolean,
): Promise<GatewayPlan[]> {
	const plans: GatewayPlan[] = [];
	for (const definition of definitions) {
		const current = await readGateway(target, definition.id);
		const each: GatewayPlan = isGone
			? { id: definition.id, action: current ? "delete" : "none", changes: [] }
			: planOf(definition, current);
		onGateway(each);
		plans.push(each);
	}
	return plans;
}

async function act(command: Command, { env, folder, out, error }: Surroundings): Promise<number> {
	const { action, json, yes, detailedExitCode } = command;
	const target = targetOf(command, env);
	const definitions = await loadDefinitions(command.file, folder);
	const tell: OnGateway = (each) => out(json ? jsonPlan(each) : describePlan(each));
	const isOnlyShown = action === "plan" || (action === "destroy" && !yes);
	const plans = isOnlyShown
		? await plan(definitions, target, tell, action === "destroy")
		: await (action === "deploy" ? deployGateways : destroyGateways)(definitions, target, tell);
	out(json ? JSON.stringify(sumOf(plans)) : describeSum(plans, !isOnlyShown));
	if (action === "destroy" && !yes) {
		error("Nothing was deleted: pass --yes to delete the gateways and their logs.");
		return 2;
	}
	return detailedExitCode && action === "plan" && plans.some((each) => each.action !== "none") ? 3 : 0;
}

/** An API error's own words, without the request. */
function explain(error: unknown): string {
	const { errors, status, message } = Object(error) as {
		errors?: { code?: number; message?: string }[];
		status?: number;
		message?: string;
	};
	const said = errors?.map((each) => `${each.code}: ${each.message}`).join("; ");
	return said ? `Cloudflare answered ${status}: ${said}` : String(message ?? error);
}

/** Runs the command and gives its exit code. */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
	try {
		const command = parseCommand(args);
		if (command.action === "help") surroundings.out(help);
		else if (command.action === "version") {
			surroundings.out(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version);
		} else return await act(command, surroundings);
		return 0;
	} catch (error) {
		surroundings.error(explain(error));
		return error instanceof UsageError ? 2 : 1;
	}
}
