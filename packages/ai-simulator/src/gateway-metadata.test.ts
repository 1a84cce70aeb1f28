import { expect, it } from "vitest";
import { readMetadata } from "./gateway-metadata.ts";

it.each<[string, string | undefined, object]>([
	["texts, numbers and booleans", '{"a":"x","b":1,"c":false}', { a: "x", b: 1, c: false }],
	["the first five entries", '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', { a: 1, b: 2, c: 3, d: 4, e: 5 }],
	["nothing when a value is null", '{"a":1,"b":null}', {}],
	["nothing when a value is null, though it is the sixth", '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":null}', {}],
	["nothing when a value is an object", '{"a":1,"b":{}}', {}],
	["nothing when a value is a list", '{"a":1,"b":[1]}', {}],
	["nothing of what is no object", "[1]", {}],
	["nothing of what is no JSON", "{a:1}", {}],
	["nothing when there is none", undefined, {}],
])("metadata keeps %s", (_, text, kept) => {
	expect(readMetadata(text)).toEqual(kept);
});
