import { sprint } from "../format/printf.ts";
import { nodeText } from "../parse/node.ts";
import type {
  BranchNode,
  ChainNode,
  Command,
  FieldNode,
  IdentifierNode,
  ListNode,
  Node,
  Operand,
  Pipeline,
  Template,
  VariableNode,
} from "../parse/node.ts";
import { positionAt, TemplateFault } from "../template-fault.ts";
import type { ByteString } from "../text/byte-string.ts";
import { quote } from "../text/quote.ts";
import { concrete, GoError, int, sortedEntries, string, truth } from "../value/value.ts";
import type { GoFunction, Maybe } from "../value/value.ts";
import { BUILTINS } from "./builtins.ts";
import { conform, conformLoosely } from "./conform.ts";
import type { Conformed } from "./conform.ts";
import { literalFor, literalValue } from "./literal.ts";

/** Marks an argument list that nothing was piped into. */
const NOTHING = Symbol("nothing");
type Final = Maybe | typeof NOTHING;

/** What a body asks of the loop around it. */
type Flow = "next" | "break" | "continue";

/** What stops a template that nobody should wait for. Go has no such limits. */
export interface ExecutionLimits {
  /** Nodes and commands evaluated. */
  readonly steps: number;
  /** Bytes written, and bytes of any one value. */
  readonly bytes: number;
  /** Templates within templates. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: ExecutionLimits = { steps: 200_000, bytes: 8 * 1024 * 1024, depth: 100 };

/** The data and functions of an execution. */
export interface ExecuteOptions {
  readonly data: Maybe;
  /** Functions beside the builtins, by name. */
  readonly functions: Readonly<Record<string, GoFunction>>;
  readonly limits?: ExecutionLimits;
}

/**
 * Runs a template (`text/template/exec.go`) with `missingkey=error`.
 *
 * @returns The output, as bytes.
 * @throws {TemplateFault} With phase `execution`.
 */
export function execute(template: Template, options: ExecuteOptions): ByteString {
  return new Execution(template, options).run();
}

interface Variable {
  readonly name: ByteString;
  value: Maybe;
}

class Execution {
  readonly #template: Template;
  readonly #options: ExecuteOptions;
  readonly #limits: ExecutionLimits;
  readonly #output: ByteString[] = [];
  #written = 0;
  #steps = 0;
  #depth = 0;
  /** The template whose body runs, and the node that messages point at. */
  #name: ByteString;
  #node: Operand | Command | Node | ListNode | undefined;
  #variables: Variable[];

  constructor(template: Template, options: ExecuteOptions) {
    this.#template = template;
    this.#options = options;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#name = template.name;
    this.#variables = [{ name: "$", value: options.data }];
  }

  run(): ByteString {
    const list = this.#template.trees.get(this.#name);
    if (list === undefined) {
      this.#fail(`${quote(this.#name)} is an incomplete or empty template`);
    }
    this.#walkList(this.#options.data, list);
    return this.#output.join("");
  }

  #fail(fact: ByteString): never {
    const node = this.#node;
    const position = positionAt(this.#template.text, node?.offset ?? 0);
    throw new TemplateFault("execution", fact, position, {
      template: this.#name,
      expression: node === undefined ? "" : nodeText(node),
    });
  }

  #step(): void {
    if (++this.#steps > this.#limits.steps) {
      this.#fail(`exceeded ${this.#limits.steps} steps`);
    }
  }

  #write(text: ByteString): void {
    this.#written += text.length;
    if (this.#written > this.#limits.bytes) {
      this.#fail(`exceeded ${this.#limits.bytes} bytes of output`);
    }
    this.#output.push(text);
  }

  #walkList(dot: Maybe, list: ListNode): Flow {
    this.#node = list;
    for (const node of list.nodes) {
      const flow = this.#walk(dot, node);
      if (flow !== "next") {
        return flow;
      }
    }
    return "next";
  }

  #walk(dot: Maybe, node: Node): Flow {
    this.#step();
    this.#node = node;
    switch (node.type) {
      case "text":
        this.#write(node.text);
        return "next";
      case "action": {
        const value = this.#pipeline(dot, node.pipeline);
        if (node.pipeline.declarations.length === 0) {
          this.#node = node;
          this.#print(value, node);
        }
        return "next";
      }
      case "break":
      case "continue":
        return node.type;
      case "template":
        this.#callTemplate(dot, node);
        return "next";
      case "range":
        return this.#range(dot, node);
      default:
        return this.#branch(dot, node);
    }
  }

  #print(value: Maybe, node: Node): void {
    if (value?.kind === "func") {
      this.#fail(`can't print ${nodeText(node)} of type ${value.type}`);
    }
    this.#write(value === undefined ? "<no value>" : sprint([value]));
  }

  #branch(dot: Maybe, node: BranchNode): Flow {
    const mark = this.#variables.length;
    const value = this.#pipeline(dot, node.pipeline);
    let flow: Flow = "next";
    if (truth(value)) {
      flow = this.#walkList(node.type === "with" ? value : dot, node.list);
    } else if (node.otherwise !== undefined) {
      flow = this.#walkList(dot, node.otherwise);
    }
    this.#variables.length = mark;
    return flow;
  }

  #range(dot: Maybe, node: BranchNode): Flow {
    const outer = this.#variables.length;
    const value = concrete(this.#pipeline(dot, node.pipeline));
    const mark = this.#variables.length;
    let ran = false;
    for (const [index, element] of this.#elements(value, node)) {
      ran = true;
      this.#step();
      this.#setRangeVariables(node.pipeline, index, element);
      const flow = this.#walkList(element, node.list);
      this.#variables.length = mark;
      if (flow === "break") {
        break;
      }
    }
    const flow = ran || node.otherwise === undefined ? "next" : this.#walkList(dot, node.otherwise);
    this.#variables.length = outer;
    return flow;
  }

  *#elements(value: Maybe, node: BranchNode): Generator<readonly [Maybe, Maybe]> {
    switch (value?.kind) {
      case undefined:
        return;
      case "int":
      case "uint":
        if (node.pipeline.declarations.length > 1) {
          this.#fail(`can't use ${sprint([value])} to iterate over more than one variable`);
        }
        for (let i = 0n; i < value.value; i++) {
          yield [undefined, { kind: value.kind, type: value.type, value: i }];
        }
        return;
      case "slice":
        for (const [index, item] of value.items.entries()) {
          yield [int(index), item];
        }
        return;
      case "map":
        for (const [key, element] of sortedEntries(value)) {
          yield [string(key), element];
        }
        return;
      default:
        this.#fail(`range can't iterate over ${sprint([value])}`);
    }
  }

  #setRangeVariables(pipeline: Pipeline, index: Maybe, element: Maybe): void {
    const [first, second] = pipeline.declarations;
    if (first === undefined) {
      return;
    }
    if (pipeline.assigns) {
      this.#assign(first.names[0] ?? "", second === undefined ? element : index);
      if (second !== undefined) {
        this.#assign(second.names[0] ?? "", element);
      }
      return;
    }
    const top = this.#variables.length;
    for (const [variable, value] of [
      [this.#variables[top - 1], element],
      [second === undefined ? undefined : this.#variables[top - 2], index],
    ] as const) {
      if (variable !== undefined) {
        variable.value = value;
      }
    }
  }

  #callTemplate(dot: Maybe, node: Extract<Node, { type: "template" }>): void {
    const list = this.#template.trees.get(node.name);
    if (list === undefined) {
      this.#fail(`template ${quote(node.name)} not defined`);
    }
    if (this.#depth >= this.#limits.depth) {
      this.#fail(`exceeded maximum template depth (${this.#limits.depth})`);
    }
    const argument = node.pipeline === undefined ? undefined : this.#pipeline(dot, node.pipeline);
    const [name, variables] = [this.#name, this.#variables];
    this.#depth++;
    this.#name = node.name;
    this.#variables = [{ name: "$", value: argument }];
    this.#walkList(argument, list);
    this.#depth--;
    this.#name = name;
    this.#variables = variables;
  }

  #find(name: ByteString): Variable {
    return this.#variables.findLast((variable) => variable.name === name) ?? this.#fail(`undefined variable: ${name}`);
  }

  #assign(name: ByteString, value: Maybe): void {
    this.#find(name).value = value;
  }

  #pipeline(dot: Maybe, pipeline: Pipeline): Maybe {
    this.#node = pipeline;
    let value: Final = NOTHING;
    for (const command of pipeline.commands) {
      this.#step();
      value = concrete(this.#command(dot, command, value));
    }
    const result = value === NOTHING ? undefined : value;
    for (const { names } of pipeline.declarations) {
      const name = names[0] ?? "";
      if (pipeline.assigns) {
        this.#assign(name, result);
      } else {
        this.#variables.push({ name, value: result });
      }
    }
    return result;
  }

  #notAFunction(words: readonly Operand[], final: Final): void {
    if (words.length > 1 || final !== NOTHING) {
      this.#fail(`can't give argument to non-function ${words[0] === undefined ? "%!s(<nil>)" : nodeText(words[0])}`);
    }
  }

  #command(dot: Maybe, command: Command, final: Final): Maybe {
    const [first] = command.words;
    switch (first.type) {
      case "field":
        return this.#field(dot, first, command.words, final);
      case "chain":
        return this.#chain(dot, first, command.words, final);
      case "identifier":
        return this.#function(dot, first, command, command.words, final);
      case "pipeline":
        this.#notAFunction(command.words, final);
        return this.#pipeline(dot, first);
      case "variable":
        return this.#variable(dot, first, command.words, final);
      default:
    }
    this.#node = first;
    this.#notAFunction(command.words, final);
    if (first.type === "nil") {
      this.#fail("nil is not a command");
    }
    return first.type === "dot" ? dot : this.#take(literalValue(first));
  }

  /** Takes a checked value, or fails with what is wrong with it. */
  #take(result: Conformed): Maybe {
    return result.ok ? result.value : this.#fail(result.fact);
  }

  #field(dot: Maybe, node: FieldNode, words: readonly Operand[], final: Final): Maybe {
    this.#node = node;
    return this.#fieldChain(dot, dot, node, node.names, words, final);
  }

  #chain(dot: Maybe, node: ChainNode, words: readonly Operand[], final: Final): Maybe {
    this.#node = node;
    if (node.base.type === "nil") {
      this.#fail(`indirection through explicit nil in ${nodeText(node)}`);
    }
    return this.#fieldChain(dot, this.#argument(dot, undefined, node.base), node, node.names, words, final);
  }

  #variable(dot: Maybe, node: VariableNode, words: readonly Operand[], final: Final): Maybe {
    this.#node = node;
    const [name = "", ...fields] = node.names;
    const { value } = this.#find(name);
    if (fields.length === 0) {
      this.#notAFunction(words, final);
      return value;
    }
    return this.#fieldChain(dot, value, node, fields, words, final);
  }

  /** Walks `.A.B.C`; only the last may be a method with arguments. */
  #fieldChain(
    dot: Maybe,
    start: Maybe,
    node: Operand,
    names: readonly ByteString[],
    words: readonly Operand[],
    final: Final,
  ): Maybe {
    let receiver = start;
    for (const [index, name] of names.entries()) {
      const last = index === names.length - 1;
      receiver = this.#fieldOf(dot, receiver, name, node, last ? words : [], last ? final : NOTHING);
    }
    return receiver;
  }

  #fieldOf(
    dot: Maybe,
    receiver: Maybe,
    name: ByteString,
    node: Operand,
    words: readonly Operand[],
    final: Final,
  ): Maybe {
    if (receiver === undefined) {
      this.#fail(`nil data; no entry for key ${quote(name)}`);
    }
    const inner = concrete(receiver);
    if (inner === undefined) {
      this.#fail(`nil pointer evaluating ${receiver.type}.${name}`);
    }
    const methods = inner.kind === "struct" || inner.kind === "int" ? inner.methods : undefined;
    const method = methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method !== undefined) {
      return this.#call(dot, method, node, name, words, final);
    }
    const hasArguments = words.length > 1 || final !== NOTHING;
    if (inner.kind === "struct" && inner.fields.has(name)) {
      return hasArguments
        ? this.#fail(`${name} has arguments but cannot be invoked as function`)
        : inner.fields.get(name);
    }
    if (inner.kind === "map") {
      if (hasArguments) {
        this.#fail(`${name} is not a method but has arguments`);
      }
      return inner.entries.get(name) ?? this.#fail(`map has no entry for key ${quote(name)}`);
    }
    return this.#fail(`can't evaluate field ${name} in type ${receiver.type}`);
  }

  #function(
    dot: Maybe,
    node: IdentifierNode,
    command: Operand | Command,
    words: readonly Operand[],
    final: Final,
  ): Maybe {
    this.#node = node;
    const { name } = node;
    const own = Object.hasOwn(this.#options.functions, name) ? this.#options.functions[name] : undefined;
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    const called = own ?? builtin ?? this.#fail(`${quote(name)} is not a defined function`);
    if (own === undefined && (name === "and" || name === "or")) {
      return this.#shortCircuit(dot, name, words, final);
    }
    if (own === undefined && name === "call") {
      return this.#callValue(dot, command, words, final);
    }
    return this.#call(dot, called, command, name, words, final);
  }

  #count(name: string, called: GoFunction, given: number, final: Final): void {
    const total = given + (final === NOTHING ? 0 : 1);
    const wanted = called.parameters.length;
    if (called.variadic !== undefined && total < wanted) {
      this.#fail(`wrong number of args for ${name}: want at least ${wanted} got ${given}`);
    }
    if (called.variadic === undefined && total !== wanted) {
      this.#fail(`wrong number of args for ${name}: want ${wanted} got ${total}`);
    }
  }

  #arguments(dot: Maybe, called: GoFunction, words: readonly Operand[], final: Final): Maybe[] {
    const values = words
      .slice(1)
      .map((word, index) => this.#argument(dot, called.parameters[index] ?? called.variadic, word));
    if (final !== NOTHING) {
      values.push(this.#conform(final, called.parameters[values.length] ?? called.variadic));
    }
    return values;
  }

  #call(
    dot: Maybe,
    called: GoFunction,
    node: Operand | Command,
    name: string,
    words: readonly Operand[],
    final: Final,
  ): Maybe {
    this.#count(name, called, Math.max(0, words.length - 1), final);
    const values = this.#arguments(dot, called, words, final);
    return this.#run(node, name, () => called.run(...values));
  }

  #run(node: Operand | Command, name: string, run: () => Maybe): Maybe {
    this.#step();
    try {
      const result = run();
      if (result?.kind === "string" && result.value.length > this.#limits.bytes) {
        throw new GoError(`string is longer than ${this.#limits.bytes} bytes`);
      }
      return result;
    } catch (error) {
      if (!(error instanceof GoError)) {
        throw error;
      }
      this.#node = node;
      return this.#fail(`error calling ${name}: ${error.message}`);
    }
  }

  #shortCircuit(dot: Maybe, name: "and" | "or", words: readonly Operand[], final: Final): Maybe {
    const given = words.slice(1);
    if (given.length === 0 && final === NOTHING) {
      this.#fail(`wrong number of args for ${name}: want at least 1 got 0`);
    }
    let value: Maybe;
    for (const word of given) {
      value = this.#argument(dot, "reflect.Value", word);
      if (truth(value) === (name === "or")) {
        return value;
      }
    }
    return final === NOTHING ? value : final;
  }

  #callValue(dot: Maybe, command: Operand | Command, words: readonly Operand[], final: Final): Maybe {
    const builtin = BUILTINS["call"] as GoFunction;
    this.#count("call", builtin, words.length - 1, final);
    const [callee, ...rest] = this.#arguments(dot, builtin, words, final);
    const name = words[1] === undefined ? sprint([callee]) : nodeText(words[1]);
    return this.#run(command, "call", () => {
      const inner = concrete(callee);
      if (inner === undefined) {
        throw new GoError("call of nil");
      }
      if (inner.kind !== "func") {
        throw new GoError(`non-function ${name} of type ${inner.type}`);
      }
      const { parameters, variadic } = inner.call;
      if (variadic === undefined ? rest.length !== parameters.length : rest.length < parameters.length) {
        throw new GoError(
          `wrong number of args for ${name}: got ${rest.length} want ${variadic === undefined ? "" : "at least "}${parameters.length}`,
        );
      }
      const values = rest.map((each, index) => {
        const wanted = parameters[index] ?? variadic ?? "";
        const value = concrete(each);
        const result = conformLoosely(value, wanted);
        if (!result.ok) {
          throw new GoError(
            `arg ${index}: ${value === undefined ? `value is nil; should be of type ${wanted}` : `value has type ${value.type}; should be ${wanted}`}`,
          );
        }
        return result.value;
      });
      return inner.call.run(...values);
    });
  }

  #conform(value: Maybe, type: string | undefined): Maybe {
    return this.#take(conform(value, type));
  }

  /** Evaluates an argument for a parameter of a type; `undefined` wants any value. */
  #argument(dot: Maybe, type: string | undefined, node: Operand): Maybe {
    this.#step();
    this.#node = node;
    switch (node.type) {
      case "dot":
        return this.#conform(dot, type);
      case "nil": {
        const result = conform(undefined, type);
        return result.ok ? result.value : this.#fail(`cannot assign nil to ${type}`);
      }
      case "field":
        return this.#conform(this.#field(dot, node, [node], NOTHING), type);
      case "variable":
        return this.#conform(this.#variable(dot, node, [], NOTHING), type);
      case "pipeline":
        return this.#conform(this.#pipeline(dot, node), type);
      case "identifier":
        return this.#conform(this.#function(dot, node, node, [], NOTHING), type);
      case "chain":
        return this.#conform(this.#chain(dot, node, [], NOTHING), type);
      default:
        return this.#take(literalFor(node, type));
    }
  }
}
