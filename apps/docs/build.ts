// Builds the site into `dist`: pages out of the sources, the site out of the pages, and the checks of what came out.
import { rmSync } from "node:fs";

process.env.ASTRO_TELEMETRY_DISABLED = "1";
const { generate } = await import("./generate/generate.ts");
const { build } = await import("astro");
const { check } = await import("./check/check.ts");

// What Astro remembers of pages names files of styles that the next build may call otherwise.
rmSync(new URL("node_modules/.astro", import.meta.url), { recursive: true, force: true });
const complaints = await generate();
await build({ root: import.meta.dirname, logLevel: "warn" });
complaints.push(...check());
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);
