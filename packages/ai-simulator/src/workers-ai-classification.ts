import { captionIn } from "./caption.ts";
import { imageSize } from "./image-size.ts";
import { randomFrom } from "./random.ts";
import type { Task } from "./workers-ai-call.ts";
import { checkInputs } from "./workers-ai-check.ts";
import { readMedia, seedOf } from "./workers-ai-media.ts";
import { answerTask } from "./workers-ai-task.ts";

const GOOD =
	/\b(good|great|best|love|loved|lovely|like|happy|excellent|amazing|awesome|wonderful|nice|perfect|thank\w*|fast|fun)\b/gi;
const BAD =
	/\b(bad|worst|worse|hate|hated|sad|awful|terrible|horrible|poor|slow|broken|bug\w*|wrong|fail\w*|never|not|no)\b/gi;

/** distilbert-sst-2: `{ text }` → both labels with their scores, in a list of its own. A scripted text is the better label. */
export const runSentiment: Task = async (call) => {
	checkInputs(call.inputs, { text: { type: "string", required: true, min: 1 } });
	const text = String(call.inputs.text);
	const balance = (text.match(GOOD) ?? []).length - (text.match(BAD) ?? []).length;
	const answer = await answerTask(call, "classify", [text], balance < 0 ? "NEGATIVE" : "POSITIVE");
	const surer = 0.9 + randomFrom(`sentiment:${text}`)() / 10.01;
	const positive = Math.fround(answer.text.toUpperCase() === "NEGATIVE" ? 1 - surer : surer);
	const json = [
		{ label: "NEGATIVE", score: Math.fround(1 - positive) },
		{ label: "POSITIVE", score: positive },
	];
	return { json, answer };
};

const IMAGE_LABELS =
	"TABBY EGYPTIAN_CAT TIGER_CAT GOLDEN_RETRIEVER BEAGLE SPORTS_CAR TRAFFIC_LIGHT COFFEE_MUG NOTEBOOK ACOUSTIC_GUITAR SEASHORE VOLCANO UMBRELLA BALLOON LAKESIDE".split(
		" ",
	);

/** resnet-50: `{ image: number[] }`, or the image as the body → the five likeliest labels. */
export const runImageClass: Task = async (call) => {
	const bytes = readMedia(call, "image", ["bytes"]);
	const answer = await answerTask(call, "classify", [captionIn(bytes) ?? ""]);
	const random = randomFrom(seedOf(bytes));
	const labels = shuffled(IMAGE_LABELS, random).slice(0, 5);
	if (answer.text !== "") labels[0] = answer.text;
	let left = 1;
	const json = labels.map((label) => {
		const score = Math.fround(left * (0.5 + random() * 0.4));
		left -= score;
		return { score, label: label.replaceAll("_", " ") };
	});
	return { json, answer };
};

const OBJECT_LABELS = "person car dog cat bicycle chair bottle book laptop cup".split(" ");

/** detr: like resnet-50, with a box for each object, in the image's own pixels. */
export const runDetection: Task = async (call) => {
	const bytes = readMedia(call, "image", ["bytes"]);
	const answer = await answerTask(call, "classify", [captionIn(bytes) ?? ""]);
	const random = randomFrom(seedOf(bytes));
	const labels = shuffled(OBJECT_LABELS, random).slice(0, 3);
	if (answer.text !== "") labels[0] = answer.text;
	const { width, height } = imageSize(bytes) ?? { width: 640, height: 480 };
	const span = (length: number) => {
		const from = Math.floor((random() * length) / 2);
		return [from, from + Math.ceil((random() * length) / 2)];
	};
	const json = labels.map((label, index) => {
		const [[xmin, xmax], [ymin, ymax]] = [span(width), span(height)];
		return { score: Math.fround(0.99 - index * 0.2), label, box: { xmin, ymin, xmax, ymax } };
	});
	return { json, answer };
};

function shuffled(labels: readonly string[], random: () => number): string[] {
	return labels
		.map((label) => ({ label, place: random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ label }) => label);
}
