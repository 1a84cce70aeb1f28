import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";

/** The Worker's variables. */
export interface SimulatorEnv {
	/** The simulator's options, as far as JSON can say them. */
	readonly SIMULATOR?: SimulatorOptions;
}

let simulator: Simulator | undefined;

/** One simulator for the isolate: what comes by RPC stands in the inspector that comes by HTTP. */
function simulatorOf(env: SimulatorEnv): Simulator {
	simulator ??= createSimulator(env.SIMULATOR);
	return simulator;
}

/** The simulator's HTTP surface and its inspector, as a Worker. */
const worker: {
	/** Answers as the vendor that the path names; at `/inspector` with the inspector. */
	readonly fetch: (request: Request, env: SimulatorEnv) => Promise<Response>;
} = {
	fetch: (request, env) => simulatorOf(env).fetch(request),
};

export default worker;

type Method<Name extends string> = Record<Name, (...args: unknown[]) => unknown>;
type Target<Name extends string> = Method<Name> & object;

/**
 * `env.AI` by RPC: bind it with `services: [{ binding: "AI", service: "ai-simulator", entrypoint: "Ai" }]`.
 *
 * Everything is asynchronous this way, `aiGatewayLogId` too; the README says what else differs.
 */
export class Ai extends WorkerEntrypoint<SimulatorEnv> {
	get #ai(): Target<"run" | "gateway" | "models" | "toMarkdown"> & { readonly aiGatewayLogId: string | null } {
		// Arguments come from a Worker whose types are the platform's, not ours: they are passed on as they are.
		return simulatorOf(this.env).ai as never;
	}

	/** `await env.AI.aiGatewayLogId`. */
	get aiGatewayLogId(): string | null {
		return this.#ai.aiGatewayLogId;
	}

	/** `env.AI.run(model, inputs, options)`. */
	run(...args: unknown[]): unknown {
		return this.#ai.run(...args);
	}

	/** `env.AI.models(filter)`. */
	models(...args: unknown[]): unknown {
		return this.#ai.models(...args);
	}

	/** `env.AI.toMarkdown(files)`; without arguments its service. */
	toMarkdown(...args: unknown[]): unknown {
		const result = this.#ai.toMarkdown(...args);
		return args.length === 0 ? new MarkdownTarget(result as never) : result;
	}

	/** Need not be awaited before one of its methods is called. */
	gateway(...args: unknown[]): RpcTarget {
		return new GatewayTarget(this.#ai.gateway(...args) as never);
	}
}

class GatewayTarget extends RpcTarget {
	readonly #gateway: Target<"run" | "getUrl" | "getLog" | "patchLog">;

	constructor(gateway: Target<"run" | "getUrl" | "getLog" | "patchLog">) {
		super();
		this.#gateway = gateway;
	}

	run(...args: unknown[]): unknown {
		return this.#gateway.run(...args);
	}

	getUrl(...args: unknown[]): unknown {
		return this.#gateway.getUrl(...args);
	}

	getLog(...args: unknown[]): unknown {
		return this.#gateway.getLog(...args);
	}

	patchLog(...args: unknown[]): unknown {
		return this.#gateway.patchLog(...args);
	}
}

class MarkdownTarget extends RpcTarget {
	readonly #service: Target<"transform" | "supported">;

	constructor(service: Target<"transform" | "supported">) {
		super();
		this.#service = service;
	}

	transform(...args: unknown[]): unknown {
		return this.#service.transform(...args);
	}

	supported(...args: unknown[]): unknown {
		return this.#service.supported(...args);
	}
}
