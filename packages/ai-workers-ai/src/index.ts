export type { WorkersAiBinding, WorkersAiRunOptions } from "./binding.ts";
export { type ExperimentalResumeOptions, experimentalResume } from "./experimental-resume.ts";
export type { WorkersAiModel } from "./models.ts";
export type { WorkersAiGateway } from "./run-options.ts";
export { type WorkersAiOptions, type WorkersAiProvider, workersAi } from "./workers-ai.ts";
export { type WorkersAiTasks, workersAiTasks } from "./workers-ai-tasks.ts";
