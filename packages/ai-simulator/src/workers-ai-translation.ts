import type { Task } from "./workers-ai-call.ts";
import { badInput, checkInputs, mismatch } from "./workers-ai-check.ts";
import { answerTask } from "./workers-ai-task.ts";

const INDIC = `
	asm_Beng awa_Deva ben_Beng bho_Deva brx_Deva doi_Deva eng_Latn gom_Deva gon_Deva guj_Gujr hin_Deva hne_Deva kan_Knda
	kas_Arab kas_Deva kha_Latn lus_Latn mag_Deva mai_Deva mal_Mlym mar_Deva mni_Beng mni_Mtei npi_Deva ory_Orya pan_Guru
	san_Deva sat_Olck snd_Arab snd_Deva tam_Taml tel_Telu urd_Arab unr_Deva
`
	.trim()
	.split(/\s+/);

/** m2m100: `{ text, source_lang?, target_lang }` → `{ translated_text }`: the text with the language before it. */
export const runM2m100: Task = async (call) => {
	const { inputs } = call;
	checkInputs(inputs, {
		text: { type: "string", required: true, min: 1 },
		source_lang: { type: "string" },
		target_lang: { type: "string", required: true },
	});
	const text = String(inputs.text);
	const answer = await answerTask(call, "translate", [text], `[${inputs.target_lang}] ${text}`);
	return { json: { translated_text: answer.text }, answer };
};

/** indictrans2: `{ text: string | string[], target_language }` → `{ translations }`. A scripted text is the first of them. */
export const runIndictrans: Task = async (call) => {
	const { text } = call.inputs;
	const target = call.inputs.target_language ?? call.inputs.target_lang ?? "hin_Deva";
	if (text === undefined) throw badInput("required properties at '/' are 'text'");
	checkInputs({ target_language: target }, { target_language: { type: "string", values: INDIC } });
	const texts: readonly unknown[] = Array.isArray(text) ? text : [text];
	const wrong = texts.find((item) => typeof item !== "string");
	if (wrong !== undefined || texts.length === 0) throw mismatch("/text", wrong ?? texts, ["string", "array"]);
	const translations = texts.map((item) => `[${target}] ${item}`);
	const answer = await answerTask(call, "translate", texts.map(String), translations[0]);
	return { json: { translations: [answer.text, ...translations.slice(1)] }, answer };
};
