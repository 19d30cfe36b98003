import { planSchemas } from '../../../core/events/registry/register-schemas.ts';
import { plural } from '../../../core/plural.ts';
import { fail, ok, type Finding } from '../finding.ts';

/** Whether the registry knows every schema. @throws ChatpulseError CHATPULSE_REGISTRY_UNAVAILABLE */
export async function checkRegistry(url: string | undefined): Promise<Finding> {
  if (url === undefined) return ok('registry', "none is set: records carry the project's own schema ids");
  const missing = await planSchemas({ url });
  return missing.length === 0
    ? ok('registry', 'it knows every version of every event')
    : fail(
        'registry',
        `${missing.length} ${plural(missing.length, 'schema is', 'schemas are')} not registered.`,
        'Run `chatpulse setup`.',
      );
}
