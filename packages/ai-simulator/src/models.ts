/** What a model of the catalogue is for. */
export type ModelTask =
	| "text"
	| "embedding"
	| "image"
	| "vision"
	| "transcription"
	| "speech"
	| "translation"
	| "summary"
	| "text-class"
	| "image-class"
	| "detection"
	| "turn";

/** A task as the catalogue names it. */
export interface TaskEntry {
	readonly id: string;
	readonly name: string;
	readonly description: string;
}

/** The platform's tasks, with its own ids. */
export const TASKS: Readonly<Record<ModelTask, TaskEntry>> = {
	text: entry("c329a1f9-323d-4e91-b2aa-582dd4188d34", "Text Generation", "Writes text."),
	embedding: entry("0137cdcf-162a-4108-94f2-1ca59e8c65ee", "Text Embeddings", "Turns text into vectors."),
	image: entry("3d6e1f35-341b-4915-a6c8-9a7142a9033a", "Text-to-Image", "Draws what a text describes."),
	vision: entry("882a91d1-c331-4eec-bdad-834c919942a8", "Image-to-Text", "Describes an image."),
	transcription: entry("dfce1c48-2a81-462e-a7fd-de97ce985207", "Automatic Speech Recognition", "Writes down speech."),
	speech: entry("b52660a1-9a95-4ab2-8b1d-f232be34604a", "Text-to-Speech", "Reads a text aloud."),
	translation: entry("f57d07cb-9087-487a-bbbf-bc3e17fecc4b", "Translation", "Translates a text."),
	summary: entry("6f4e65d8-da0f-40d2-9aa4-db582a5a04fd", "Summarization", "Shortens a text."),
	"text-class": entry("19606750-23ed-4371-aab2-c20349b53a60", "Text Classification", "Puts a text into classes."),
	"image-class": entry("00cd182b-bf30-4fc4-8481-84a3ab349657", "Image Classification", "Puts an image into classes."),
	detection: entry("9c178979-90d9-49d8-9e2c-0f1cf01815d4", "Object Detection", "Finds objects in an image."),
	turn: entry("ccb1ca5a-043d-41a7-8a3b-61017b2796fd", "Voice Activity Detection", "Tells when a speaker has finished."),
};

function entry(id: string, name: string, description: string): TaskEntry {
	return { id, name, description };
}

/** The models by task; names without a prefix stand for `@cf/…`. */
const CATALOGUE: Readonly<Record<ModelTask, string>> = {
	text: `
		meta/llama-2-7b-chat-int8 meta/llama-2-7b-chat-fp16 meta-llama/llama-2-7b-chat-hf-lora meta/llama-3-8b-instruct
		meta/llama-3-8b-instruct-awq meta/llama-3.1-8b-instruct meta/llama-3.1-8b-instruct-fp8 meta/llama-3.1-8b-instruct-awq
		meta/llama-3.1-8b-instruct-fast meta/llama-3.1-70b-instruct meta/llama-3.2-1b-instruct meta/llama-3.2-3b-instruct
		meta/llama-3.2-11b-vision-instruct meta/llama-3.3-70b-instruct-fp8-fast meta/llama-4-scout-17b-16e-instruct
		meta/llama-guard-3-8b mistral/mistral-7b-instruct-v0.1 mistral/mistral-7b-instruct-v0.2-lora
		mistralai/mistral-small-3.1-24b-instruct qwen/qwen1.5-0.5b-chat qwen/qwen1.5-1.8b-chat qwen/qwen1.5-7b-chat-awq
		qwen/qwen1.5-14b-chat-awq qwen/qwen2.5-coder-32b-instruct qwen/qwen3-30b-a3b-fp8 qwen/qwen3.8-27b qwen/qwq-32b
		google/gemma-2b-it-lora google/gemma-7b-it-lora google/gemma-3-12b-it google/gemma-4-26b-a4b-it
		aisingapore/gemma-sea-lion-v4-27b-it deepseek-ai/deepseek-math-7b-instruct deepseek-ai/deepseek-r1-distill-qwen-32b
		deepseek-ai/deepseek-v4-flash-0731 deepseek-ai/deepseek-v4-pro-0813 openai/gpt-oss-20b openai/gpt-oss-120b
		moonshotai/kimi-k2.5 moonshotai/kimi-k2.6 moonshotai/kimi-k2.7-code zai-org/glm-4.7-flash zai-org/glm-5.2
		zai-org/glm-5.3 zai-org/glm-5.3-flash nvidia/nemotron-3-120b-a12b ibm-granite/granite-4.0-h-micro
		defog/sqlcoder-7b-2 openchat/openchat-3.5-0106 tiiuae/falcon-7b-instruct thebloke/discolm-german-7b-v1-awq
		tinyllama/tinyllama-1.1b-chat-v1.0 microsoft/phi-2 fblgit/una-cybertron-7b-v2-bf16 @hf/google/gemma-7b-it
		@hf/thebloke/llama-2-13b-chat-awq @hf/thebloke/mistral-7b-instruct-v0.1-awq @hf/thebloke/zephyr-7b-beta-awq
		@hf/thebloke/openhermes-2.5-mistral-7b-awq @hf/thebloke/neural-chat-7b-v3-1-awq @hf/thebloke/llamaguard-7b-awq
		@hf/thebloke/deepseek-coder-6.7b-base-awq @hf/thebloke/deepseek-coder-6.7b-instruct-awq
		@hf/nousresearch/hermes-2-pro-mistral-7b @hf/nexusflow/starling-lm-7b-beta @hf/mistral/mistral-7b-instruct-v0.2
		@hf/meta-llama/meta-llama-3-8b-instruct`,
	embedding: `
		baai/bge-small-en-v1.5 baai/bge-base-en-v1.5 baai/bge-large-en-v1.5 baai/bge-m3 google/embeddinggemma-300m
		qwen/qwen3-embedding-0.6b pfnet/plamo-embedding-1b`,
	image: `
		black-forest-labs/flux-1-schnell black-forest-labs/flux-2-dev black-forest-labs/flux-2-klein-4b
		black-forest-labs/flux-2-klein-9b leonardo/lucid-origin leonardo/phoenix-1.0
		stabilityai/stable-diffusion-xl-base-1.0 bytedance/stable-diffusion-xl-lightning lykon/dreamshaper-8-lcm
		runwayml/stable-diffusion-v1-5-img2img runwayml/stable-diffusion-v1-5-inpainting`,
	vision: "llava-hf/llava-1.5-7b-hf unum/uform-gen2-qwen-500m moondream/moondream3.1-9B-A2B",
	transcription: `
		openai/whisper openai/whisper-tiny-en openai/whisper-large-v3-turbo deepgram/nova-3 deepgram/flux
		nvidia/nemotron-speech-streaming-en-0.6b`,
	speech: "myshell-ai/melotts deepgram/aura-1 deepgram/aura-2-en deepgram/aura-2-es",
	translation: "meta/m2m100-1.2b ai4bharat/indictrans2-en-indic-1B",
	summary: "facebook/bart-large-cnn",
	"text-class": "huggingface/distilbert-sst-2-int8 baai/bge-reranker-base",
	"image-class": "microsoft/resnet-50",
	detection: "facebook/detr-resnet-50",
	turn: "pipecat-ai/smart-turn-v2",
};

/** Text generation models that are newer than the catalogue: told by their author and the beginning of their name. */
const NEWER_TEXT = new RegExp(
	`^@(cf|hf)/(${[
		"meta(-llama)?/(meta-)?llama",
		"mistral(ai)?/(mistral|ministral|devstral)",
		"qwen/(qwen|qwq)",
		"google/gemma",
		"aisingapore/",
		"deepseek-ai/deepseek",
		"openai/gpt",
		"moonshotai/kimi",
		"zai-org/glm",
		"nvidia/nemotron",
		"ibm-granite/granite",
		"microsoft/phi",
		"minimax(ai)?/minimax",
	].join("|")})-?\\d*[a-z0-9.-]*$`,
);

/** A model of the catalogue. */
export interface CatalogueModel {
	/** `@cf/…` or `@hf/…`. */
	readonly name: string;
	readonly task: ModelTask;
}

/** The catalogue, in its order. */
export const MODELS: readonly CatalogueModel[] = Object.entries(CATALOGUE).flatMap(([task, names]) =>
	names
		.trim()
		.split(/\s+/)
		// The keys are the record's own.
		.map((name) => ({ name: name.startsWith("@") ? name : `@cf/${name}`, task: task as ModelTask })),
);

const TASK_OF = new Map(MODELS.map(({ name, task }) => [name, task]));

/** The task of `model`; undefined for a name that is no model's. */
export function taskOf(model: string, anyModel: boolean): ModelTask | undefined {
	const known = TASK_OF.get(model);
	if (known !== undefined || model.includes("no-such-model")) return known;
	// Names of other tasks by the same authors must not answer as if they were chat models.
	const isText = NEWER_TEXT.test(model) && !/embed|rerank|speech|image|-tts|-asr/.test(model);
	return isText || anyModel ? "text" : undefined;
}

/** Tokens that the input and the longest answer may have together, where the platform says so. */
export const CONTEXT_WINDOWS: Readonly<Record<string, number>> = {
	"@cf/meta/llama-3.1-8b-instruct": 7_968,
	"@cf/meta/llama-3.3-70b-instruct-fp8-fast": 24_000,
	"@cf/meta/llama-3.2-1b-instruct": 60_000,
	"@cf/meta/llama-3.2-3b-instruct": 80_000,
	"@cf/meta/llama-3.2-11b-vision-instruct": 128_000,
	"@cf/meta/llama-4-scout-17b-16e-instruct": 131_000,
	"@cf/mistral/mistral-7b-instruct-v0.1": 2_824,
	"@cf/qwen/qwen2.5-coder-32b-instruct": 32_768,
	"@cf/openai/gpt-oss-20b": 128_000,
	"@cf/openai/gpt-oss-120b": 128_000,
	"@cf/baai/bge-m3": 60_000,
};

/** Whether `model` takes requests for later. */
export function takesBatches(model: string): boolean {
	return /bge-(small|base|large|m3|reranker)|llama-3\.3-70b|llama-4-scout|m2m100|qwen3-30b|sea-lion|gpt-oss|aura-1|whisper-large|nova-3|r1-distill|mistral-small|qwen2\.5-coder|llama-3\.1-8b/.test(
		model,
	);
}
