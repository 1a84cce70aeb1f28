import type { ModelCall } from "./workers-ai-call.ts";
import { platformError } from "./workers-ai-error.ts";

const LICENSED = /llama-3\.2-11b-vision-instruct$/;

/** Throws 5016 until somebody has sent the prompt "agree" to a model with a licence, and once for that prompt itself. */
export function checkLicense({ exchange, model, inputs }: ModelCall): void {
	if (!LICENSED.test(model)) return;
	const { stored } = exchange.settings;
	const key = `workers-ai-license:${model}`;
	if (stored.has(key)) return;
	const name = model.slice(model.lastIndexOf("/") + 1);
	if (inputs.prompt === "agree") {
		stored.set(key, {});
		throw platformError(5016, "Thank you for agreeing to this model's terms. You may now use the model.");
	}
	throw platformError(
		5016,
		`Model Agreement: Prior to using this model, you must submit the prompt 'agree'. By submitting 'agree', you agree to the license of ${name}.`,
	);
}
