import { type Call, type Gateway, type Middleware, observeStream, use, type Wrapped } from "@workkit/ai-core";
import { ConfigError, isRetryable, RetryStrategies, ServiceUnavailableError } from "@workkit/errors";
import { askCaller } from "./ask-caller.ts";
import { quietly } from "./quietly.ts";

/** When calls to a provider are no longer made, and when they are again. */
export interface CircuitBreakerConfig {
	/** How many failures in a row open the circuit. Default 5. */
	readonly failureThreshold?: number | undefined;
	/** Milliseconds until one call may try again. Default 30,000. */
	readonly cooldownMs?: number | undefined;
	/** What has a circuit of its own. Default: the provider. */
	readonly key?: ((call: Call) => string) | undefined;
	/**
	 * What counts as a failure; nothing does when it throws. Default: what may be tried again, such as a vendor that is down
	 * or out of capacity.
	 */
	readonly isFailure?: ((error: unknown) => boolean) | undefined;
	/** Told of each change. What it throws is ignored. */
	readonly onChange?: ((key: string, state: "open" | "closed") => void) | undefined;
}

interface Circuit {
	failures: number;
	/** Milliseconds since the epoch; no call is made before it. */
	openUntil: number;
}

/**
 * Stops asking a provider that keeps failing: after some failures in a row its calls fail at once with
 * `ServiceUnavailableError` (not retried; `context.circuit` is `open`), until one call after the cooldown succeeds.
 * A stream has succeeded with its first event, and fails when it breaks. What callers abort, and the call's own `timeout`, count for
 * nothing: give `attemptTimeout` if hanging is to count. Calls that began before the circuit opened do not change it any more.
 *
 * The circuits live as long as the wrapped gateway, in this isolate: make it outside the handler. Put `withFallback` around it to go elsewhere meanwhile.
 * Throws `ConfigError` for numbers that are not above 0.
 *
 * @example
 * ```ts
 * import { type Gateway, withCircuitBreaker } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * const guarded = withCircuitBreaker(gateway, { failureThreshold: 3, cooldownMs: 10_000 });
 * ```
 */
export function withCircuitBreaker<G extends Gateway>(gateway: G, config: CircuitBreakerConfig = {}): Wrapped<G> {
	const { failureThreshold = 5, cooldownMs = 30_000, key = ({ provider }) => provider } = config;
	const { isFailure = isRetryable, onChange } = config;
	if (!(failureThreshold >= 1 && cooldownMs > 0)) {
		throw new ConfigError("withCircuitBreaker: `failureThreshold` and `cooldownMs` must be above 0.");
	}
	const circuits = new Map<string, Circuit>();
	const guard: Middleware = async (call, next) => {
		// A chain that is walked elsewhere is not one provider's.
		if (call.act) return next(call);
		const name = key(call);
		const circuit = circuits.get(name) ?? { failures: 0, openUntil: 0 };
		circuits.set(name, circuit);
		const isOpen = (): boolean => circuit.failures >= failureThreshold;
		const tell = (state: "open" | "closed"): void => {
			quietly(() => onChange?.(name, state));
		};
		let isTrial = isOpen();
		// What began before the circuit opened has nothing to say any more.
		const isStale = (): boolean => isOpen() && !isTrial;
		const succeed = (): void => {
			if (isStale()) return;
			if (isOpen()) tell("closed");
			circuit.failures = 0;
			isTrial = false;
		};
		const learnNothing = (): void => {
			// The next call may try instead.
			if (isTrial) circuit.openUntil = Math.min(circuit.openUntil, Date.now());
		};
		const fail = (error: unknown): void => {
			const says = !call.signal?.aborted && askCaller(() => isFailure(error));
			if (!says) learnNothing();
			if (!says || isStale()) return;
			const wasOpen = isOpen();
			circuit.failures++;
			circuit.openUntil = Date.now() + cooldownMs;
			if (isOpen() && !wasOpen) tell("open");
		};

		if (isTrial) {
			if (Date.now() < circuit.openUntil) {
				throw new ServiceUnavailableError(name, {
					message: `${name} is not asked for now: it failed ${circuit.failures} times in a row.`,
					retryStrategy: RetryStrategies.none,
					context: { circuit: "open", openUntil: circuit.openUntil },
				});
			}
			// This call tries; the others wait for what it learns.
			circuit.openUntil = Date.now() + cooldownMs;
		}
		try {
			const output = await next(call);
			if (!(output instanceof ReadableStream)) {
				succeed();
				return output;
			}
			let begun = false;
			return observeStream(output, call, {
				event() {
					if (!begun) succeed();
					begun = true;
				},
				end(end) {
					if (end.type === "error") fail(end.error);
					else if (end.type === "cancel") learnNothing();
				},
			}) as typeof output;
		} catch (error) {
			fail(error);
			throw error;
		}
	};
	return use(gateway, guard);
}
