import { aiSdk, aiSdkProviders } from "./ai-sdk.ts";
import type { Candidate } from "./candidate.ts";
import { bare } from "./limit.ts";
import { ours } from "./ours.ts";
import { tanstack } from "./tanstack.ts";
import { anthropicSdk, openaiSdk } from "./vendor-sdks.ts";

/** All that is measured, the limit first. */
export const candidates: Readonly<Record<string, Candidate>> = {
	limit: bare,
	ours,
	aiSdk,
	aiSdkProviders,
	openaiSdk,
	anthropicSdk,
	tanstack,
};
