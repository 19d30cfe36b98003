import { CONTRACT_TOPICS, describeEventLog } from './contract.ts';
import { createMemoryLog } from './memory.ts';

describeEventLog('memory', async () => ({ log: createMemoryLog({ topics: CONTRACT_TOPICS }) }), {
  rebalance: true,
  durable: 'a memory log ends with its process',
});
