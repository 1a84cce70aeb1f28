/** On the global object, so that two copies of this package print one line. */
const toldKey = Symbol.for("@workkit/ai/notice");

/** Keeps `@workkit/ai` from printing its notice, where there are no environment variables: call it once, when the Worker starts. */
export function silenceNotice(): void {
	Object.assign(globalThis, { [toldKey]: true });
}

/** Tells once per process that this package goes away. Says nothing in production, nor with `WORKKIT_SILENCE_DEPRECATIONS`. */
export function notice(): void {
	const world = globalThis as { process?: { env?: Record<string, string | undefined> }; [toldKey]?: boolean };
	const { WORKKIT_SILENCE_DEPRECATIONS: silenced, NODE_ENV: mode } = world.process?.env ?? {};
	if (world[toldKey] || silenced || mode === "production") return;
	silenceNotice();
	console.warn("@workkit/ai is deprecated: `npx @workkit/ai-codemod` moves your code to @workkit/ai-gateway.");
}
