// Reads definitions, writes for each [{rule, where, message}].
const validator = require('asl-validator');

const definitions = JSON.parse(require('fs').readFileSync(0));
console.log(JSON.stringify(definitions.map(definition => validator(definition, {checkPaths: true, checkArn: true}).errors.map(error => ({
  rule: error['Error code'], where: error.schemaError?.instancePath ?? '', message: error.Message})))));
