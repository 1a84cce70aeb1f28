import { expectTypeOf } from "vitest";
import {
	createModelAllowlist,
	isAllowedModel,
	type ModelAllowlist,
	type ModelAllowlistConfig,
	type ModelMatcher,
} from "./index.ts";

const config = { openai: ["gpt-4o"], groq: [{ prefix: "llama-" }] } as const;

expectTypeOf(config).toExtend<ModelAllowlistConfig>();
expectTypeOf(createModelAllowlist(config)).toEqualTypeOf<ModelAllowlist>();
expectTypeOf(createModelAllowlist(config).isAllowed).parameters.toEqualTypeOf<[provider: string, model: string]>();
expectTypeOf(isAllowedModel(config, "openai", "gpt-4o")).toEqualTypeOf<boolean>();
expectTypeOf<ModelMatcher>().toEqualTypeOf<string | { readonly prefix: string }>();

// @ts-expect-error a regular expression is no matcher
createModelAllowlist({ openai: [/gpt/] });
// @ts-expect-error a missing query parameter is null, and no model
isAllowedModel(config, "openai", new URL("https://example.com").searchParams.get("model"));
