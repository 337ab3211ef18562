// Reads {template, account, region}, writes {rules, violations: [{rule, where, property, message}]}.
// The plugin is asked itself: an app of the CDK around the template would only write the template anew.
const fs = require('fs');
const os = require('os');
const path = require('path');
const {PreflightEnforcePlugin} = require('cdk-preflight/lib/private/enforce');
const {BUNDLED_RULES} = require('cdk-preflight/lib/rules.generated');

const question = JSON.parse(fs.readFileSync(0));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-'));
const templatePath = path.join(folder, 'template.json');
try {
  fs.writeFileSync(templatePath, JSON.stringify(question.template));
  const report = new PreflightEnforcePlugin(BUNDLED_RULES, true)
    .validate({accountId: question.account, region: question.region, stackTemplates: [{templatePath, stackConstructPath: 'tideway'}]});
  console.log(JSON.stringify({rules: BUNDLED_RULES.length, violations: report.violations.flatMap(violation =>
    violation.violatingResources.map(resource => ({
      rule: violation.ruleName, where: resource.resourceLogicalId ?? '(template)',
      property: resource.locations.join(', '), message: violation.description})))}));
} finally {
  fs.rmSync(folder, {recursive: true});
}
