import { expectTypeOf } from "vitest";
import { createSimulator } from "./simulator.ts";

const simulator = createSimulator();

// It is handed to clients in the place of the global `fetch`.
expectTypeOf(simulator.fetch).toExtend<typeof fetch>();
expectTypeOf(simulator.ai.run).returns.resolves.toBeUnknown();

// @ts-expect-error an unknown fault would silently do nothing
createSimulator({ reply: () => ({ fault: { type: "explode" } }) });

// It stands for the binding where Cloudflare's own type is asked for.
expectTypeOf(simulator.ai).toExtend<Ai>();

expectTypeOf(simulator.ai.run<string>("m", {})).resolves.toBeString();
// @ts-expect-error what an answer is, is never taken from what is done with it
const _text: Promise<string> = simulator.ai.run("m", {});
