import { UserError } from '../src/model/faults';
import { writeContract } from './contract';

/** `npm run contract -- <environment>`, from the root of the repository. */
try {
  process.stdout.write(`${writeContract(process.argv[2], { project: 'infra', contracts: 'contract' })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 2;
}
