import { type Migration, see, typeName } from "./migration.ts";

/** A function's signature, typed as the file is. */
function signature(
	migration: Migration,
	about: string,
	name: string,
	parameters: readonly (readonly [string, string, "optional"?])[],
	returns?: string,
): string {
	const { types } = migration;
	if (types === "typescript") {
		const list = parameters.map(([each, type, optional]) => `${each}${optional ? "?" : ""}: ${type}`).join(", ");
		return `/** ${about} */\nfunction ${name}(${list})${returns ? `: ${returns}` : ""}`;
	}
	const tags = parameters
		.map(([each, type, optional]) => ` @param {${type}} ${optional ? `[${each}]` : each}`)
		.join("");
	const typed = types === "comments" ? tags + (returns ? ` @returns {${returns}}` : "") : "";
	return `/** ${about}${typed} */\nfunction ${name}(${parameters.map(([each]) => each).join(", ")})`;
}

/** The function that makes the gateway for a binding. */
export function gatewayFunction(migration: Migration, hasOptions: boolean): string {
	const binding = ["binding", typeName(migration, "WorkersAiBinding")] as const;
	const gateway = hasOptions ? [["gateway", typeName(migration, "WorkersAiGateway"), "optional"] as const] : [];
	return `${signature(migration, "The gateway to Workers AI.", "workersAiGateway", [binding, ...gateway])} {
	return ${migration.take("createGateway")}({
		providers: { "workers-ai": { type: "workers-ai", binding${hasOptions ? ", gateway" : ""} } },
		defaultProvider: "workers-ai",
	});
}`;
}

/** The function that keeps the readers of a Worker's streams content. */
export function framesFunction(migration: Migration): string {
	const event = typeName(migration, "GatewayStreamEvent");
	const bytes = "ReadableStream<Uint8Array>";
	const parameters = [["events", `ReadableStream<${event}>`] as const];
	const isTypeScript = migration.types === "typescript";
	const stream = `new TransformStream${isTypeScript ? `<${event}, Uint8Array>` : ""}`;
	return `// TODO(workkit): These frames have the text only; their readers can move to those of \`toSseResponse\`. ${see("streams")}
${signature(migration, "The text of a stream, in the frames that `streamAI` sent.", "workersAiFrames", parameters, bytes)} {
	const encoder = new TextEncoder();
	return events.pipeThrough(
		${stream}({
			transform(event, controller) {
				if (event.type !== "text") return;
				controller.enqueue(encoder.encode(\`data: \${JSON.stringify({ response: event.delta })}\\n\\n\`));
			},
			flush(controller) {
				controller.enqueue(encoder.encode("data: [DONE]\\n\\n"));
			},
		}),
	);
}`;
}
