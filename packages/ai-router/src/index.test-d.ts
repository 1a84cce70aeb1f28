import { expectTypeOf } from "vitest";
import { createRouter, type Route, type Router, type RouterConfig } from "./index.ts";

const router = createRouter({
	routes: [
		{ pattern: "gpt-*", provider: "openai" },
		{ pattern: /^claude-/, provider: "anthropic" },
	],
	fallback: "workers",
});

expectTypeOf(router).toEqualTypeOf<Router<"openai" | "anthropic" | "workers">>();
expectTypeOf(router.resolve("gpt-5.2")).toEqualTypeOf<"openai" | "anthropic" | "workers">();
expectTypeOf(router.routes()).toEqualTypeOf<Route<"openai" | "anthropic" | "workers">[]>();
expectTypeOf(router).toExtend<Router>();
expectTypeOf(createRouter).parameter(0).toExtend<RouterConfig>();

// Routes that come from elsewhere.
declare const routes: Route[];
expectTypeOf(createRouter({ routes }).resolve("m")).toEqualTypeOf<string>();

// @ts-expect-error a pattern is a glob or a regular expression
createRouter({ routes: [{ pattern: 5, provider: "p" }], fallback: "p" });
// @ts-expect-error a route names its provider
createRouter({ routes: [{ pattern: "*" }] });
// @ts-expect-error a model is a string
router.resolve(new URL("https://example.com").searchParams.get("model"));
