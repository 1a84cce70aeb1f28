// What the examples of a page may take as given, so that each of them shows one thing.

/** A Worker's bindings and secrets. */
type Env = import("../../docs/examples/env.ts").Env;
declare const env: Env;
declare const request: Request;
declare const ctx: ExecutionContext;

/** A gateway with the three built-in providers, and the tasks of Workers AI. */
declare const gateway: import("../../docs/examples/env.ts").Gateway &
	import("@workkit/ai-core").TasksOf<import("@workkit/ai-workers-ai").WorkersAiTasks>;

/** The Worker under test. */
declare const worker: { fetch(request: Request, env: object): Promise<Response> };
