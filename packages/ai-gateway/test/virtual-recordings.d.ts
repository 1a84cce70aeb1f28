declare module "virtual:recordings" {
	import type { StoredCase } from "./recording.ts";

	/** Whether these are all cases, and not the repository's own selection. */
	export const complete: boolean;
	/** Loads the cases of one provider. */
	export const providers: Record<string, () => Promise<{ cases: StoredCase[] }>>;
}
