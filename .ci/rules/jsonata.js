// Reads {expressions, recorded: [{expression, now, bindings}]}, writes {parsed: [{error, called, names, unqualified}], evaluated: [{value, error}]}.
const crypto = require('crypto');
const jsonata = require('jsonata');

// what Step Functions adds to JSONata
const ADDITIONS = {
  partition: (array, size) => Array.from({length: Math.ceil(array.length / size)}, (_, i) => array.slice(i * size, (i + 1) * size)),
  range: (first, last, step) => Array.from({length: Math.max(0, Math.floor((last - first) / step) + 1)}, (_, i) => first + i * step),
  hash: (value, algorithm) => crypto.createHash(algorithm.replace('-', '')).update(value).digest('hex'),
  parse: text => JSON.parse(text),
  uuid: () => crypto.randomUUID(),
};

function parse(expression) {
  try {
    const tree = jsonata(expression).ast();
    const found = {called: new Set(), names: new Set(), unqualified: new Set()};
    walk(tree, found);
    topLevel(tree, found);
    return {called: [...found.called], names: [...found.names], unqualified: [...found.unqualified]};
  } catch (error) {
    return {error: `${error.code}: ${error.message}`};
  }
}

function walk(node, found) {
  if (Array.isArray(node)) {
    node.forEach(item => walk(item, found));
  } else if (node && typeof node === 'object') {
    if (node.type === 'variable') {
      found.names.add(node.value);
    }
    if (node.type === 'function' || node.type === 'partial') {
      const procedure = node.procedure.type === 'path' ? node.procedure.steps[0] : node.procedure;
      if (procedure.type === 'variable') {
        found.called.add(procedure.value);
      }
    }
    Object.values(node).forEach(item => walk(item, found));
  }
}

// Outside of predicates, steps and functions there is no input that a name or $ could be looked up in.
function topLevel(node, found) {
  switch (node?.type) {
    case 'path': return topLevel(node.steps[0], found);
    case 'name': return found.unqualified.add(node.value);
    case 'variable': return node.value === '' || node.value === '$' ? found.unqualified.add('$' + node.value) : undefined;
    case 'binary': return [node.lhs, node.rhs].forEach(part => topLevel(part, found));
    case 'condition': return [node.condition, node.then, node.else].forEach(part => topLevel(part, found));
    case 'function': return node.arguments.forEach(part => topLevel(part, found));
    case 'block': return node.expressions.forEach(part => topLevel(part, found));
    case 'unary': return (node.expressions ?? (node.lhs ?? []).flat()).forEach(part => topLevel(part, found));
  }
}

const RealDate = Date;

async function evaluate({expression, now, bindings}) {
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [now]));
    }
  };
  try {
    return {value: await jsonata(expression).evaluate(undefined, {...ADDITIONS, ...bindings})};
  } catch (error) {
    return {error: `${error.code}: ${error.message}`};
  } finally {
    globalThis.Date = RealDate;
  }
}

async function main() {
  const question = JSON.parse(require('fs').readFileSync(0));
  const evaluated = [];
  for (const one of question.recorded) {
    evaluated.push(await evaluate(one));
  }
  console.log(JSON.stringify({parsed: question.expressions.map(parse), evaluated}));
}

main();
