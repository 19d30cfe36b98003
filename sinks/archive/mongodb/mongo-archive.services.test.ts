import { MongoClient } from 'mongodb';
import { useMongo } from '../../../tests/services/test-databases.ts';
import { describeChatArchive } from '../contract/contract.ts';
import { openMongoArchive } from './mongo-archive.ts';

const mongo = useMongo();

describeChatArchive(
  'MongoDB',
  () => {
    const url = mongo.freshUrl();
    return Promise.resolve({
      open: () => openMongoArchive({ url }),
      async dispose() {
        const client = new MongoClient(url);
        await client.db().dropDatabase();
        await client.close();
      },
    });
  },
  { keepsPositions: 'batches may come again, the reader commits to the log', durable: true },
);
