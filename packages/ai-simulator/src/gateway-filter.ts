import type { GatewayOptions, GatewayPattern } from "./gateway-options.ts";
import type { GatewayDlpPolicy, GatewaySettings } from "./gateway-settings.ts";
import { ownValue } from "./json.ts";

/** What DLP has found, in the words of the `cf-aig-dlp` header. */
export interface DlpFindings {
	readonly findings: readonly unknown[];
	readonly action: "FLAG" | "BLOCK";
}

/** What DLP finds in a request or a response; undefined when nothing. One blocking policy blocks. */
export function dlpFindings(
	settings: GatewaySettings,
	options: GatewayOptions,
	check: "REQUEST" | "RESPONSE",
	text: string,
): DlpFindings | undefined {
	const found = policiesOf(settings)
		.filter((policy) => policy.enabled && policy.check.includes(check))
		.flatMap((policy) =>
			policy.profiles
				.filter((profile) => matches(ownValue(options.dlpProfiles ?? {}, profile) ?? `dlp:${profile}`, text))
				.map((profile) => ({ policy, profile })),
		);
	if (found.length === 0) return undefined;
	return {
		findings: found.map(({ policy, profile }) => ({
			profile: { context: {}, entry_ids: [profile], profile_id: profile },
			policy_ids: [policy.id],
			check,
		})),
		action: found.some(({ policy }) => policy.action === "BLOCK") ? "BLOCK" : "FLAG",
	};
}

/** Whether DLP looks at answers: they then leave only after their end. */
export function scansResponses(settings: GatewaySettings): boolean {
	return policiesOf(settings).some((policy) => policy.enabled && policy.check.includes("RESPONSE"));
}

function policiesOf({ dlp }: GatewaySettings): readonly GatewayDlpPolicy[] {
	if (!dlp.enabled) return [];
	if ("policies" in dlp) return dlp.policies;
	return [{ id: "default", enabled: true, check: ["REQUEST", "RESPONSE"], action: dlp.action, profiles: dlp.profiles }];
}

/** Hazards that a guardrail has found. */
export interface GuardrailFindings {
	readonly categories: readonly string[];
	readonly blocks: boolean;
}

/** What guardrails find in a prompt or a response. */
export function guardrailFindings(
	settings: GatewaySettings,
	options: GatewayOptions,
	subject: "prompt" | "response",
	text: string,
): GuardrailFindings {
	const actions = settings.guardrails?.[subject] ?? {};
	const categories = Object.keys(actions).filter((category) =>
		matches(ownValue(options.hazards ?? {}, category) ?? `hazard:${category}`, text),
	);
	return { categories, blocks: categories.some((category) => actions[category] === "BLOCK") };
}

function matches(pattern: GatewayPattern, text: string): boolean {
	if (typeof pattern !== "string") return text.search(pattern) >= 0;
	const literal = pattern.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
	// A marker must not be found in a longer one: `S1` is not `S13`.
	return new RegExp(`${literal}(?![\\p{L}\\p{N}])`, "iu").test(text);
}
