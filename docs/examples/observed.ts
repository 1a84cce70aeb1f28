import { expect, vi } from "vitest";

/** Every region of the file has run. */
export function expectAllRun(file: string): void {
	const { regions } = globalThis as { regions?: Record<string, boolean> };
	const own = Object.entries(regions ?? {}).filter(([name]) => name.startsWith(`${file}#`));
	expect(own.length).toBeGreaterThan(0);
	expect(own.filter(([, hasRun]) => !hasRun).map(([name]) => name)).toEqual([]);
}

/** What was written to the console, a line each. */
export function spyOnConsole(): string[] {
	const lines: string[] = [];
	const write = (...values: unknown[]) => void lines.push(values.map(textOf).join(" "));
	for (const name of ["log", "warn", "error"] as const) vi.spyOn(console, name).mockImplementation(write);
	return lines;
}

function textOf(value: unknown): string {
	if (value instanceof Error) return String(value);
	return typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
}
