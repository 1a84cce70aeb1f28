import type { Env } from "../../gateway-worker/src/env.ts";

/** The Worker with bindings that cost nothing: counters that forget, and an AI that fetches from where the vendors are. */
export function withBindings(worker: ExportedHandler<Env>): ExportedHandler<Env> {
	const namespace = { get: async () => null, put: async () => {} };
	const aiOf = ({ SIMULATOR_URL }: Env) => ({
		async run(_model: string, inputs: { stream?: boolean }, options: { returnRawResponse?: boolean } = {}) {
			const response = await fetch(`${SIMULATOR_URL}/workers-ai`, { method: "POST" });
			if (options.returnRawResponse) return response;
			return inputs.stream ? response.body : response.json();
		},
		gateway() {},
	});
	return {
		fetch: (request, env, context) =>
			worker.fetch?.(request, { ...env, AI: aiOf(env), RATE_LIMIT_KV: namespace } as never, context) ??
			new Response(null, { status: 500 }),
	};
}
