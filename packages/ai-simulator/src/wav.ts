import { joinBytes, latinBytes, littleEndian } from "./bytes.ts";
import { encodePcm, type PcmEncoding } from "./pcm.ts";

/** The numbers of the encodings in a file's header. */
const FORMATS: Readonly<Record<PcmEncoding, number>> = { linear16: 1, alaw: 6, mulaw: 7 };

/** A WAV file of a quiet tone, mono. */
export function encodeWav(
	encoding: PcmEncoding,
	seconds: number,
	sampleRate: number,
	comment: string,
): Uint8Array<ArrayBuffer> {
	const width = encoding === "linear16" ? 2 : 1;
	const format = [FORMATS[encoding], 1].flatMap((value) => littleEndian(value, 2));
	const rates = [...littleEndian(sampleRate, 4), ...littleEndian(sampleRate * width, 4)];
	const widths = [width, width * 8].flatMap((value) => littleEndian(value, 2));
	const body = joinBytes([
		latinBytes("WAVE"),
		chunk("fmt ", Uint8Array.from([...format, ...rates, ...widths])),
		chunk("LIST", joinBytes([latinBytes("INFO"), chunk("ICMT", latinBytes(comment))])),
		chunk("data", encodePcm(encoding, seconds, sampleRate)),
	]);
	return chunk("RIFF", body);
}

function chunk(id: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
	const padding = data.length % 2 === 0 ? [] : [0];
	return joinBytes([latinBytes(id), littleEndian(data.length, 4), data, padding]);
}
