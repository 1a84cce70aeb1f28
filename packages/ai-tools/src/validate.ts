import type { JsonSchema } from "@workkit/ai-core";
import { dropNulls } from "./drop-nulls.ts";
import type { StandardResult, StandardSchema } from "./standard-schema.ts";

/**
 * Validates what a model wrote. When it does not fit, it is tried once more without the `null`s that stand for "nothing".
 */
export async function validate<Output>(
	schema: StandardSchema<unknown, Output>,
	value: unknown,
	jsonSchema: JsonSchema,
): Promise<StandardResult<Output>> {
	const check = schema["~standard"].validate;
	const result = await check(value);
	if (!result.issues) return result;
	const without = await check(dropNulls(value, jsonSchema));
	return without.issues ? result : without;
}
