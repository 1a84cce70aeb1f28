import { type AiOutput, type Call, createGateway, type GatewayStreamEvent, type Provider } from "@workkit/ai-core";

/** What a scripted provider does with one call: answers with a text or an output, throws, hangs, or streams events. */
export type Step = string | Partial<AiOutput> | Error | "hang" | GatewayStreamEvent[] | ((call: Call) => unknown);

/** A stream of these events, one per pull; an error among them breaks it. */
export function streamOf(
	events: readonly (GatewayStreamEvent | Error | Promise<never>)[],
	onCancel: () => void = () => {},
): ReadableStream<GatewayStreamEvent> {
	const left = events[Symbol.iterator]();
	return new ReadableStream<GatewayStreamEvent>(
		{
			async pull(controller) {
				const { value, done } = left.next();
				if (done) return controller.close();
				if (value instanceof Error) throw value;
				controller.enqueue(await value);
			},
			cancel: onCancel,
		},
		{ highWaterMark: 0 },
	);
}

/** Rejects when the call is aborted, and not before. */
export function hang({ signal }: Pick<Call, "signal">): Promise<never> {
	const never = new Promise<never>((_resolve, reject) => {
		if (signal?.aborted) reject(signal.reason);
		signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
	});
	// A stream may be cancelled before it waits for this.
	never.catch(() => {});
	return never;
}

/** A provider that does one step after the other, and keeps the calls that it had. The last step is repeated. */
export function scripted(...steps: Step[]): Required<Pick<Provider, "run" | "stream" | "embed">> & { calls: Call[] } {
	const calls: Call[] = [];
	const act = async (call: Call): Promise<unknown> => {
		const step = steps[Math.min(calls.push(call), steps.length) - 1];
		const { provider, model } = call;
		if (step instanceof Error) throw step;
		if (step === "hang") return hang(call);
		const given = typeof step === "function" ? await step(call) : step;
		if (given instanceof ReadableStream) return given;
		if (call.operation === "stream") {
			return streamOf(Array.isArray(given) ? given : [{ type: "text", delta: String(given) }, { type: "done" }]);
		}
		if (call.operation === "embed") return { vectors: [[1, 2]], raw: null, provider, model, ...Object(given) };
		const output = typeof given === "string" ? { text: given } : given;
		return { raw: null, provider, model, rawFinishReason: "stop", ...(output as object) };
	};
	// One function serves every operation, by the call's own name for it.
	return { run: act, stream: act, embed: act, calls } as never;
}

/** A gateway of scripted providers; the first is the default. */
export function gatewayOf<K extends string>(providers: Record<K, Provider>) {
	const [defaultProvider] = Object.keys(providers) as K[];
	return createGateway<K>({ providers, defaultProvider: defaultProvider as NoInfer<K> });
}

/** Reads a stream to its end, or to its error. */
export async function hear(
	stream: ReadableStream<GatewayStreamEvent>,
): Promise<{ events: GatewayStreamEvent[]; text: string; error?: unknown }> {
	const events: GatewayStreamEvent[] = [];
	const textOf = (): string => events.map((event) => (event.type === "text" ? event.delta : "")).join("");
	try {
		for await (const event of stream) events.push(event);
		return { events, text: textOf() };
	} catch (error) {
		return { events, text: textOf(), error };
	}
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
	try {
		await promise;
	} catch (error) {
		return error;
	}
	throw new Error("It did not fail.");
}
