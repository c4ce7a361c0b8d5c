/** A program that uses about as many methods of openai. */
import OpenAI from 'openai';

export async function useMethods(signal: AbortSignal): Promise<string[]> {
  const openai = new OpenAI({ apiKey: 'sk_test', timeout: 10_000 });
  const ids: string[] = [];

  const models = await openai.models.list({ signal });
  const { data, request_id } = await openai.models.list().withResponse();
  const model = await openai.models.retrieve('gpt-4o', { maxRetries: 0 });
  const deletedModel = await openai.models.delete('gpt-4o');
  for await (const { id } of openai.models.list()) ids.push(id);

  const files = await openai.files.list({ limit: 50 });
  for await (const { id } of openai.files.list()) ids.push(id);
  const file = await openai.files.retrieve('file_1');
  const deletedFile = await openai.files.delete('file_1');

  const batches = await openai.batches.list();
  const batch = await openai.batches.create({
    input_file_id: 'file_1',
    endpoint: '/v1/responses',
    completion_window: '24h',
  });
  const found = await openai.batches.retrieve('batch_1');
  const cancelled = await openai.batches.cancel('batch_1');

  const store = await openai.vectorStores.create({ name: 'Lead Magnet', metadata: { plan: 'pro' } });
  const renamed = await openai.vectorStores.update('vs_1', { name: 'Lead Magnet 2' });
  const stores = await openai.vectorStores.list();
  const retrieved = await openai.vectorStores.retrieve('vs_1');
  const deletedStore = await openai.vectorStores.delete('vs_1');

  const embedding = await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'Lead Magnet' });
  const response = await openai.responses.create({ model: 'gpt-4o', input: 'Lead Magnet' });
  const moderation = await openai.moderations.create({ input: 'Lead Magnet' });
  const custom = await openai.post('/sandboxes', { body: { template_id: 'miosa-sandbox' } });

  return [
    ...ids,
    ...[models, data].map((page) => String(page.data.length)),
    ...[files, batches, stores].map((page) => String(page.data.length)),
    ...[model, file, batch, found, cancelled].map(({ id }) => id),
    ...[store, renamed, retrieved].map(({ name }) => name),
    ...[deletedModel, deletedFile, deletedStore].map(({ deleted }) => String(deleted)),
    String(embedding.data.length),
    response.output_text,
    moderation.id,
    JSON.stringify(custom),
    request_id ?? '',
  ];
}
