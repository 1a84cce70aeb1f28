import { createSimulator, type Simulator, type SimulatorOptions } from "../src/index.ts";

const HOST = "https://gateway.ai.cloudflare.com/v1/account";
const API = "https://api.cloudflare.com/client/v4/accounts/account/ai-gateway";

export const hello = { model: "gpt-4.1", messages: [{ role: "user", content: "Hello there" }] };
export const llama = "@cf/meta/llama-3.1-8b-instruct";

type Settings = Exclude<NonNullable<NonNullable<SimulatorOptions["gateway"]>["gateways"]>[number], string>;
type Log = Readonly<Record<string, unknown>>;

/** A simulator with one gateway, `g`, and a clock that only moves when it is told to. */
export interface GatewayStage {
	readonly simulator: Simulator;
	/** Posts to a path of the gateway, with a provider's key. */
	readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
	/** A chat completion of OpenAI's through the gateway. */
	readonly chat: (headers?: Record<string, string>, body?: object) => Promise<Response>;
	/** Posts to the Universal Endpoint. */
	readonly universal: (elements: readonly object[], headers?: Record<string, string>) => Promise<Response>;
	readonly manage: (method: string, path: string, body?: unknown) => Promise<Response>;
	/** Newest first. */
	readonly logs: () => Promise<Log[]>;
	readonly wait: (seconds: number) => void;
	/** URLs and headers that providers have received. */
	readonly upstream: () => Simulator["requests"] extends () => (infer Each)[] ? Each[] : never;
}

export function openStage(settings: Partial<Settings> = {}, options: SimulatorOptions = {}): GatewayStage {
	let nowMs = Date.UTC(2026, 10, 21, 12);
	const simulator = createSimulator({
		now: () => nowMs,
		...options,
		gateway: { gateways: [{ ...settings, id: "g" }], ...options.gateway },
	});
	const send = (url: string, body: unknown, headers: Record<string, string>) =>
		simulator.fetch(url, { method: "POST", body: JSON.stringify(body), headers });
	const post: GatewayStage["post"] = (path, body, headers = {}) =>
		send(`${HOST}/g/${path}`, body, { authorization: "Bearer provider-key", ...headers });
	const manage: GatewayStage["manage"] = (method, path, body) =>
		simulator.fetch(`${API}/${path}`, {
			method,
			headers: { authorization: "Bearer token" },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
	return {
		simulator,
		post,
		chat: (headers, body = hello) => post("openai/chat/completions", body, headers),
		universal: (elements, headers = {}) => send(`${HOST}/g`, elements, headers),
		manage,
		async logs() {
			const { result } = (await (await manage("GET", "gateways/g/logs?per_page=100")).json()) as { result: Log[] };
			return result;
		},
		wait(seconds) {
			nowMs += seconds * 1000;
		},
		upstream: () => simulator.requests().flatMap((request) => [...request.upstream]),
	};
}

/** Status and the gateway's own code of a refusal. */
export async function refusal(response: Response): Promise<[status: number, code: unknown]> {
	const body = (await response.json()) as { error?: { code: unknown }[]; errors?: { code: unknown }[] };
	return [response.status, (body.error ?? body.errors)?.[0]?.code];
}
