/** Told of something that a JSON Schema cannot say. */
export type OnLoss = (what: string) => void;

/** Formats that JSON Schema defines. Beside them Zod writes a pattern of up to 300 characters that says the same. */
const formats = /^(date-time|date|time|duration|email|hostname|ipv4|ipv6|uri|uuid)$/;

type Zod4Node = {
	zodSchema: { _zod: { def: Zod4Definition } };
	jsonSchema: { format?: string; pattern?: string };
	path?: readonly PropertyKey[];
};
type Zod4Check = { check: string; format?: string; pattern?: RegExp };
type Zod4Definition = { type: string; values?: readonly unknown[]; checks?: readonly { _zod: { def: Zod4Check } }[] };

const place = (path: readonly PropertyKey[] | string | undefined): string => {
	const text = [path ?? []].flat().join(".");
	return text ? ` at ${text}` : "";
};

/** JSON Schema's patterns have no flags; these change what fits. */
const telling = /[imsv]/;
const unwritable = (value: unknown): boolean => value === undefined || typeof value === "bigint";

/** Zod 4's types that have no JSON form. */
const unspeakable = /^(bigint|symbol|undefined|void|date|map|set|transform|nan|custom|function|promise|file)$/;
/** Zod 4's checks that have one, or that change the value instead of refusing it. */
const spoken = /_length$|^length_|_than$|multiple_of|_format$|overwrite/;

/** Options that make Zod 4 convert what it can and tell the rest. */
export function zod4Options(io: string, onLoss: OnLoss): Record<string, unknown> {
	return {
		io,
		unrepresentable: "any",
		override({ zodSchema, jsonSchema, path }: Zod4Node) {
			if (formats.test(jsonSchema.format ?? "")) delete jsonSchema.pattern;
			const { type, values = [], checks = [] } = zodSchema._zod.def;
			if (unspeakable.test(type) || values.some(unwritable)) onLoss(`${type}${place(path)}`);
			for (const check of checks) {
				const { check: name, format, pattern } = check._zod.def;
				if (format === "regex" && telling.test(pattern?.flags ?? "")) onLoss(`flags of a pattern${place(path)}`);
				if (!spoken.test(name)) onLoss(`${name === "custom" ? "refinement" : name}${place(path)}`);
			}
		},
	};
}

/** A tuple as draft 2020-12 writes it: Anthropic refuses a tool with the older form. */
function withTuple(jsonSchema: unknown): unknown {
	const { items, additionalItems, ...rest } = Object(jsonSchema);
	if (!Array.isArray(items)) return jsonSchema;
	return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
}

type Zod3Definition = {
	typeName?: string;
	effect?: { type: string };
	value?: unknown;
	checks?: readonly { kind?: string; regex?: RegExp }[];
};

/** The same for `zod-to-json-schema`, which converts Zod 3. */
export function zod3Options(io: string, onLoss: OnLoss): Record<string, unknown> {
	return {
		pipeStrategy: io,
		// A transformation's result has no JSON Schema: what goes in is told for both sides.
		effectStrategy: "input",
		postProcess(jsonSchema: unknown, definition: Zod3Definition, refs: { currentPath: string[] }) {
			const { typeName = "", effect, value, checks } = definition;
			const path = refs.currentPath.filter((part) => !/^(#|properties|items)$/.test(part));
			if (effect?.type === "refinement") onLoss(`refinement${place(path)}`);
			const type = typeName.replace("Zod", "").toLowerCase();
			if (unspeakable.test(type)) onLoss(`${type}${place(path)}`);
			const patterns = Array.isArray(checks) ? checks : [];
			if (patterns.some(({ regex }) => telling.test(regex?.flags ?? ""))) onLoss(`flags of a pattern${place(path)}`);
			if (type === "literal" && unwritable(value)) {
				onLoss(`literal${place(path)}`);
				return {};
			}
			return withTuple(jsonSchema);
		},
	};
}

/** The same for `@valibot/to-json-schema`, which tells its errors beside the node that they belong to. */
export function valibotOptions(io: string, onLoss: OnLoss): Record<string, unknown> {
	const told = ({ errors }: { errors?: readonly string[] }): undefined => {
		// A brand is a type's alone.
		for (const error of errors ?? []) if (!/"(brand|flavor)" action/.test(error)) onLoss(error);
	};
	return { typeMode: io, errorMode: "ignore", overrideAction: told, overrideSchema: told };
}

/** The same for ArkType, which asks what to do. */
export function arktypeOptions(schema: object, onLoss: OnLoss): Record<string, unknown> {
	if (/"flags":"\w*[imsv]/.test(JSON.stringify((schema as { json?: unknown }).json) ?? ""))
		onLoss("flags of a pattern");
	return {
		fallback: {
			// What goes in survives a transformation.
			morph: ({ base }: { base: unknown }) => base,
			default({ code, base }: { code: string; base: unknown }) {
				onLoss(code);
				return base;
			},
		},
	};
}
