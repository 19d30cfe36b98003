/** One row of the table of errors. */
interface ErrorRow {
  /** What the code means. */
  readonly what: string;
  /** What the reader can do. */
  readonly todo: string;
  /** The HTTP status of an answer that carries it. */
  readonly status: number;
}

/** Every coded error of the product. docs/errors.md is made from it by `npm run generate:docs`. */
export const ERROR_TABLE = {
  CHATPULSE_CONFIG_INVALID: {
    what: 'One or more settings are wrong or missing.',
    todo: 'Correct the settings named in the message and start again.',
    status: 500,
  },
  CHATPULSE_DATA_LOCKED: {
    what: 'Another process holds the data folder.',
    todo: 'Stop the other process, or set CHATPULSE_DATA_DIR to another folder.',
    status: 503,
  },
  CHATPULSE_DATA_CORRUPT: {
    what: 'A data file cannot be read.',
    todo: 'Run `chatpulse doctor`; restore the file from a backup, or move it away and run `chatpulse rebuild`.',
    status: 500,
  },
  CHATPULSE_DATA_MISSING: {
    what: 'The data folder holds nothing yet.',
    todo: 'Name the folder of a server with --data or CHATPULSE_DATA_DIR.',
    status: 500,
  },
  CHATPULSE_DATA_UNWRITABLE: {
    what: 'The data folder cannot be made or written.',
    todo: 'Check the path and its permissions, or set CHATPULSE_DATA_DIR to another folder.',
    status: 500,
  },
  CHATPULSE_COPY_REFUSED: {
    what: 'A log cannot be copied there: the target holds something else.',
    todo: 'Name an empty target, or the one that an earlier copy of the same log was cut short in.',
    status: 500,
  },
  CHATPULSE_COPY_DIFFERS: {
    what: 'The copy of a log is not what the source holds.',
    todo: 'Delete the copy and begin again; if it happens again, run `chatpulse doctor` on the source.',
    status: 500,
  },
  CHATPULSE_VERIFY_MOVING: {
    what: 'The stores cannot be verified while they are written to.',
    todo: 'Run it again when no broadcast is captured and all parts have caught up.',
    status: 503,
  },
  CHATPULSE_DISK_FULL: {
    what: 'There is no room left for the data.',
    todo: 'Free space on the disk; the work goes on by itself.',
    status: 507,
  },
  CHATPULSE_LOG_UNAVAILABLE: {
    what: 'The log cannot be reached or has been closed.',
    todo: 'Check that the log is running; the work goes on by itself when it is back.',
    status: 503,
  },
  CHATPULSE_LOG_REFUSED: {
    what: 'The brokers of the log refused a request for good: credentials, rights, or a record that is too large.',
    todo: 'The message has the reason that the brokers gave. Correct the settings or the rights and start again.',
    status: 500,
  },
  CHATPULSE_TOPIC_MISMATCH: {
    what: 'A topic exists with another number of partitions than Chatpulse needs.',
    todo: 'Records would go to other partitions than those before: use another prefix, or delete the topic if it holds nothing of worth.',
    status: 500,
  },
  CHATPULSE_REGISTRY_UNAVAILABLE: {
    what: 'The schema registry cannot be reached, and the ids of the schemas are not known yet.',
    todo: 'Check CHATPULSE_REGISTRY_URL and that the registry is running; the work goes on by itself.',
    status: 503,
  },
  CHATPULSE_SCHEMA_INCOMPATIBLE: {
    what: 'The schema registry refused a schema.',
    todo: 'Another version of the event is registered that does not fit this one. Run a version of Chatpulse that knows it.',
    status: 500,
  },
  CHATPULSE_LOG_CORRUPT: {
    what: 'A stretch of the log does not match its checksum.',
    todo: 'Its records are in the dead-letter topic; run `chatpulse verify` to see what is affected.',
    status: 500,
  },
  CHATPULSE_OFFSET_OUT_OF_RANGE: {
    what: 'The position asked for is no longer, or not yet, in the log.',
    todo: 'It stays so until somebody decides: stop the part and run `chatpulse skip-lost`, which records what is lost and lets it go on with what is kept. Raise CHATPULSE_RETENTION_DAYS if parts fall behind.',
    status: 410,
  },
  CHATPULSE_TOPIC_UNKNOWN: {
    what: 'The topic does not exist in this log.',
    todo: 'Check the name of the topic; on Kafka, `chatpulse setup` makes the topics.',
    status: 404,
  },
  CHATPULSE_GROUP_BUSY: {
    what: 'The consumer group already has a member, and this log allows one.',
    todo: 'Stop the other member first.',
    status: 409,
  },
  CHATPULSE_GROUP_RUNNING: {
    what: 'The positions of a part cannot be moved while it runs.',
    todo: 'Stop every process of the part that the message names, on all machines, and run the command again.',
    status: 409,
  },
  CHATPULSE_COMMIT_FENCED: {
    what: 'The commit came from a member that no longer owns the partition.',
    todo: 'Nothing: the new owner goes on from the last commit.',
    status: 409,
  },
  CHATPULSE_SCHEMA_UNKNOWN: {
    what: 'A record names a schema id that is not known.',
    todo: 'The record is in the dead-letter topic. Run a version that knows the schema.',
    status: 500,
  },
  CHATPULSE_RECORD_UNREADABLE: {
    what: 'The bytes of a record do not fit its schema.',
    todo: 'The record is in the dead-letter topic.',
    status: 500,
  },
  CHATPULSE_FILE_UNREADABLE: {
    what: 'A file that a command was given cannot be read.',
    todo: 'Check the path and its permissions.',
    status: 400,
  },
  CHATPULSE_COLUMN_MISSING: {
    what: 'A table that a command was given lacks a column.',
    todo: 'Name the columns of the file with --text and --label.',
    status: 400,
  },
  CHATPULSE_TASK_UNKNOWN: {
    what: 'A table to train from does not say what its labels are about, or names a task that there is not.',
    todo: 'Give --task sentiment, emotion or profanity, or a column "task" with one of them on each line.',
    status: 400,
  },
  CHATPULSE_TRAINING_DATA_MISSING: {
    what: 'Tables that the models are trained from are not there.',
    todo: 'Name their folder with --data; docs/models says where each set comes from.',
    status: 500,
  },
  CHATPULSE_LABEL_UNKNOWN: {
    what: 'A table that a command was given holds a label that the task does not know.',
    todo: 'Check --task and --label, or rewrite the labels to those named in the message.',
    status: 400,
  },
  CHATPULSE_TABLE_EMPTY: {
    what: 'A table that a command was given holds no row to work on.',
    todo: 'Check that the file is the right one, with a header line and a labelled text on each line below it.',
    status: 400,
  },
  CHATPULSE_SERVER_UNREACHABLE: {
    what: 'The server that holds the data folder does not answer.',
    todo: 'Check that it is running, and that CHATPULSE_TOKEN is the one it was started with.',
    status: 503,
  },
  CHATPULSE_MODEL_INVALID: {
    what: 'A language model is missing or damaged.',
    todo: 'Build the product again (`npm run build`), or restore language/models from the repository.',
    status: 500,
  },
  CHATPULSE_PART_UNAVAILABLE: {
    what: 'A part of the product is not running.',
    todo: 'See the log for its last error; restart the product if it does not come back.',
    status: 503,
  },
  CHATPULSE_DEAD_LETTER_FAILED: {
    what: 'A record could be neither handled nor put into the dead-letter topic.',
    todo: 'The processor stopped before the record. Repair the log and start again.',
    status: 500,
  },
  CHATPULSE_PORT_BUSY: {
    what: 'Another program listens on the port.',
    todo: 'Stop the other program, or set CHATPULSE_PORT to another port.',
    status: 500,
  },
  CHATPULSE_TOKEN_REQUIRED: {
    what: 'The server was told to listen beyond this machine without a token.',
    todo: 'Set CHATPULSE_TOKEN to a long random text, or leave CHATPULSE_HOST at 127.0.0.1.',
    status: 500,
  },
  CHATPULSE_TOKEN_WRONG: {
    what: 'The request carries no valid token.',
    todo: 'Send the header `Authorization: Bearer <CHATPULSE_TOKEN>`, or enter the token on the page.',
    status: 401,
  },
  CHATPULSE_ORIGIN_REFUSED: {
    what: 'The request comes from a page of another origin.',
    todo: 'Add the origin to CHATPULSE_ORIGINS if it is yours.',
    status: 403,
  },
  CHATPULSE_HOST_REFUSED: {
    what: 'The request names a host that this server does not serve.',
    todo: 'Open the address that the server printed at its start, or add the origin to CHATPULSE_ORIGINS.',
    status: 421,
  },
  CHATPULSE_RATE_LIMITED: {
    what: 'Too many requests in too short a time.',
    todo: 'Wait as long as the header Retry-After says.',
    status: 429,
  },
  CHATPULSE_REQUEST_INVALID: {
    what: 'The request does not fit its schema.',
    todo: 'Correct the fields named in the message; /api/openapi.json describes them.',
    status: 400,
  },
  CHATPULSE_REQUEST_TOO_LARGE: {
    what: 'The body of the request is too large.',
    todo: 'Send at most 64 KB.',
    status: 413,
  },
  CHATPULSE_ROUTE_UNKNOWN: {
    what: 'There is nothing at this address.',
    todo: 'Check the path and the method; /api/openapi.json lists them all.',
    status: 404,
  },
  CHATPULSE_BROADCAST_UNKNOWN: {
    what: 'There is no broadcast of this id.',
    todo: 'Take an id from GET /api/broadcasts.',
    status: 404,
  },
  CHATPULSE_GROUP_UNKNOWN: {
    what: 'There is no channel group of this name.',
    todo: 'Take a name from GET /api/groups, or make the group with PUT /api/groups/NAME.',
    status: 404,
  },
  CHATPULSE_GROUP_EXISTS: {
    what: 'There is a channel group of this name already.',
    todo: 'Choose another name, or open the group that is there.',
    status: 412,
  },
  CHATPULSE_GROUPS_FULL: {
    what: 'There are as many channel groups as the server keeps.',
    todo: 'Dissolve a group that is not needed any more.',
    status: 409,
  },
  CHATPULSE_RULES_FULL: {
    what: 'There are rules for as many channels as the server keeps.',
    todo: 'Find out who sets rules for so many channels: they are kept for ever.',
    status: 409,
  },
  CHATPULSE_RULES_CHANGED: {
    what: 'Somebody else has changed the rules of the channel in the meantime.',
    todo: 'Read the rules again, make the change on them, and send it with their ETag.',
    status: 412,
  },
  CHATPULSE_ALERT_RULES_CHANGED: {
    what: 'Somebody else has changed the rules of alerts in the meantime.',
    todo: 'Read the rules again, make the change on them, and send it with their ETag.',
    status: 412,
  },
  CHATPULSE_ALERT_UNKNOWN: {
    what: 'There is no alert of this id.',
    todo: 'Take an id from GET /api/alerts; resolved alerts are forgotten after some thousand others.',
    status: 404,
  },
  CHATPULSE_NOTICE_REFUSED: {
    what: 'A destination of notices answered that it does not take one.',
    todo: 'The message has what it said. Correct the address or the rights; the notice is tried again until it is taken.',
    status: 502,
  },
  CHATPULSE_NOTICE_UNDELIVERED: {
    what: 'A destination of notices does not answer.',
    todo: 'Check CHATPULSE_SLACK_WEBHOOK_URL or CHATPULSE_SMTP_URL and the network; the notice is tried again until it is taken.',
    status: 502,
  },
  CHATPULSE_NOTICE_UNROUTED: {
    what: 'No destination of notices is set.',
    todo: 'Set CHATPULSE_SLACK_WEBHOOK_URL, or CHATPULSE_SMTP_URL with CHATPULSE_MAIL_FROM and CHATPULSE_ALERT_MAIL_TO (docs/notices.md).',
    status: 409,
  },
  CHATPULSE_CONTACT_UNSET: {
    what: 'The server has nowhere to send what the contact form says.',
    todo: 'Set CHATPULSE_CONTACT_MAIL_TO, CHATPULSE_SMTP_URL and CHATPULSE_MAIL_FROM (docs/notices.md).',
    status: 409,
  },
  CHATPULSE_CONTACT_UNDELIVERED: {
    what: 'The mail server did not take what the contact form says.',
    todo: 'Try again in a while. The log has the reason; check CHATPULSE_SMTP_URL and CHATPULSE_CONTACT_MAIL_TO.',
    status: 502,
  },
  CHATPULSE_ROUTES_UNUSABLE: {
    what: 'The file of routes cannot be read or is malformed.',
    todo: 'Correct the file of CHATPULSE_ROUTES_FILE; docs/notices.md shows its form.',
    status: 500,
  },
  CHATPULSE_LINK_INVALID: {
    what: 'The link of a notice is not one of this server, or has expired.',
    todo: 'Open the page of the alerts and acknowledge or mute it there.',
    status: 410,
  },
  CHATPULSE_HISTORY_UNAVAILABLE: {
    what: 'The archive or the metric store cannot be read.',
    todo: 'Live chat goes on; try again in a while. GET /api/status names the part that fails.',
    status: 503,
  },
  CHATPULSE_ARCHIVE_UNAVAILABLE: {
    what: 'The server of the archive does not answer.',
    todo: 'Check that MongoDB runs and that CHATPULSE_ARCHIVE names it; the work goes on by itself when it is back.',
    status: 503,
  },
  CHATPULSE_METRICS_UNAVAILABLE: {
    what: 'The server of the metric store does not answer.',
    todo: 'Check that InfluxDB runs and that CHATPULSE_METRICS names it; the work goes on by itself when it is back.',
    status: 503,
  },
  CHATPULSE_STORE_REFUSED: {
    what: 'The archive or the metric store refuses the user, or what the user may do does not suffice.',
    todo: 'Correct user and password in CHATPULSE_ARCHIVE or CHATPULSE_METRICS, and let the user read and write the database.',
    status: 503,
  },
  CHATPULSE_LIMIT_REACHED: {
    what: 'The server holds as many connections or subscriptions as it may.',
    todo: 'Close pages that are not needed, or try again later.',
    status: 503,
  },
  CHATPULSE_INTERNAL: {
    what: 'The server made a mistake.',
    todo: 'Try again; the log of the server has the details.',
    status: 500,
  },
  CHATPULSE_URL_UNKNOWN: {
    what: 'The address is not one of a platform that is understood.',
    todo: 'Give the address of a channel or broadcast, such as https://www.twitch.tv/NAME, or replay:NAME, or demo:showcase; docs/connectors.md lists the platforms.',
    status: 400,
  },
  CHATPULSE_RECORDING_UNKNOWN: {
    what: 'There is no recording of this name.',
    todo: 'Put the file into the recordings folder of the data folder and name it without a path.',
    status: 404,
  },
  CHATPULSE_RECORDING_UNUSABLE: {
    what: 'The recording holds no message, or cannot be read.',
    todo: 'Check that it is JSONL or JSONL.gz, one message a line, each with a text.',
    status: 422,
  },
  CHATPULSE_EMOTES_UNUSABLE: {
    what: 'The list of emotes cannot be read or is malformed.',
    todo: 'Correct the file of CHATPULSE_EMOTES_FILE; docs/operations.md shows its form.',
    status: 500,
  },
  CHATPULSE_LEDGER_UNREADABLE: {
    what: 'The ledger given to `chatpulse verify` cannot be read.',
    todo: 'Give the file that CHATPULSE_LEDGER named while the messages were captured.',
    status: 400,
  },
  CHATPULSE_OUTPUT_UNWRITABLE: {
    what: 'The result cannot be written where it was asked for.',
    todo: 'Check that the folder exists, is writable and has room.',
    status: 500,
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_TABLE;
