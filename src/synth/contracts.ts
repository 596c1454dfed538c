import { join } from 'node:path';
import { contractFaults } from '../model/contract';
import type { CloudContract, ContractParty } from '../model/contract';
import { UserError } from '../model/faults';
import { readMapFile } from './map-file';

/**
 * Reads `<folder>/<environment>.yaml`, the contract between the cloud and the charts of an environment.
 * @throws UserError naming file and field when it is missing, does not parse, or a value is missing, unknown or not of this environment
 */
export function readContract(folder: string, environment: ContractParty & { readonly name: string }): CloudContract {
  const file = join(folder, `${environment.name}.yaml`);
  const content = readMapFile(
    file,
    `what the charts need of the cloud: npm run contract -- ${environment.name} writes it`,
  );
  const faults = contractFaults(content, environment).map(({ where, what }) => ({ where: `${file}: ${where}`, what }));
  if (faults.length > 0) throw new UserError('the cloud and the charts have no valid contract', faults);
  return content as unknown as CloudContract;
}
