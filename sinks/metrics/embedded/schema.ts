/** "CPme": tells a file of metrics from any other. */
export const METRICS_APPLICATION_ID = 0x43506d65;

export const METRICS_SCHEMA = `
CREATE TABLE IF NOT EXISTS series(
  no INTEGER PRIMARY KEY, measurement TEXT NOT NULL, tags TEXT NOT NULL, UNIQUE(measurement, tags)
);
CREATE TABLE IF NOT EXISTS series_tag(
  measurement TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, series INTEGER NOT NULL,
  PRIMARY KEY(measurement, name, value, series)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS point(
  series INTEGER NOT NULL, time INTEGER NOT NULL, version REAL, fields TEXT NOT NULL, PRIMARY KEY(series, time)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS position(
  topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL, PRIMARY KEY(topic, partition)
) WITHOUT ROWID;
`;
