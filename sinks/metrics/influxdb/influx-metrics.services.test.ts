import { useInflux } from '../../../tests/services/test-databases.ts';
import { describeMetricStore } from '../contract.ts';
import { createInfluxClient } from './client.ts';
import { parseInfluxUrl } from './address.ts';
import { openInfluxMetrics } from './influx-metrics.ts';
import { quoteName } from './quote.ts';

const influx = useInflux();

describeMetricStore(
  'InfluxDB',
  () => {
    const url = influx.freshUrl();
    return Promise.resolve({
      open: () => openInfluxMetrics({ url }),
      async dispose() {
        const address = parseInfluxUrl(url);
        const client = createInfluxClient(address);
        await client.statement(`DROP DATABASE ${quoteName(address.database)}`);
        client.close();
      },
    });
  },
  {
    keepsPositions: 'points may come again, the reader commits to the log',
    durable: true,
    comparesVersions: 'InfluxDB overwrites without looking; only final values are written',
    replacesFields:
      'InfluxDB adds the fields of a point to those it has; a measurement has the same each time',
  },
);
