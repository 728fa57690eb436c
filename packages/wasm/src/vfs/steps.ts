import { mapValues } from "./map-values.ts";

/**
 * File algorithms are written once, as generators that yield a promise only where a back end is asynchronous. Over
 * synchronous back ends they run to the end without leaving the stack, which is what a plain WebAssembly import needs.
 */
export type Steps<T> = Generator<Promise<unknown>, T, unknown>;

/** A value now, or a promise of it where a back end is asynchronous. */
export type Later<T> = T | Promise<T>;

/** Waits for `value` if it is a promise: `const node = yield* wait(backend.lookup(dir, name))`. */
export function* wait<T>(value: Later<T>): Steps<T> {
  return (value instanceof Promise ? yield value : value) as T;
}

/** Runs steps to their end: the result itself when nothing had to be waited for, else a promise of it. */
export function drive<T>(steps: Steps<T>): Later<T> {
  return settle(steps, steps.next());
}

function settle<T>(steps: Steps<T>, { done, value }: IteratorResult<Promise<unknown>, T>): Later<T> {
  if (done === true) return value;
  return value.then(
    (settled) => settle(steps, steps.next(settled)),
    (error: unknown) => settle(steps, steps.throw(error)),
  );
}

/** Applies `apply` to a value at once, or to a promise's value later. */
export function after<T, U>(value: Later<T>, apply: (value: T) => U): Later<U> {
  return value instanceof Promise ? value.then((settled: T) => apply(settled)) : apply(value);
}

/** Runs what may be steps, for calls of which some answer at once. */
export function finish(result: unknown): unknown {
  return (result as Partial<Steps<unknown>> | undefined)?.next === undefined ? result : drive(result as Steps<unknown>);
}

/** What methods that are steps become once they are run. */
type Driven<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...values: infer Values) => Steps<infer T>
    ? (...values: Values) => Later<T>
    : never;
};

/** Methods of a back end that are written as steps, as a back end has them. */
export function driven<Methods extends Readonly<Record<string, (...values: never[]) => Steps<unknown>>>>(
  methods: Methods,
): Driven<Methods> {
  return mapValues(
    methods,
    (run) =>
      (...values: never[]) =>
        drive(run(...values)),
  ) as Driven<Methods>;
}
