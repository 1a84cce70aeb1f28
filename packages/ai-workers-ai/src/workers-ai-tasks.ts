import type { Call, Models, OperationName, Operations, Provider, TaskName } from "@workkit/ai-core";
import { createAsk } from "./ask.ts";
import type { WorkersAiModel } from "./models.ts";
import { batch } from "./tasks/batch.ts";
import { classify } from "./tasks/classify.ts";
import { createForms } from "./tasks/forms.ts";
import { image } from "./tasks/image.ts";
import { rerank } from "./tasks/rerank.ts";
import { speak } from "./tasks/speak.ts";
import { summarize } from "./tasks/summarize.ts";
import type { TaskTools } from "./tasks/task.ts";
import { toMarkdown } from "./tasks/to-markdown.ts";
import { transcribe } from "./tasks/transcribe.ts";
import { translate } from "./tasks/translate.ts";
import type { WorkersAiOptions } from "./workers-ai.ts";

/** What Workers AI can do beside text and vectors. */
export type WorkersAiTasks = Required<Pick<Provider, TaskName>> & Models<WorkersAiModel>;

/**
 * The tasks of Workers AI beside text and vectors, as a provider: spread it beside `workersAi`, or give it a key of its own.
 * How a model wants its input is guessed by its name at first, and learned from its own words when it refuses; what it answers
 * is read off the answer. Throws `BindingNotFoundError` when the binding is missing.
 *
 * @example
 * ```ts
 * import { createGateway } from "@workkit/ai-core";
 * import { type WorkersAiBinding, workersAi, workersAiTasks } from "@workkit/ai-workers-ai";
 *
 * declare const env: { AI: WorkersAiBinding };
 * const options = { binding: env.AI };
 * const gateway = createGateway({
 * 	providers: { "workers-ai": { ...workersAi(options), ...workersAiTasks(options) } },
 * 	defaultProvider: "workers-ai",
 * });
 * const { images } = await gateway.image("@cf/black-forest-labs/flux-1-schnell", { prompt: "A lighthouse" });
 * ```
 */
export function workersAiTasks(options: WorkersAiOptions): WorkersAiTasks {
	const throughGateway = ({ options: { workersAi } }: Call): boolean => !!(workersAi?.gateway ?? options.gateway);
	const tools: TaskTools = { ask: createAsk(options), askInForm: createForms(throughGateway) };
	const withTools =
		<K extends OperationName>(task: (tools: TaskTools, call: Call<K>) => Promise<Operations[K]["output"]>) =>
		(call: Call<K>) =>
			task(tools, call);
	return {
		image: withTools(image),
		transcribe: withTools(transcribe),
		speak: withTools(speak),
		rerank: withTools(rerank),
		translate: withTools(translate),
		summarize: withTools(summarize),
		classify: withTools(classify),
		toMarkdown: (call) => toMarkdown(options, call),
		batch: withTools(batch),
	};
}
