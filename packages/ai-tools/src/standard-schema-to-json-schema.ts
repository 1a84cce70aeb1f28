import type { JsonSchema } from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import { resolveRef } from "./resolve-ref.ts";
import { arktypeOptions, type OnLoss, valibotOptions, zod3Options, zod4Options } from "./schema-losses.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * What a schema library ships to make JSON Schemas: `z.toJSONSchema` of Zod 4, `zodToJsonSchema` of
 * `zod-to-json-schema`, `toJsonSchema` of `@valibot/to-json-schema`, or a function of your own.
 */
export type JsonSchemaConverter = (schema: never, options?: never) => unknown;

/** How a schema is converted. */
export interface JsonSchemaOptions {
	/** For libraries whose schemas do not carry their converter. */
	readonly toJsonSchema?: JsonSchemaConverter | undefined;
	/** Told, in words, what the JSON Schema cannot say. Default: `console.warn`. */
	readonly onWarning?: ((warning: string) => void) | undefined;
	/** `input`: what the schema takes, which is what a model has to write. `output`: what it makes of it. Default `input`. */
	readonly io?: "input" | "output" | undefined;
}

const zod3Hint = "for Zod 3 pass `toJsonSchema: zodToJsonSchema` of the package zod-to-json-schema";
const hints: Readonly<Record<string, string>> = {
	zod: `Zod 4.2 or later carries it, Zod Mini does not: pass \`toJsonSchema: z.toJSONSchema\`; ${zod3Hint}`,
	valibot: "pass `toJsonSchema` of the package @valibot/to-json-schema",
	arktype: "ArkType carries it from 2.1.28 on",
};

const draft = "draft-2020-12";

function convert(schema: StandardSchema, { toJsonSchema, io = "input" }: JsonSchemaOptions, onLoss: OnLoss): unknown {
	const { vendor, jsonSchema } = schema["~standard"];
	const options =
		vendor === "valibot"
			? valibotOptions(io, onLoss)
			: vendor === "arktype"
				? arktypeOptions(schema, onLoss)
				: vendor === "zod"
					? "_zod" in schema
						? zod4Options(io, onLoss)
						: zod3Options(io, onLoss)
					: {};
	// `zod-to-json-schema` calls its targets by other names; its default, draft 7, reads the same here.
	const target = vendor === "zod" && !("_zod" in schema) ? {} : { target: draft };
	if (toJsonSchema) {
		// Each of them takes any schema of its library.
		return (toJsonSchema as unknown as (schema: StandardSchema, options: object) => unknown)(schema, {
			...target,
			...options,
		});
	}
	const { toJsonSchema: own } = schema as { toJsonSchema?: (options: object) => unknown };
	// ArkType's keeps the defaults, which its standard converter of an input leaves out.
	if (typeof own === "function" && (vendor === "arktype" ? io === "input" : !jsonSchema))
		return own.call(schema, options);
	if (jsonSchema) return jsonSchema[io]({ target: draft, libraryOptions: options });
	throw new ConfigError(
		`Schemas of "${vendor}" do not carry a JSON Schema: ${hints[vendor] ?? "pass `toJsonSchema`, a function that makes one"}.`,
	);
}

/**
 * The JSON Schema (draft 2020-12) of a schema of any library: Zod 4, ArkType and wrapped Valibot schemas carry what it
 * takes, others need their converter in `toJsonSchema`. What JSON Schema cannot say (refinements, dates, …) is left out
 * and told by `onWarning`; it is still checked when the schema validates. Throws `ConfigError` when there is no
 * converter, naming the package that has it.
 *
 * @example
 * ```ts
 * import { standardSchemaToJsonSchema } from "@workkit/ai-tools";
 * import { z } from "zod";
 *
 * const jsonSchema = standardSchemaToJsonSchema(z.object({ city: z.string().describe("In English") }));
 * ```
 */
export function standardSchemaToJsonSchema(schema: StandardSchema, options: JsonSchemaOptions = {}): JsonSchema {
	const standard = schema?.["~standard"];
	if (!standard) {
		throw new ConfigError(
			"The schema does not follow Standard Schema. Is it a JSON Schema? Pass `fromJsonSchema(schema)`.",
		);
	}
	const { vendor } = standard;
	const { onWarning = (warning) => console.warn(warning) } = options;
	const losses = new Set<string>();
	let converted: unknown;
	try {
		converted = convert(schema, options, (loss) => losses.add(loss));
	} catch (cause) {
		if (cause instanceof ConfigError) throw cause;
		throw new ConfigError(`The schema of "${vendor}" has no JSON Schema: ${Object(cause).message}`, { cause });
	}
	if (typeof converted !== "object" || !converted || Array.isArray(converted) || converted instanceof Promise) {
		throw new ConfigError(`The converter for "${vendor}" did not answer with a JSON Schema.`);
	}
	for (const loss of losses) onWarning(`The JSON Schema does not say it all; checked only afterwards: ${loss}.`);
	const { $schema: _dialect, ...jsonSchema } = converted as Record<string, unknown>;
	return withoutRootRef(jsonSchema);
}

/** Recursive schemas may begin with a reference to one of their definitions; vendors want to see an object there. */
function withoutRootRef(root: JsonSchema): JsonSchema {
	const { $ref, ...rest } = root;
	const target = $ref === undefined ? undefined : resolveRef($ref, root);
	return typeof target === "object" && target !== root ? { ...target, ...rest } : root;
}
