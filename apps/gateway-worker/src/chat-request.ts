import { isAllowedModel } from "@workkit/ai-gateway/allowlist";
import { ValidationError, type ValidationIssue } from "@workkit/errors";
import { allowedModels, models, type ProviderName } from "./models.ts";

/** What a client may ask. */
export interface ChatRequest {
	readonly prompt: string;
	readonly stream: boolean;
	readonly provider: string;
	readonly model: string;
}

/** Reads a request's JSON. Throws `ValidationError` that names each field that is wrong. The first provider is the default. */
export async function readChatRequest(request: Request, providers: readonly string[]): Promise<ChatRequest> {
	const body: unknown = await request.json().catch(() => undefined);
	if (typeof body !== "object" || body === null || Array.isArray(body)) {
		throw new ValidationError('The body must be JSON such as { "prompt": "Hello", "stream": true }.');
	}
	const { prompt, stream = false, provider = providers[0], ...rest } = body as Record<string, unknown>;
	const { model = models[provider as ProviderName]?.[0] } = rest;
	const issues: ValidationIssue[] = [];
	const require = (holds: boolean, field: string, rule: string) => {
		if (!holds) issues.push({ message: `\`${field}\` must be ${rule}.`, path: [field] });
		return holds;
	};
	require(typeof prompt === "string" && prompt.trim() !== "", "prompt", "a text that is not empty");
	require(typeof stream === "boolean", "stream", "true or false");
	if (require(providers.includes(provider as string), "provider", `one of ${providers.join(", ")}`)) {
		// The allowlist answers false for whatever is not a string.
		require(isAllowedModel(
			allowedModels,
			provider as string,
			model as string,
		), "model", `a model allowed for ${provider}`);
	}
	if (issues.length > 0) throw new ValidationError(issues.map(({ message }) => message).join(" "), issues);
	return { prompt, stream, provider, model } as ChatRequest;
}
