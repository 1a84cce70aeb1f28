// Runs the Worker on this machine until it is stopped: PORT, or 8787, or a free port.
import { startLocal } from "./local.ts";

const { url, providers } = await startLocal({
	port: process.env.PORT ? Number(process.env.PORT) : undefined,
	offline: process.argv.includes("--offline"),
});

console.log(`
  ${url}

${Object.entries(providers)
	.map(([name, state]) => `  ${name.padEnd(12)} ${state}`)
	.join("\n")}
  (keys go into apps/gateway-worker/.dev.vars, see .dev.vars.example)

  curl -N ${url} -H 'content-type: application/json' -d '{"prompt":"Say hello.","stream":true}'
`);
