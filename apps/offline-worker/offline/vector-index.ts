import { WorkerEntrypoint } from "cloudflare:workers";

const documents = new Map<string, VectorizeVector>();

const cosine = (a: readonly number[], b: readonly number[]) => {
	const dot = (x: readonly number[], y: readonly number[]) =>
		x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
	return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b) || 1);
};

/** What the Worker needs of a Vectorize index, which cannot run offline either. */
export class VectorIndex extends WorkerEntrypoint {
	upsert(vectors: VectorizeVector[]): { count: number } {
		for (const vector of vectors) documents.set(vector.id, vector);
		return { count: vectors.length };
	}

	query(vector: number[], { topK = 5 }: { topK?: number } = {}): Pick<VectorizeMatches, "matches" | "count"> {
		const matches = [...documents.values()]
			.map(({ id, values, metadata }) => ({ id, score: cosine(vector, [...values]), ...(metadata && { metadata }) }))
			.sort((a, b) => b.score - a.score)
			.slice(0, topK);
		return { matches, count: matches.length };
	}
}

export default { fetch: () => new Response("A vector index: bind to it.\n") };
