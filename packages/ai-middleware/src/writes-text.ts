import type { Call } from "@workkit/ai-core";

/** Whether a call is for text that a model writes. What other operations answer with, two models do not give alike. */
export const writesText = ({ operation }: Call): boolean => operation === "run" || operation === "stream";
