import type { Call, OperationName, Operations } from "./call.ts";

/** The rest of the way: the next middleware, or the provider. */
export type Next = <K extends OperationName>(call: Call<K>) => Promise<Operations[K]["output"]>;

/** One function that sees every operation. It may change the call, try again, answer itself, or look at the answer. */
export type Middleware = <K extends OperationName>(call: Call<K>, next: Next) => Promise<Operations[K]["output"]>;
