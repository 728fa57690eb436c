// What the stand-ins share. Each holds its inputs against those that the real action's action.yml declares: an input that the
// real one does not know is a failure here, where a runner would only warn.
const inputs = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name, value]) => name.startsWith("INPUT_") && value !== "")
    .map(([name, value]) => [name.slice("INPUT_".length).toLowerCase(), value]),
);

function fail(message) {
  console.log(`::error::${message}`);
  process.exit(1);
}

/** The inputs of a step; `known` are the real action's, `required` those without which a release is not safe or not whole. */
exports.readInputs = (known, required = []) => {
  const unknown = Object.keys(inputs).filter((name) => !known.includes(name));
  if (unknown.length > 0) fail(`the action has no input ${unknown.join(", ")}`);
  const missing = required.filter((name) => inputs[name] === undefined);
  if (missing.length > 0) fail(`the step does not give ${missing.join(", ")}`);
  return inputs;
};
exports.fail = fail;
