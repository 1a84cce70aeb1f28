import { answers } from "./conformance/answers.ts";
import { embeddings } from "./conformance/embeddings.ts";
import { endings } from "./conformance/endings.ts";
import { failures } from "./conformance/failures.ts";
import { formats } from "./conformance/formats.ts";
import { histories } from "./conformance/histories.ts";
import { reasoning } from "./conformance/reasoning.ts";
import type { Check } from "./conformance/subject.ts";
import { toolUse } from "./conformance/tool-use.ts";

export type { Ability, Check, Subject } from "./conformance/subject.ts";

/**
 * What every provider does, whatever vendor it talks to. Free of any test runner: hand each check to yours.
 *
 * @example
 * ```ts
 * for (const { name, needs, run } of checks) {
 * 	if (!needs || mine.abilities.includes(needs)) test(name, () => run(mine, another));
 * }
 * ```
 */
export const checks: readonly Check[] = [
	...answers,
	...toolUse,
	...formats,
	...reasoning,
	...histories,
	...endings,
	...failures,
	...embeddings,
];
