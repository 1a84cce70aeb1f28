import { bytes } from "./bytes.ts";
import { call } from "./call.ts";
import { cpu } from "./cpu.ts";
import { growth } from "./growth.ts";
import { hops } from "./hops.ts";
import { memory } from "./memory.ts";
import { modules } from "./modules.ts";
import { readahead } from "./readahead.ts";
import type { Findings } from "./report.ts";
import { sse } from "./sse.ts";
import { translate } from "./translate.ts";

/** What is measured, in the order of the report. */
export const kinds: Readonly<Record<string, () => Promise<Findings>>> = {
	bytes,
	translate,
	sse,
	call,
	readahead,
	memory,
	hops,
	growth,
	modules,
	cpu,
};
