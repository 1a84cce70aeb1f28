import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Miniflare } from "miniflare";

/** Workers in a workerd of their own. */
export interface Workerd {
	/** Where the first of them answers. */
	readonly url: URL;
	/** Processor time of workerd so far, in milliseconds. Linux only. */
	processorMs(): number;
	close(): Promise<void>;
}

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Processes whose parent is this one. */
function children(): Set<number> {
	const found = new Set<number>();
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const [, parent] = afterName(Number(name));
			if (Number(parent) === process.pid) found.add(Number(name));
		} catch {
			// It ended meanwhile.
		}
	}
	return found;
}

/** The fields of `/proc/<pid>/stat` after the command's name, which may hold spaces. */
function afterName(pid: number): string[] {
	const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Starts Workers, each given as its modules, of which `worker.js` is the first. They may fetch from 127.0.0.1. */
export async function startWorkers(
	workers: readonly Readonly<Record<string, string>>[],
	texts: Readonly<Record<string, string>> = {},
): Promise<Workerd> {
	const others = children();
	const miniflare = new Miniflare({
		host: "127.0.0.1",
		port: 0,
		cf: false,
		logRequests: false,
		workers: workers.map((modules, index) => ({
			config: {
				name: `worker-${index}`,
				type: "worker",
				compatibilityDate: "2026-07-01",
				compatibilityFlags: ["nodejs_compat", "enable_request_signal"],
				manifest: {
					mainModule: "worker.js",
					modules: Object.fromEntries(
						Object.entries(modules).map(([name, contents]) => [name, { type: "esm" as const, contents }]),
					),
				},
				env: Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { type: "text" as const, value }])),
			},
		})),
	});
	const url = await miniflare.ready;
	const pids = [...children()].filter((pid) => !others.has(pid) && /workerd/.test(command(pid)));
	const [pid] = pids;
	if (pid === undefined) throw new Error("workerd was not found among the processes.");
	return {
		url,
		processorMs() {
			const fields = afterName(pid);
			// utime and stime.
			return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000;
		},
		close: () => miniflare.dispose(),
	};
}

function command(pid: number): string {
	return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}
