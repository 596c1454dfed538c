import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { environments } from '../charts/environments';
import { CONTRACT_FIELDS, contractFaults } from '../src/model/contract';
import type { CloudContract, ContractParty } from '../src/model/contract';
import { UserError, validNames } from '../src/model/faults';

const HEADER =
  '# What the charts need of the cloud and cannot derive by naming, written from the outputs of the program in infra/.\n';

/** Where things are, so that tests can have their own. */
export interface Places {
  /** Folder of Pulumi.yaml. */
  readonly project: string;
  /** Folder of the contracts. */
  readonly contracts: string;
}

/**
 * Writes `<environment>.yaml` from what the environment's stack tells, and resolves to the path.
 * @throws UserError when the stack cannot be asked, or does not tell what charts need; the file is then as it was
 */
export function writeContract(name: string | undefined, { project, contracts }: Places): string {
  const known: Readonly<Record<string, ContractParty>> = environments;
  const environment = name === undefined ? undefined : known[name];
  if (name === undefined || environment === undefined) {
    const given = name === undefined ? 'No environment is given' : `There is no environment ${name}`;
    throw new UserError(`${given}; ${validNames(Object.keys(environments))}`);
  }
  const { contract } = stackOutputs(name, project) as { contract?: unknown };
  const faults = contractFaults(contract, environment);
  if (faults.length > 0) throw new UserError(`The stack ${name} does not tell what the charts need`, faults);
  const file = join(contracts, `${name}.yaml`);
  writeAtOnce(file, contractText(contract as CloudContract));
  return file;
}

/** A contract as it lies in git: one order, one spelling, so that only a change of the cloud is a change of the file. */
export function contractText(contract: CloudContract): string {
  const ordered = Object.fromEntries(CONTRACT_FIELDS.map((field) => [field, contract[field]]));
  return HEADER + stringify(ordered, { singleQuote: true, lineWidth: 0 });
}

function stackOutputs(stack: string, cwd: string): object {
  const words = ['stack', 'output', '--json', '--stack', stack];
  const { status, stdout, stderr, error } = spawnSync('pulumi', words, { cwd, encoding: 'utf8' });
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new UserError('There is no pulumi on the PATH: https://www.pulumi.com/docs/install tells how to get it');
  if (error) throw new UserError(`pulumi could not be run: ${error.message}`);
  if (status !== 0) throw new UserError(`pulumi ${words.join(' ')} failed: ${stderr.trim()}`);
  try {
    return JSON.parse(stdout) as object;
  } catch {
    throw new UserError(`pulumi ${words.join(' ')} printed no JSON: ${stdout.trim().slice(0, 200)}`);
  }
}

/** A synth that reads meanwhile sees the old file or the new one. */
function writeAtOnce(file: string, text: string): void {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}
