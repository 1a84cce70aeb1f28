import type { GatewayCall } from "./gateway-call.ts";
import { holds, type RouteSubject, readSubject } from "./gateway-condition.ts";
import { readControls } from "./gateway-controls.ts";
import { type GatewayElement, orFailure, runOn, type StepCounter } from "./gateway-element.ts";
import { gatewayError } from "./gateway-error.ts";
import { compatProviderOf } from "./gateway-provider.ts";
import { type DynamicRoute, deployedGraph, type RouteElement } from "./gateway-route.ts";
import { isInWindow, letPass } from "./gateway-window.ts";
import type { JsonRecord } from "./json.ts";
import { hash } from "./random.ts";
import { RequestError } from "./request-error.ts";

/** A graph may lead in a circle; a request may not. */
const MOST_ELEMENTS = 100;

/**
 * Walks the dynamic route `name` with a chat completion request. The answer is that of the last model that succeeded, else
 * the last failure; `cf-aig-provider` and `cf-aig-model` say who gave it.
 */
export async function walkRoute(
	call: GatewayCall,
	element: GatewayElement,
	name: string,
	counter: StepCounter,
): Promise<Response> {
	const route = [...call.gateway.routes.values()].find((candidate) => candidate.name === name);
	if (route === undefined) throw new RequestError({ status: 404, code: 7002, message: `Route ${name} not found` });
	const graph = deployedGraph(route);
	const { metadata } = readControls([element.headers, call.controls], {}, call.gateway.settings);
	const subject = { body: element.body, headers: Object.fromEntries(call.exchange.headers), metadata };
	let at = [...graph.values()].find(({ type }) => type === "start");
	let succeeded: Response | undefined;
	let failed: Response | undefined;
	for (let count = 0; at !== undefined && at.type !== "end" && count < MOST_ELEMENTS; count++) {
		let output: string;
		if (at.type === "model") {
			const node: RouteElement = at;
			const isLast = node.outputs.fallback === undefined && succeeded === undefined;
			const response = await orFailure(isLast, () => runModel(call, element, node, counter));
			output = response?.ok ? "success" : "fallback";
			if (response?.ok) succeeded = response;
			else failed = response;
		} else output = choose(call, route, at, subject);
		at = graph.get(at.outputs[output] ?? "");
	}
	const answer = succeeded ?? failed;
	if (answer === undefined) throw gatewayError(2005);
	return answer;
}

async function runModel(
	call: GatewayCall,
	element: GatewayElement,
	{ properties }: RouteElement,
	counter: StepCounter,
): Promise<Response> {
	const { provider, model, timeout, retries } = properties;
	const config = {
		...element.config,
		...(typeof timeout === "number" ? { requestTimeout: timeout } : {}),
		...(typeof retries === "number" ? { maxAttempts: retries + 1 } : {}),
	};
	const body = { ...(element.body as JsonRecord), model };
	const found = compatProviderOf(call.state, String(provider), element.endpoint);
	const response = await runOn(call, { ...element, config, body }, found, counter, true);
	const headers = new Headers(response.headers);
	headers.set("cf-aig-provider", found.slug);
	headers.set("cf-aig-model", String(model));
	return new Response(response.body, { status: response.status, headers });
}

/** The way out of an element that asks no model. */
function choose(call: GatewayCall, route: DynamicRoute, element: RouteElement, subject: RouteSubject): string {
	const { type, properties, outputs } = element;
	if (type === "start") return "next";
	if (type === "conditional") return String(holds(properties.condition ?? properties.conditions, subject));
	if (type === "percentage") return draw(Object.keys(outputs), (hash(call.exchange.id("")) / 2 ** 32) * 100);
	const passes =
		properties.limitType === "cost" ? hasBudget(call, element, subject) : isBelow(call, route, element, subject);
	if (passes) return "success";
	if (outputs.fallback === undefined) throw gatewayError(properties.limitType === "cost" ? 2045 : 2003);
	return "fallback";
}

function draw(names: readonly string[], percent: number): string {
	let upTo = 0;
	for (const name of names) {
		upTo += Number.parseFloat(name) || 0;
		if (percent < upTo) return name;
	}
	return "else";
}

function windowOf({ properties }: RouteElement) {
	const technique = properties.technique === "sliding" ? ("sliding" as const) : ("fixed" as const);
	return { seconds: Number(properties.interval ?? properties.window), technique };
}

function isBelow(call: GatewayCall, route: DynamicRoute, element: RouteElement, subject: RouteSubject): boolean {
	const value = readSubject(subject, String(element.properties.key));
	const key = JSON.stringify([route.id, element.id, value]);
	return letPass(call.gateway.passed, key, Number(element.properties.limit), windowOf(element), call.startedAtMs);
}

/** A budget counts what the gateway has spent on the same value of its key, on whatever route. */
function hasBudget(call: GatewayCall, element: RouteElement, subject: RouteSubject): boolean {
	const key = String(element.properties.key).replace(/^metadata\./, "");
	const value = subject.metadata[key];
	const spentUsd = call.gateway.spendings
		.filter(({ atMs, metadata }) => isInWindow(atMs, windowOf(element), call.startedAtMs) && metadata[key] === value)
		.reduce((sum, { costUsd }) => sum + costUsd, 0);
	return spentUsd < Number(element.properties.limit);
}
