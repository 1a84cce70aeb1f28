// Builds the site into `dist`: pages out of the sources, the site out of the pages, and the checks of what came out.
process.env.ASTRO_TELEMETRY_DISABLED = "1";
const { generate } = await import("./generate/generate.ts");
const { build } = await import("astro");
const { check } = await import("./check/check.ts");

const complaints = await generate();
await build({ root: import.meta.dirname, logLevel: "warn" });
complaints.push(...check());
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);
