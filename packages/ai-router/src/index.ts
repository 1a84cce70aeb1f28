export { createRouter, type Route, type Router, type RouterConfig } from "./create-router.ts";
