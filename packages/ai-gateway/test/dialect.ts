import { expect } from "vitest";
import { type Answer, answerOfEvents, answerOfOutput, streamDifferences } from "./expectation.ts";
import { cutEvery } from "./pieces.ts";
import { factsOf, failureOf, hearAnswer, type Kind, runAnswer, sse } from "./quirk.ts";
import type { Heard } from "./replay.ts";

/** One shape of real traffic, and what it says. */
export interface Dialect {
	/** Who writes so, and what is special about it. */
	what: string;
	/** A stream: its text, or its frames. */
	stream?: string | unknown[];
	/** A whole answer. */
	whole?: unknown;
	/** What is to be heard of it; what is `undefined` must be absent. */
	says?: Partial<Answer>;
	/** The facts of the error that it ends with. */
	fails?: Record<string, unknown>;
	status?: number;
	headers?: Record<string, string>;
}

const json = { "content-type": "application/json" };

function expectHeard({ events, error }: Heard, { stream, says, fails }: Dialect): void {
	if (fails) {
		expect(factsOf(error)).toMatchObject(fails);
		if (says) expect(factsOf(error).partial).toMatchObject(says);
		return;
	}
	expect(error).toBeUndefined();
	expect(answerOfEvents(events)).toMatchObject(says ?? {});
	if (stream !== undefined) expect(streamDifferences(events)).toEqual([]);
}

/** Serves a shape in every way in which it can reach the gateway, cut into single bytes, too, and compares what is heard. */
export async function expectDialect(dialect: Dialect, kind: Kind): Promise<void> {
	const { stream, whole, says, fails, status, headers } = dialect;
	const text = typeof stream === "string" ? stream : stream && sse(...stream);
	const given = { ...(status && { status }), ...(headers && { headers }) };
	if (text !== undefined) {
		const bytes = new TextEncoder().encode(text);
		for (const body of [text, cutEvery(bytes, 1)]) expectHeard(await hearAnswer(kind, { ...given, body }), dialect);
	}
	if (whole === undefined) return;
	const body = typeof whole === "string" ? whole : JSON.stringify(whole);
	const heard = await hearAnswer(kind, { ...given, headers: { ...json, ...headers }, body });
	expectHeard(heard, { what: dialect.what, ...(says && { says }), ...(fails && { fails }) });
	if (fails) expect(await failureOf(runAnswer(kind, { ...given, body }))).toMatchObject(fails);
	else expect(answerOfOutput(await runAnswer(kind, { ...given, body }))).toMatchObject(says ?? {});
}
